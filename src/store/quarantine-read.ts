/** Reading the quarantine: its list, one message, its octets, and the counters of each sending node. */
import type { RowSource } from './log-rows.js';
import { optional } from './optional.js';
import type { KeptMessage, Lane, QuarantineState } from './records.js';

/** A refused message, without its octets. */
export interface QuarantinedMessage {
  /** Its number at this node, which grows with time; the `before` of the next page is the last one's. */
  readonly key: number;
  readonly state: QuarantineState;
  readonly type: string;
  readonly messageId: string;
  /** Checked by the broker; empty where the message did not say. */
  readonly senderNode: string;
  readonly code: string;
  readonly place?: string;
  readonly sha256: string;
  /** Octets. */
  readonly size: number;
  /** True where a refusal was sealed for these octets and sent to the node. */
  readonly answered: boolean;
  readonly at: Date;
  /** When the sender says that it sent it. */
  readonly sentAt?: Date;
  /** How often it was given to the receiver again, when last, and why it was refused then. */
  readonly replays: number;
  readonly replayedAt?: Date;
  readonly replayCode?: string;
  /** When it was accepted or discarded, and why it was discarded. */
  readonly settledAt?: Date;
  readonly reason?: string;
}

export interface QuarantineOptions {
  /** 1 to 1,000. */
  readonly limit: number;
  readonly before?: number | undefined;
  /** Left out: those that somebody has to deal with, `kept`. */
  readonly state?: QuarantineState | 'all' | undefined;
  readonly node?: string | undefined;
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  /** The beginning of the message id: for packets and receipts the packet's. */
  readonly message?: string | undefined;
}

export interface QuarantineTotal {
  readonly node: string;
  /** Ever, and their octets. */
  readonly messages: number;
  readonly octets: number;
  /** Removed unseen to keep within the limits. */
  readonly dropped: number;
  readonly lastAt: Date;
}

interface Row {
  readonly key: number;
  readonly state: QuarantineState;
  readonly type: string;
  readonly message_id: string;
  readonly sender_node: string;
  readonly code: string;
  readonly place: string | null;
  readonly sha256: string;
  readonly size: number;
  readonly answered: number;
  readonly at: number;
  readonly sent_at: number | null;
  readonly replays: number;
  readonly replayed_at: number | null;
  readonly replay_code: string | null;
  readonly settled_at: number | null;
  readonly reason: string | null;
}

const columns = `key, state, type, message_id, sender_node, code, place, sha256, size, at, sent_at, replays, replayed_at,
  replay_code, settled_at, reason,
  EXISTS (SELECT 1 FROM receipt r WHERE r.direction = 'issued' AND r.packet_id = message_id
    AND r.packet_sha256 = sha256 AND r.outcome = 'refused') AS answered`;

const largestPage = 1_000;

/** Newest first. */
export async function listQuarantine(
  source: RowSource,
  { limit, before, state = 'kept', node, code, type, message }: QuarantineOptions,
): Promise<QuarantinedMessage[]> {
  const filters: (readonly [sql: string, value: string | number | undefined])[] = [
    ['key < ?', before],
    ['state = ?', state === 'all' ? undefined : state],
    ['sender_node = ?', node],
    ['code = ?', code],
    ['type = ?', type],
    ['instr(message_id, ?) = 1', message],
  ];
  const set = filters.filter(([, value]) => value !== undefined);
  const conditions = set.map(([sql]) => sql);
  const values = set.flatMap(([, value]) => (value === undefined ? [] : [value]));
  const rows = await source.all<Row>(
    `SELECT ${columns} FROM quarantine ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY key DESC LIMIT ?`,
    [...values, Math.min(Math.max(1, Math.trunc(limit)), largestPage)],
  );
  return rows.map(toMessage);
}

export async function quarantinedMessage(
  source: RowSource,
  id: number,
): Promise<QuarantinedMessage | undefined> {
  const [row] = await source.all<Row>(`SELECT ${columns} FROM quarantine WHERE key = ?`, [id]);
  return row && toMessage(row);
}

/** With its octets, as the receiver wants it. */
export async function keptMessage(source: RowSource, id: number): Promise<KeptMessage | undefined> {
  const [row] = await source.all<
    Row & {
      bytes: Buffer;
      lane: Lane;
      part_index: number | null;
      part_count: number | null;
      part_size: number | null;
    }
  >(
    `SELECT key, state, type, message_id, sender_node, code, bytes, lane, sent_at, part_index, part_count, part_size
     FROM quarantine WHERE key = ?`,
    [id],
  );
  if (!row) return undefined;
  const { part_index: index, part_count: count, part_size: size } = row;
  return {
    id: row.key,
    state: row.state,
    type: row.type,
    messageId: row.message_id,
    senderNode: row.sender_node,
    code: row.code,
    bytes: row.bytes,
    lane: row.lane,
    ...optional('sentAt', dateOf(row.sent_at)),
    ...optional('part', index === null || count === null || size === null ? null : { index, count, size }),
  };
}

/** By node, the most messages first. */
export async function quarantineTotals(source: RowSource): Promise<QuarantineTotal[]> {
  const rows = await source.all<{
    sender_node: string;
    messages: number;
    octets: number;
    dropped: number;
    last_at: number;
  }>('SELECT sender_node, messages, octets, dropped, last_at FROM quarantine_total ORDER BY messages DESC');
  return rows.map(({ sender_node, last_at, ...row }) => ({
    node: sender_node,
    ...row,
    lastAt: new Date(last_at),
  }));
}

function toMessage(row: Row): QuarantinedMessage {
  return {
    key: row.key,
    state: row.state,
    type: row.type,
    messageId: row.message_id,
    senderNode: row.sender_node,
    code: row.code,
    ...optional('place', row.place),
    sha256: row.sha256,
    size: row.size,
    answered: row.answered === 1,
    at: new Date(row.at),
    ...optional('sentAt', dateOf(row.sent_at)),
    replays: row.replays,
    ...optional('replayedAt', dateOf(row.replayed_at)),
    ...optional('replayCode', row.replay_code),
    ...optional('settledAt', dateOf(row.settled_at)),
    ...optional('reason', row.reason),
  };
}

function dateOf(time: number | null): Date | undefined {
  return time === null ? undefined : new Date(time);
}
