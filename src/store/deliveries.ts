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
import { EdocError } from '../errors.js';
import { codesOf } from './agencies.js';
import type { RowSource } from './log-rows.js';
import { optional } from './optional.js';
import type { DeliveryRecord } from './records.js';
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

/** The deliveries of a packet, or those of them to these agencies, in the order of their recipients' codes. */
export function readDeliveries(
  source: RowSource,
  packetId: string,
  recipients?: readonly string[],
): Promise<DeliveryRow[]> {
  const among = recipients ? 'AND recipient IN (SELECT value FROM json_each(?))' : '';
  return source.all<DeliveryRow>(
    `SELECT ${deliveryColumns} FROM delivery WHERE packet_id = ? ${among} ORDER BY recipient`,
    recipients ? [packetId, JSON.stringify(recipients)] : [packetId],
  );
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
  const sql = `SELECT ${deliveryColumns} FROM delivery
    WHERE packet_id = ? AND recipient IN (SELECT value FROM json_each(?)) LIMIT 1`;
  const [row] = await source.all<DeliveryRow>(sql, [packetId, JSON.stringify([recipient])]);
  if (row) return row;
  const codes = await codesOf(source, recipient);
  const [other] =
    codes.length < 2 ? [] : await source.all<DeliveryRow>(sql, [packetId, JSON.stringify(codes)]);
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
  for (const group of equalStates(rows)) await changeEqual(unit, packetId, group, change);
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
  await unit.run(
    `DELETE FROM outbox WHERE packet_id = ?1 AND type = 'packet'
     AND NOT EXISTS (SELECT 1 FROM delivery WHERE packet_id = ?1 AND state = 'queued')`,
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

/** The rows in groups that start from the same states. */
function equalStates(rows: readonly DeliveryRow[]): Iterable<DeliveryRow[]> {
  const groups = new Map<string, DeliveryRow[]>();
  for (const row of rows) {
    const from = [row.state, row.business, row.recall, row.amendment].join(' ');
    const group = groups.get(from);
    if (group) group.push(row);
    else groups.set(from, [row]);
  }
  return groups.values();
}

/** Changes rows that all start from the same states. */
async function changeEqual(
  unit: Unit,
  packetId: string,
  rows: readonly DeliveryRow[],
  change: DeliveryChange,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const next = {
    state: change.state ?? first.state,
    business: change.business ?? first.business,
    recall: change.recall ?? first.recall,
    amendment: change.amendment ?? first.amendment,
  };
  const changed = await unit.run(
    `UPDATE delivery SET state = ?, business = ?, recall = ?, amendment = ?,
       published = MAX(published, ?), attempt = attempt + ?,
       retry_at = CASE WHEN ? = 'sent' THEN COALESCE(?, retry_at) END,
       last = CASE WHEN ? THEN deadline_at <= ? ELSE last END,
       code = CASE WHEN state = ? THEN COALESCE(?, code) ELSE ? END,
       reason = CASE WHEN state = ? THEN COALESCE(?, reason) ELSE ? END, changed_at = ?
     WHERE packet_id = ? AND state = ? AND business = ? AND recall = ? AND amendment = ?
       AND recipient IN (SELECT value FROM json_each(?))`,
    [
      next.state,
      next.business,
      next.recall,
      next.amendment,
      change.retryAt ? 1 : 0,
      change.retryAt ? 1 : 0,
      next.state,
      change.retryAt?.getTime() ?? null,
      // A try after the deadline is the last one.
      ...[change.retryAt ? 1 : 0, change.at.getTime()],
      // Why it stood where it stood says nothing about where it stands now.
      ...[next.state, change.code ?? null, change.code ?? null],
      ...[next.state, change.reason ?? null, change.reason ?? null],
      change.at.getTime(),
      packetId,
      first.state,
      first.business,
      first.recall,
      first.amendment,
      JSON.stringify(rows.map((row) => row.recipient)),
    ],
  );
  if (changed !== rows.length) throw new EdocError('store.busy');
  for (const row of rows) {
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
        at: change.at.getTime(),
      });
    }
  }
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

/** Keeps the counts in the sender's entry, and its state: the furthest behind. A status packet has no entry. */
async function countStates(
  unit: Unit,
  packetId: string,
  rows: readonly DeliveryRow[],
  { state, business }: DeliveryChange,
): Promise<void> {
  const by = { queued: 0, sent: 0, problems: 0, delivered: 0, withdrawn: 0 } as Record<string, number>;
  for (const row of rows) {
    const left = counterOf(row);
    const entered = counterOf({ state: state ?? row.state, business: business ?? row.business });
    by[left] = (by[left] ?? 0) - 1;
    by[entered] = (by[entered] ?? 0) + 1;
  }
  if (Object.values(by).every((difference) => difference === 0)) return;
  await unit.run(
    `UPDATE entry SET queued = queued + ?1, sent = sent + ?2, problems = problems + ?3,
       delivered = delivered + ?4, withdrawn = withdrawn + ?5,
       state = CASE WHEN queued + ?1 > 0 THEN 'queued' WHEN sent + ?2 > 0 THEN 'sent'
                    WHEN problems + ?3 > 0 THEN 'problem' WHEN delivered + ?4 > 0 THEN 'delivered'
                    ELSE 'withdrawn' END
     WHERE packet_id = ?6 AND box = 'out'`,
    [
      by['queued'] ?? 0,
      by['sent'] ?? 0,
      by['problems'] ?? 0,
      by['delivered'] ?? 0,
      by['withdrawn'] ?? 0,
      packetId,
    ],
  );
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
