/**
 * Where packets stand with their recipients, at the sender. Every change goes through the tables of `edoc/lifecycle`,
 * compares the state it starts from (compare and swap), and leaves its history rows in the same transaction.
 */
import {
  amendmentState,
  businessState,
  type DeliveryState,
  deliveryState,
  deliveryStep,
  organId,
  recallState,
} from '../edoc/index.js';
import { codesOf } from './agencies.js';
import type { RowSource } from './log-rows.js';
import { optional } from './optional.js';
import type { DeliveryRecord } from './records.js';
import { givenAs } from './together.js';
import type { Unit } from './unit.js';

export interface DeliveryRow {
  readonly packet_id: string;
  readonly recipient: string;
  readonly node: string;
  readonly state: string;
  readonly business: string;
  readonly recall: string;
  readonly amendment: string;
  readonly published: number;
  readonly attempt: number;
  readonly deadline_at: number;
  readonly last: number;
  readonly changed_at: number;
  readonly code: string | null;
  readonly reason: string | null;
}

/** The time of the next try where the clerk asked for it: before all others, and not put off. */
export const askedFor = 0;

export const deliveryColumns =
  'packet_id, recipient, node, state, business, recall, amendment, published, attempt, deadline_at, last, changed_at, code, reason';

export const machines = {
  state: 'transport',
  business: 'business',
  recall: 'recall',
  amendment: 'amendment',
} as const;

/** What a change sets, and why; what is left out stays. */
export interface DeliveryChange {
  readonly state?: DeliveryState;
  readonly business?: string;
  readonly recall?: string;
  readonly amendment?: string;
  /** For the history: `confirmed`, `receipt`, `deadline`, `status {packet id}` … */
  readonly cause: string;
  readonly at: Date;
  /** Set where the packet was published once more. */
  readonly retryAt?: Date;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
}

const ofPacket = `SELECT j.key AS asked, ${deliveryColumns} FROM json_each(?1) j
  CROSS JOIN delivery ON packet_id = j.value ORDER BY j.key, recipient`;
const ofPacketAmong = `SELECT j.key AS asked, ${deliveryColumns} FROM json_each(?1) j CROSS JOIN json_each(j.value, '$[1]') r
  CROSS JOIN delivery ON packet_id = j.value ->> 0 AND recipient = r.value ORDER BY j.key, recipient`;

/** The deliveries of a packet, or those of them to these agencies, in the order of their recipients' codes. */
export function readDeliveries(
  source: RowSource,
  packetId: string,
  recipients?: readonly string[],
): Promise<DeliveryRow[]> {
  return recipients
    ? source.rowsFor<DeliveryRow>(ofPacketAmong, [packetId, [...new Set(recipients)]])
    : source.rowsFor<DeliveryRow>(ofPacket, packetId);
}

/** Those to agencies that a node serves: of a circular, few of thousands. */
export function deliveriesAt(source: RowSource, packetId: string, node: string): Promise<DeliveryRow[]> {
  return source.all<DeliveryRow>(
    `SELECT ${deliveryColumns} FROM delivery WHERE packet_id = ? AND node = ? ORDER BY recipient`,
    [packetId, node],
  );
}

/** The delivery to an agency, by either of its codes. */
export async function findDelivery(
  source: RowSource,
  packetId: string,
  recipient: string,
): Promise<DeliveryRow | undefined> {
  const [row] = await readDeliveries(source, packetId, [recipient]);
  if (row) return row;
  const codes = await codesOf(source, recipient);
  const [other] = codes.length < 2 ? [] : await readDeliveries(source, packetId, codes);
  return other;
}

/**
 * Changes deliveries of one packet. Those that the transport table does not let go to the new state must have been left
 * out by the caller. @throws EdocError `lifecycle.unknown-state`, `store.busy` where another state is stored by now
 */
export async function changeDeliveries(
  unit: Unit,
  packetId: string,
  rows: readonly DeliveryRow[],
  change: DeliveryChange,
): Promise<void> {
  await changeStates(unit, packetId, rows, change);
  if (change.state !== undefined || change.business !== undefined)
    await countStates(unit, packetId, rows, change);
  if (change.recall !== undefined || change.state === 'refused') await summariseRecall(unit, packetId);
}

/** Those of the rows that may go to the state. @throws EdocError `lifecycle.unknown-state` */
export function movable(rows: readonly DeliveryRow[], to: DeliveryState): DeliveryRow[] {
  return rows.filter((row) => deliveryStep(row.state, to));
}

/** A packet without queued deliveries has nothing to publish for the first time. */
export async function leaveOutbox(unit: Unit, packetId: string): Promise<void> {
  await unit.change(
    `DELETE FROM outbox WHERE packet_id IN (SELECT value FROM json_each(?1)) AND type = 'packet'
     AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.packet_id = outbox.packet_id AND state = 'queued')`,
    [packetId],
  );
}

export function toDelivery(row: DeliveryRow): DeliveryRecord {
  return {
    packetId: row.packet_id,
    recipient: organId(row.recipient),
    node: row.node,
    state: deliveryState(row.state),
    business: businessState(row.business),
    recall: recallState(row.recall),
    amendment: amendmentState(row.amendment),
    published: row.published === 1,
    attempt: row.attempt,
    deadlineAt: new Date(row.deadline_at),
    changedAt: new Date(row.changed_at),
    ...optional('code', row.code),
    ...optional('reason', row.reason),
  };
}

const changeOfStates = `UPDATE delivery SET
    state = c.state, business = c.business, recall = c.recall, amendment = c.amendment,
    published = MAX(published, c.again), attempt = attempt + c.again,
    retry_at = CASE WHEN c.state = 'sent' THEN COALESCE(c.retry_at, delivery.retry_at) END,
    -- A try after the deadline is the last one.
    last = CASE WHEN c.again THEN deadline_at <= c.at ELSE last END,
    -- Why it stood where it stood says nothing about where it stands now.
    code = CASE WHEN delivery.state = c.state THEN COALESCE(c.code, delivery.code) ELSE c.code END,
    reason = CASE WHEN delivery.state = c.state THEN COALESCE(c.reason, delivery.reason) ELSE c.reason END,
    changed_at = c.at
  FROM ${givenAs(
    ...['packet_id', 'recipient', 'from_state', 'from_business', 'from_recall', 'from_amendment'],
    ...['state', 'business', 'recall', 'amendment', 'again', 'retry_at', 'at', 'code', 'reason'],
  )}
  WHERE delivery.packet_id = c.packet_id AND delivery.recipient = c.recipient
    AND delivery.state = c.from_state AND delivery.business = c.from_business
    AND delivery.recall = c.from_recall AND delivery.amendment = c.from_amendment`;

async function changeStates(
  unit: Unit,
  packetId: string,
  rows: readonly DeliveryRow[],
  change: DeliveryChange,
): Promise<void> {
  if (rows.length === 0) return;
  const { at, retryAt, code, reason } = change;
  const changes = rows.map((row) => ({ row, next: nextStates(row, change) }));
  await unit.change(
    changeOfStates,
    changes.map(({ row, next }) => [
      ...[packetId, row.recipient, row.state, row.business, row.recall, row.amendment],
      ...[next.state, next.business, next.recall, next.amendment],
      ...[retryAt ? 1 : 0, retryAt?.getTime() ?? null, at.getTime(), code ?? null, reason ?? null],
    ]),
    true,
  );
  for (const { row, next } of changes) {
    for (const field of ['state', 'business', 'recall', 'amendment'] as const) {
      if (row[field] === next[field]) continue;
      unit.insert('history', {
        packet_id: packetId,
        side: 'out',
        agency: row.recipient,
        machine: machines[field],
        from_state: row[field],
        to_state: next[field],
        cause: change.cause,
        at: at.getTime(),
      });
    }
  }
}

function nextStates(row: DeliveryRow, change: DeliveryChange) {
  return {
    state: change.state ?? row.state,
    business: change.business ?? row.business,
    recall: change.recall ?? row.recall,
    amendment: change.amendment ?? row.amendment,
  };
}

/** The counter of the sender's entry in which a transport state is counted. */
const counters: Readonly<Record<DeliveryState, string>> = {
  queued: 'queued',
  sent: 'sent',
  refused: 'problems',
  undeliverable: 'problems',
  expired: 'problems',
  delivered: 'delivered',
  withdrawn: 'withdrawn',
};

/** A document that the recipient's office refused (02) is a problem for its sender, however well it was delivered. */
function counterOf(at: { readonly state: string; readonly business: string }): string {
  return at.business === '02' ? 'problems' : counters[deliveryState(at.state)];
}

const counted = ['queued', 'sent', 'problems', 'delivered', 'withdrawn'];
const changeOfCounts = `UPDATE entry SET ${counted.map((name) => `${name} = entry.${name} + c.${name}`).join(', ')},
    state = CASE WHEN entry.queued + c.queued > 0 THEN 'queued' WHEN entry.sent + c.sent > 0 THEN 'sent'
                 WHEN entry.problems + c.problems > 0 THEN 'problem'
                 WHEN entry.delivered + c.delivered > 0 THEN 'delivered' ELSE 'withdrawn' END
  FROM ${givenAs('packet_id', ...counted)} WHERE entry.packet_id = c.packet_id
    -- The plus keeps SQLite from going through all that was ever sent.
    AND +entry.box = 'out'`;

/** Keeps the counts in the sender's entry, and its state: the furthest behind. A status packet has no entry. */
async function countStates(
  unit: Unit,
  packetId: string,
  rows: readonly DeliveryRow[],
  { state, business }: DeliveryChange,
): Promise<void> {
  const by: Record<string, number> = {};
  for (const row of rows) {
    const left = counterOf(row);
    const entered = counterOf({ state: state ?? row.state, business: business ?? row.business });
    by[left] = (by[left] ?? 0) - 1;
    by[entered] = (by[entered] ?? 0) + 1;
  }
  if (Object.values(by).every((difference) => difference === 0)) return;
  await unit.change(changeOfCounts, [[packetId, ...counted.map((counter) => by[counter] ?? 0)]]);
}

/** The entry's recall is that of its deliveries which needs attention most; where a node refused the packet none is due. */
async function summariseRecall(unit: Unit, packetId: string): Promise<void> {
  await unit.run(
    `UPDATE entry SET recall = (
       SELECT CASE WHEN SUM(recall = 'requested') > 0 THEN 'requested'
                   WHEN SUM(recall = 'declined') > 0 THEN 'declined'
                   WHEN SUM(recall = 'agreed') > 0 THEN 'agreed' ELSE 'none' END
       FROM delivery WHERE packet_id = ?1 AND state <> 'refused')
     WHERE packet_id = ?1 AND box = 'out'`,
    [packetId],
  );
}
