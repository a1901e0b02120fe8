/** What all nodes hold once all has come to rest, and every way in which that is not what it should be. */
import { ContentFolder } from '../../src/store/index.js';
import { edoc } from '../e2e/support/edoc.js';
import type { Ledger } from './ledger.js';
import { keyOf, type Lists, readLists } from './lists.js';
import { type Found, reckonDocument } from './reckon-document.js';
import type { Rig } from './rig.js';

export interface Reckoning {
  readonly documents: number;
  readonly deliveries: number;
  readonly statuses: number;
  /** Deliveries by their state. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Messages in quarantine, by the code of the reason. */
  readonly quarantined: ReadonlyMap<string, number>;
  readonly untold: number;
  /** In words; none where all is as it should be. */
  readonly wrong: readonly string[];
}

/** What can come of the faults: a message offered too often while its node could take nothing, and parts that were lost each time. */
const expected: readonly string[] = ['transport.gave-up', 'packet.attachment-missing'];

export async function reckon(rig: Rig, ledger: Ledger): Promise<Reckoning> {
  const lists = await readLists(rig);
  const found: Found = { deliveries: 0, statuses: 0, untold: 0, outcomes: new Map(), wrong: [] };
  for (const sent of lists.sent.values()) await reckonDocument(rig, lists, sent, found);
  await promises(rig, lists, ledger, found.wrong);
  strays(lists, found.wrong);
  const quarantined = await quarantines(rig, found.wrong);
  await Promise.all(rig.nodes.map((node) => verifyLog(node.directory, found.wrong)));
  const { deliveries, statuses, untold, outcomes, wrong } = found;
  const documents = lists.sent.size;
  return { documents, deliveries, statuses, untold, outcomes, quarantined, wrong };
}

/** What a clerk was told is so. */
async function promises(rig: Rig, { sent, received }: Lists, ledger: Ledger, wrong: string[]): Promise<void> {
  for (const { packetId, to, largeContents } of ledger.documents.values()) {
    if (!sent.has(packetId)) wrong.push(`${packetId} was acknowledged and is lost`);
    for (const agency of to) {
      if (!received.has(keyOf(packetId, agency))) continue;
      for (const sha256 of largeContents) {
        if (await new ContentFolder(rig.nodeOf(agency).data).has(sha256)) continue;
        wrong.push(`${packetId} has lost its attachment at ${agency}`);
      }
    }
  }
  for (const { packetId, agency, code, statusId } of ledger.steps) {
    const { reader } = rig.nodeOf(agency);
    const statuses = await reader.statuses(packetId);
    if (!statuses.some((status) => status.packetId === statusId && status.direction === 'out')) {
      wrong.push(`step ${code} of ${agency} on ${packetId} was acknowledged and is lost`);
    }
  }
  for (const { packetId, recipient, outcome } of ledger.recalls) {
    const { reader } = sent.get(packetId)?.node ?? {};
    const delivery = (await reader?.deliveries(packetId))?.find((each) => each.recipient === recipient);
    const isKept = outcome === 'withdrawn' ? delivery?.state === 'withdrawn' : delivery?.recall !== 'none';
    if (!isKept) wrong.push(`${packetId} was asked back from ${recipient} (${outcome}), and that is lost`);
  }
}

/** What nobody sent; and what came under two ids, though its clerk never sent anything twice. */
function strays({ sent, received }: Lists, wrong: string[]): void {
  const numbers = new Map<string, string>();
  for (const entries of received.values()) {
    for (const { packetId, agency, code } of entries) {
      if (!sent.has(packetId)) wrong.push(`${packetId} at ${agency} came from nowhere`);
      const key = `${code} ${agency}`;
      const other = numbers.get(key);
      if (other !== undefined && other !== packetId) {
        wrong.push(`document ${code} is at ${agency} under two ids, ${other} and ${packetId}`);
      }
      numbers.set(key, packetId);
    }
  }
}

async function quarantines({ nodes }: Rig, wrong: string[]): Promise<Map<string, number>> {
  const codes = new Map<string, number>();
  for (const { name, reader } of nodes) {
    for (const { messageId, type, code } of await reader.quarantined({ limit: 1_000, state: 'all' })) {
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (!expected.includes(code)) wrong.push(`${name} refused the ${type} ${messageId}: ${code}`);
    }
  }
  return codes;
}

async function verifyLog(directory: string, wrong: string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await edoc(['log', 'verify'], directory);
  if (exitCode !== 0)
    wrong.push(`edoc log verify in ${directory} ended with ${exitCode}: ${stdout}${stderr}`);
}
