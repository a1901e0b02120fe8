/** What differs between the logs of a node and its peers, as an auditor holds them against each other. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestNode } from '../../support/node.js';
import { edoc } from './edoc.js';

interface ComparedPacket {
  readonly packetId: string;
  readonly findings: readonly { readonly code: string }[];
}

/** In words, of all that concerns the node and each peer. @param folder for the exported logs */
export async function logDifferences(
  folder: string,
  one: TestNode,
  peers: readonly TestNode[],
): Promise<string[]> {
  const logOf = async ({ directory }: TestNode, name: string) => {
    const file = join(folder, `${name}.jsonl`);
    await writeFile(file, (await edoc(['log', 'export'], directory)).stdout);
    return file;
  };
  const own = await logOf(one, 'own');
  const found: string[] = [];
  for (const peer of peers) {
    const { stdout } = await edoc(
      ['evidence', 'reconcile', own, await logOf(peer, 'peer'), '--json'],
      one.directory,
    );
    const { packets } = JSON.parse(stdout) as { packets: ComparedPacket[] };
    if (packets.length === 0) found.push(`nothing to compare with ${peer.directory}`);
    for (const { packetId, findings } of packets)
      found.push(...findings.map(({ code }) => `${packetId} ${code}`));
  }
  return found;
}
