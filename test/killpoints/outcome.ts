/** What both ends must hold in the end, whatever died in between. */
import { expect } from 'chai';
import type { LogHead, StoreReader } from '../../src/store/index.js';
import { delivery, reaches, timesInInbox } from '../e2e/support/office.js';
import { eventually, type TestNode } from '../support/node.js';

/** What was promised is there, and what was not is not; undefined where the death came while it was being written. */
export function held(promised: boolean | undefined, isThere: boolean): boolean {
  if (promised !== undefined) expect(isThere, 'what was promised is there').to.equal(promised);
  return isThere;
}

/** The document is with the recipient once, the sender knows it, and both hold the same packet and the same one receipt. */
export async function exchanged(
  sender: TestNode,
  recipient: TestNode,
  packetId: string,
  to = 'H41',
): Promise<void> {
  await reaches(sender, packetId, { [to]: 'delivered' });
  expect(await timesInInbox(recipient, packetId), 'times in the inbox').to.equal(1);
  await sameOctets(sender, recipient, packetId);
}

/** Packet and receipt are the same octets at both ends, and there is one receipt. */
export async function sameOctets(sender: TestNode, recipient: TestNode, packetId: string): Promise<void> {
  const out = await sender.reader.packetBytes(packetId, 'out');
  const into = await recipient.reader.packetBytes(packetId, 'in');
  expect(out !== undefined && into !== undefined && out.equals(into), 'the same packet').to.equal(true);
  const [given, got] = [await recipient.reader.receipts(packetId), await sender.reader.receipts(packetId)];
  expect(given.length, 'receipts given').to.equal(1);
  expect(
    got.map(({ bytes }) => bytes.toString()),
    'receipts got',
  ).to.deep.equal(given.map(({ bytes }) => bytes.toString()));
}

/** The recipient refused it: nothing is in its inbox, and both hold the same one refusal. */
export async function refused(sender: TestNode, recipient: TestNode, packetId: string): Promise<void> {
  await reaches(sender, packetId, { H41: 'refused' });
  expect(await timesInInbox(recipient, packetId), 'times in the inbox').to.equal(0);
  const [given, got] = [await recipient.reader.receipts(packetId), await sender.reader.receipts(packetId)];
  expect(given.map(({ outcome }) => outcome)).to.deep.equal(['refused']);
  expect(got.map(({ bytes }) => bytes.toString())).to.deep.equal(given.map(({ bytes }) => bytes.toString()));
  const kept = await recipient.reader.quarantined({ limit: 1_000 });
  expect(kept.filter(({ messageId }) => messageId === packetId).length, 'kept in quarantine').to.equal(1);
}

/** Both ends say the same of a recall, and of what the recipient's clerk did. */
export async function sameStates(
  sender: TestNode,
  recipient: TestNode,
  packetId: string,
  wanted: { readonly business: string; readonly recall: string },
): Promise<void> {
  await eventually(`both ends have ${JSON.stringify(wanted)}`, async () => {
    const mirror = await delivery(sender, packetId, 'H41');
    const entry = (await recipient.reader.document(packetId)).entries.find(({ box }) => box === 'in');
    return [mirror, entry].every((one) => one?.business === wanted.business && one.recall === wanted.recall);
  });
}

/** Every receipt that a store holds for a packet, in either direction, by packet. */
export type Receipts = ReadonlyMap<string, readonly string[]>;

export interface Left {
  readonly head: LogHead;
  readonly receipts: Receipts;
}

/** What the node that died has left: its log up to here, and its receipts, must be there for ever. */
export async function leftBy(reader: StoreReader): Promise<Left> {
  const page = { limit: 200 };
  const entries = [...(await reader.inbox(page)), ...(await reader.outbox(page))];
  const receipts = new Map<string, string[]>();
  for (const { packetId } of entries) receipts.set(packetId, await receiptsOf(reader, packetId));
  return { head: await reader.logHead(), receipts };
}

async function receiptsOf(reader: StoreReader, packetId: string): Promise<string[]> {
  return (await reader.receipts(packetId)).map(({ bytes }) => bytes.toString('base64'));
}

/** Nothing waits, nothing is staged, the log is whole and goes on from what was left, and receipts are the same octets. */
export async function atRest(node: TestNode, left?: Left): Promise<void> {
  await eventually('the outbox is empty', async () => {
    const { waiting } = await node.reader.counts();
    return waiting.packets === 0 && waiting.receipts === 0;
  });
  expect(await node.reader.partProgress(), 'parts on their way').to.deep.equal([]);
  await eventually('nothing is staged', async () => (await node.context.contents.staged()).count === 0);
  await node.reader.verifyLog(left ? [left.head] : []);
  for (const [packetId, receipts] of left?.receipts ?? [])
    expect(await receiptsOf(node.reader, packetId), packetId).to.include.members([...receipts]);
}
