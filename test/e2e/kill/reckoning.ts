/** What both sides hold once everything has come to rest, and every way in which that is not what it should be. */
import { setTimeout as delay } from 'node:timers/promises';
import { readAgentPlace } from '../../../src/cli/agent/directory.js';
import { ContentFolder, type EntryRecord, openReader, type StoreReader } from '../../../src/store/index.js';
import { edoc } from '../support/edoc.js';

export interface Document {
  readonly number: number;
  readonly packetId: string;
  /** Of its attachment. */
  readonly sha256: string;
}

export interface Reckoning {
  /** Documents in the receiver's inbox. */
  readonly received: number;
  /** Packets that the sender holds as delivered, with one receipt each. */
  readonly delivered: number;
  /** In words; none where all is as it should be. */
  readonly wrong: readonly string[];
}

export interface Sides {
  /** Directories of the two agents. */
  readonly sender: string;
  readonly receiver: string;
  /** Those that the sender acknowledged. */
  readonly documents: readonly Document[];
  /** Stops both agents, once nothing is under way. */
  stop(): Promise<void>;
}

const restWithinMs = 90_000;
const page = 1_000;

export async function reckon({ sender, receiver, documents, stop }: Sides): Promise<Reckoning> {
  const wrong: string[] = [];
  const out = await dataFolder(sender);
  if (!(await comesToRest(out))) wrong.push('the sender still waits for receipts');
  await stop();
  const sent = await using(out, (reader) => entries((before) => reader.outbox({ limit: page, before })));
  const folder = await dataFolder(receiver);
  const inbox = await using(folder, (reader) => entries((before) => reader.inbox({ limit: page, before })));
  const received = counted(inbox);
  for (const [packetId, times] of received) if (times !== 1) wrong.push(`${packetId} arrived ${times} times`);
  for (const { packetId } of sent) if (!received.has(packetId)) wrong.push(`${packetId} did not arrive`);
  const known = new Set(sent.map(({ packetId }) => packetId));
  for (const packetId of received.keys())
    if (!known.has(packetId)) wrong.push(`${packetId} came from nowhere`);
  const contents = new ContentFolder(folder);
  for (const { packetId, number, sha256 } of documents) {
    if (!known.has(packetId)) wrong.push(`${packetId} (document ${number}) was acknowledged and lost`);
    const [large] = await using(folder, (reader) => reader.receipts(packetId));
    if (large?.outcome !== 'accepted') wrong.push(`${packetId} was not accepted`);
    if (number % 10 === 0 && !(await contents.has(sha256))) wrong.push(`${packetId} has lost its attachment`);
  }
  const delivered = await using(out, (reader) => settled(reader, sent, wrong));
  for (const directory of [sender, receiver]) {
    const { exitCode, stderr } = await edoc(['log', 'verify'], directory);
    if (exitCode !== 0) wrong.push(`edoc log verify in ${directory} ended with ${exitCode}: ${stderr}`);
  }
  return { received: received.size, delivered, wrong };
}

/** How many documents an agent has in its inbox. */
export async function heldBy(directory: string): Promise<number> {
  const { entries: counts } = await using(await dataFolder(directory), (reader) => reader.counts());
  return counts.reduce((sum, { box, count }) => sum + (box === 'in' ? count : 0), 0);
}

async function settled(reader: StoreReader, sent: readonly EntryRecord[], wrong: string[]): Promise<number> {
  let delivered = 0;
  for (const { packetId } of sent) {
    const states = (await reader.deliveries(packetId)).map(({ state }) => state).join();
    const receipts = (await reader.receipts(packetId)).map(({ outcome }) => outcome).join();
    if (states === 'delivered' && receipts === 'accepted') delivered += 1;
    else wrong.push(`${packetId} stands at "${states}" with the receipts "${receipts}"`);
  }
  return delivered;
}

/** True once no delivery of the sender waits for anything any more. */
async function comesToRest(folder: string): Promise<boolean> {
  const deadline = Date.now() + restWithinMs;
  return using(folder, async (reader) => {
    for (;;) {
      const { entries: counts } = await reader.counts();
      const waiting = counts.some(
        ({ box, state, count }) => box === 'out' && state !== 'delivered' && count > 0,
      );
      if (!waiting) return true;
      if (Date.now() > deadline) return false;
      await delay(100);
    }
  });
}

async function dataFolder(directory: string): Promise<string> {
  return (await readAgentPlace(directory)).config.data;
}

async function using<Result>(
  folder: string,
  read: (reader: StoreReader) => Promise<Result>,
): Promise<Result> {
  const reader = await openReader(folder);
  try {
    return await read(reader);
  } finally {
    await reader.close();
  }
}

async function entries(list: (before: number | undefined) => Promise<EntryRecord[]>): Promise<EntryRecord[]> {
  const all: EntryRecord[] = [];
  for (;;) {
    const lines = await list(all.at(-1)?.key);
    all.push(...lines);
    if (lines.length < page) return all;
  }
}

function counted(lines: readonly EntryRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { packetId } of lines) counts.set(packetId, (counts.get(packetId) ?? 0) + 1);
  return counts;
}
