/** Whether the two ends of one document say the same of it, and both say nothing that cannot be. */
import type {
  DeliveryRecord,
  EntryRecord,
  HistoryRecord,
  StatusRecord,
  StoreReader,
} from '../../src/store/index.js';
import { isStep } from './forward.js';
import { keyOf, type Lists, type Sent } from './lists.js';
import type { Rig } from './rig.js';

export interface Found {
  deliveries: number;
  statuses: number;
  /** Where the ends may differ, since a status about the document is known to its own sender as not delivered. */
  untold: number;
  readonly outcomes: Map<string, number>;
  readonly wrong: string[];
}

/** Who holds what of one document: its sender, and one of its recipients. */
interface Ends {
  readonly delivery: DeliveryRecord;
  readonly entries: readonly EntryRecord[];
  readonly sender: StoreReader;
  readonly recipient: StoreReader;
}

export async function reckonDocument(
  rig: Rig,
  { sent: _, received }: Lists,
  { node, entry }: Sent,
  found: Found,
): Promise<void> {
  const { packetId } = entry;
  stepsOf(await node.reader.history(packetId), `${packetId} at its sender`, found);
  for (const delivery of await node.reader.deliveries(packetId)) {
    const recipient = rig.nodeOf(delivery.recipient).reader;
    const entries = received.get(keyOf(packetId, delivery.recipient)) ?? [];
    found.deliveries += 1;
    found.outcomes.set(delivery.state, (found.outcomes.get(delivery.state) ?? 0) + 1);
    await reckonDelivery({ delivery, entries, sender: node.reader, recipient }, found);
  }
}

async function reckonDelivery(ends: Ends, found: Found): Promise<void> {
  const { delivery, entries, sender, recipient } = ends;
  const { packetId, state } = delivery;
  const name = `${packetId} for ${delivery.recipient}`;
  const say = (words: string) => void found.wrong.push(`${name}: ${words}`);
  if (entries.length > 1) say(`is ${entries.length} times in the register`);
  if (state === 'delivered' && entries.length === 0) say('is delivered, and not in the register');
  // What was asked back is not sent again (`spec/lifecycle.md`, section 1): then the sender knows that it does not know.
  const isUnknown = isGivenUp(state) && delivery.recall !== 'none';
  if (state !== 'delivered' && !isUnknown && entries.length > 0) say(`is ${state}, and in the register`);
  if (!['delivered', 'refused', 'withdrawn'].includes(state) && !isUnknown) say(`ended as ${state}`);
  const told = state === 'delivered' ? 'accepted' : state === 'refused' ? 'refused' : '';
  for (const [whose, reader, direction, wanted] of [
    ['the sender has', sender, 'received', told],
    ['the recipient gave', recipient, 'issued', isUnknown && entries.length > 0 ? 'accepted' : told],
  ] as const) {
    const receipts = (await reader.receipts(packetId)).filter(
      (receipt) => receipt.direction === direction && receipt.agency === delivery.recipient,
    );
    const outcomes = receipts.map(({ outcome }) => outcome).join();
    if (outcomes !== wanted) say(`is ${state}, and ${whose} the receipts "${outcomes}"`);
  }
  const statuses = await statusesBetween(ends, say);
  found.statuses += statuses.length;
  const [entry] = entries;
  if (!entry) return;
  stepsOf(await recipient.history(packetId), `${name} at its recipient`, found);
  if (statuses.some((status) => status.delivery?.state !== 'delivered')) {
    found.untold += 1;
    return;
  }
  for (const machine of ['business', 'recall', 'amendment'] as const) {
    const isArrived = isUnknown && machine === 'business' && delivery.business === 'none';
    const seen = isArrived ? '01' : delivery[machine];
    if (seen === entry[machine]) continue;
    say(`${machine} is ${seen} at the sender and ${entry[machine]} at the recipient`);
  }
}

function isGivenUp(state: string): boolean {
  return state === 'expired' || state === 'undeliverable';
}

/** Those that one end sent about the document to the other; each that was delivered is there. */
async function statusesBetween(
  { delivery, sender, recipient }: Ends,
  say: (words: string) => void,
): Promise<StatusRecord[]> {
  const [atSender, atRecipient] = [
    await sender.statuses(delivery.packetId),
    await recipient.statuses(delivery.packetId),
  ];
  const ways = [
    [atSender.filter(({ addressee }) => addressee === delivery.recipient), atRecipient],
    [atRecipient.filter((status) => status.sender === delivery.recipient), atSender],
  ] as const;
  return ways.flatMap(([from, to]) => {
    const out = from.filter(({ direction }) => direction === 'out');
    for (const { packetId, code, delivery: state } of out) {
      const times = to.filter((status) => status.packetId === packetId && status.direction === 'in').length;
      if (state?.state === 'delivered' && times !== 1) {
        say(`status ${code} (${packetId}) is delivered, and ${times} times at the other end`);
      }
      if (state?.state === 'refused' && times !== 0) {
        say(`status ${code} (${packetId}) is refused, and at the other end`);
      }
      if (state?.state === 'queued' || state?.state === 'sent' || state === undefined) {
        say(`status ${code} (${packetId}) stands at ${state?.state}`);
      }
    }
    return out;
  });
}

/** Every step of a history is one of the tables, and each begins where the last one ended. */
function stepsOf(history: readonly HistoryRecord[], name: string, { wrong }: Found): void {
  const last = new Map<string, string>();
  for (const { side, agency, machine, from, to, cause } of history) {
    const key = `${side} ${agency} ${machine}`;
    const before = last.get(key);
    last.set(key, to);
    if (before !== undefined && before !== from) {
      wrong.push(`${name}: ${key} went on from ${from}, and had been ${before}`);
    }
    if (from !== undefined && !isStep(machine, from, to)) {
      wrong.push(`${name}: ${key} went from ${from} to ${to} (${cause})`);
    }
  }
}
