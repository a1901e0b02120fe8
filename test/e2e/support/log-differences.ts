/** What differs between the logs of a node and its peers, as an auditor holds them against each other. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestNode } from '../../support/node.js';
import { edoc } from './edoc.js';

interface ComparedPacket {
  readonly packetId: string;
  readonly a?: object;
  readonly b?: object;
  readonly findings: readonly { readonly code: string }[];
}

/** In words. What came from one peer, the others need not know. @param folder for the exported logs */
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
  const knownByNone = new Map<string, number>();
  for (const peer of peers) {
    const { stdout } = await edoc(
      ['evidence', 'reconcile', own, await logOf(peer, 'peer'), '--json'],
      one.directory,
    );
    const { packets } = JSON.parse(stdout) as { packets: ComparedPacket[] };
    for (const { packetId, a, b, findings } of packets) {
      if (a && !b) knownByNone.set(packetId, (knownByNone.get(packetId) ?? 0) + 1);
      else found.push(...findings.map(({ code }) => `${packetId} ${code}`));
    }
  }
  for (const [packetId, times] of knownByNone)
    if (times === peers.length) found.push(`${packetId} is known to none`);
  return found;
}
