/** Deliveries that people should look at: no receipt and the deadline near, given up, statuses that did not arrive. */
import { type DeliveryState, deliveryState, type OrganId, organId } from '../edoc/index.js';
import type { Commits } from './commits.js';
import type { Database } from './database.js';
import type { RowSource } from './log-rows.js';
import { optional } from './optional.js';

/** A delivery without receipt of which three quarters of the time to its deadline have passed. */
export interface UnansweredDelivery {
  readonly packetId: string;
  readonly recipient: OrganId;
  readonly node: string;
  readonly since: Date;
  readonly deadlineAt: Date;
}

export interface Attention {
  /** How many such deliveries there are, and the one whose deadline comes first. */
  readonly unanswered: { readonly count: number; readonly first?: UnansweredDelivery };
  /** Given up, and statuses that were refused, returned or given up, since the time asked for. */
  readonly expired: number;
  readonly undeliveredStatuses: number;
}

interface Row {
  readonly packet_id: string;
  readonly recipient: string;
  readonly node: string;
  readonly at: number;
  readonly deadline_at: number;
}

const columns = 'd.packet_id, d.recipient, d.node, p.at, d.deadline_at';
const ofPacket = `JOIN packet p ON p.id = d.packet_id AND p.direction = 'out'`;

/** Deliveries that one transaction marks. */
const warningBatch = 1_000;

/**
 * Marks deliveries of which people are to be warned, each once, with an entry of the event log, and returns those that were
 * not marked before. @param longestMs from submission to the latest deadline
 */
export async function warnUnanswered(
  reading: Database,
  commits: Commits,
  now: Date,
  longestMs: number,
): Promise<UnansweredDelivery[]> {
  const rows = await reading.all<Row>(
    `SELECT ${columns} FROM delivery d ${ofPacket}
     WHERE d.state IN ('queued', 'sent') AND d.deadline_at > ?1 AND d.deadline_at <= ?1 + ?2
       AND (d.deadline_at - ?1) * 4 <= d.deadline_at - p.at
       AND NOT EXISTS (SELECT 1 FROM delivery_warning w WHERE w.packet_id = d.packet_id AND w.recipient = d.recipient)
     ORDER BY d.deadline_at LIMIT ${warningBatch}`,
    [now.getTime(), Math.ceil(longestMs / 4)],
  );
  const warned = rows.map(toUnanswered);
  const done = await reading.first(`SELECT 1 FROM delivery_warning w WHERE ${isDecided} LIMIT 1`);
  if (warned.length === 0 && !done) return [];
  await commits.do({
    touches: [],
    octets: warned.length * 400,
    run: async (unit) => {
      await unit.run(`DELETE FROM delivery_warning AS w WHERE ${isDecided}`);
      for (const { packetId, recipient, node, deadlineAt } of warned) {
        const marked = await unit.run(
          'INSERT INTO delivery_warning (packet_id, recipient, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
          [packetId, recipient, now.getTime()],
        );
        if (marked === 0) continue;
        const detail = { node, deadline: deadlineAt.toISOString() };
        unit.event({ kind: 'delivery.unanswered', packetId, agency: recipient, detail });
      }
    },
  });
  return warned;
}

const isDecided = `NOT EXISTS (SELECT 1 FROM delivery d
  WHERE d.packet_id = w.packet_id AND d.recipient = w.recipient AND d.state IN ('queued', 'sent'))`;

const problems = `('refused', 'undeliverable', 'expired')`;

export async function attention(source: RowSource, since: Date): Promise<Attention> {
  const pending = `FROM delivery_warning w JOIN delivery d ON d.packet_id = w.packet_id AND d.recipient = w.recipient
    AND d.state IN ('queued', 'sent')`;
  const [counts] = await source.all<{ unanswered: number; expired: number; statuses: number }>(
    `SELECT (SELECT COUNT(*) ${pending}) AS unanswered,
       (SELECT COUNT(*) FROM delivery WHERE state = 'expired' AND changed_at >= ?1) AS expired,
       (SELECT COUNT(*) FROM delivery d JOIN status s ON s.packet_id = d.packet_id AND s.direction = 'out'
        WHERE d.state IN ${problems} AND d.changed_at >= ?1) AS statuses`,
    [since.getTime()],
  );
  const [first] = await source.all<Row>(
    `SELECT ${columns} ${pending} ${ofPacket} ORDER BY d.deadline_at, d.packet_id, d.recipient LIMIT 1`,
  );
  return {
    unanswered: { count: counts?.unanswered ?? 0, ...optional('first', first && toUnanswered(first)) },
    expired: counts?.expired ?? 0,
    undeliveredStatuses: counts?.statuses ?? 0,
  };
}

/** A status of ours that did not reach the agency that should know. */
export interface UndeliveredStatus {
  readonly packetId: string;
  /** The document that it speaks of. */
  readonly concerns?: string;
  readonly code: string;
  readonly recipient: OrganId;
  readonly state: DeliveryState;
  readonly reasonCode?: string;
  readonly at: Date;
}

/** The newest first. */
export interface UndeliveredOptions {
  readonly since: Date;
  readonly limit: number;
}

export async function undeliveredStatuses(
  source: RowSource,
  { since, limit }: UndeliveredOptions,
): Promise<UndeliveredStatus[]> {
  const rows = await source.all<{
    packet_id: string;
    concerns: string | null;
    code: string;
    recipient: string;
    state: string;
    reason_code: string | null;
    changed_at: number;
  }>(
    `SELECT d.packet_id, s.concerns, s.code, d.recipient, d.state, d.code AS reason_code, d.changed_at
     FROM delivery d JOIN status s ON s.packet_id = d.packet_id AND s.direction = 'out'
     WHERE d.state IN ${problems} AND d.changed_at >= ? ORDER BY d.changed_at DESC LIMIT ?`,
    [since.getTime(), limit],
  );
  return rows.map((row) => ({
    packetId: row.packet_id,
    ...optional('concerns', row.concerns),
    code: row.code,
    recipient: organId(row.recipient),
    state: deliveryState(row.state),
    ...optional('reasonCode', row.reason_code),
    at: new Date(row.changed_at),
  }));
}

function toUnanswered(row: Row): UnansweredDelivery {
  return {
    packetId: row.packet_id,
    recipient: organId(row.recipient),
    node: row.node,
    since: new Date(row.at),
    deadlineAt: new Date(row.deadline_at),
  };
}
