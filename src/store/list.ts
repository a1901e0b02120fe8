/** Pages of the register, newest first. A page goes by key, so the thousandth costs what the first did. */
import {
  type AmendmentState,
  amendmentState,
  type BusinessState,
  businessState,
  type OrganId,
  organId,
  type RecallState,
  recallState,
} from '../edoc/index.js';
import type { RowSource } from './log-rows.js';
import { optional } from './optional.js';
import type { Direction } from './records.js';

/** One line of a register: a document at the agency that received it (`in`) or sent it (`out`). */
export interface EntryRecord {
  /** Grows with time; the `before` of the next page is the last line's key. */
  readonly key: number;
  readonly box: Direction;
  readonly agency: OrganId;
  readonly packetId: string;
  /** The sender, or the first recipient. */
  readonly counterpart: OrganId;
  readonly counterpartName: string;
  readonly documentId: string;
  /** Number and notation: `123/UBND-VP`. */
  readonly code: string;
  readonly subject: string;
  readonly typeName: string;
  /** 0 new, 1 revoke, 2 update, 3 replace. */
  readonly businessType: number;
  readonly priority: number;
  /** `yyyy/MM/dd`, as in the message. */
  readonly promulgationDate: string;
  readonly dueDate?: string;
  /** Received or submitted. */
  readonly at: Date;
  readonly attachments: number;
  readonly attachmentBytes: number;
  /** The recipient's business state; `none` in a sender's register. */
  readonly business: BusinessState;
  readonly recall: RecallState;
  readonly amendment: AmendmentState;
  /** What the list shows and filters by: see {@link InboxState} and {@link OutboxState}. */
  readonly state: string;
  /** In a sender's register: how many deliveries are where. */
  readonly deliveries?: DeliveryCounts;
  /** Set where a delivery is near its deadline without receipt: when the first of them is given up. */
  readonly giveUpAt?: Date;
  /** Since when its evidence lies in the archive. */
  readonly archivedAt?: Date;
}

export interface DeliveryCounts {
  readonly queued: number;
  readonly sent: number;
  /** Refused, undeliverable and expired. */
  readonly problems: number;
  readonly delivered: number;
  readonly withdrawn: number;
}

/** The business state, or `withdrawn` once the recall was agreed to. */
export type InboxState = BusinessState | 'withdrawn';

/** The furthest behind of the deliveries, in this order. */
export type OutboxState = 'queued' | 'sent' | 'problem' | 'delivered' | 'withdrawn';

export interface PageOptions {
  readonly agency?: OrganId | undefined;
  /** 1 to 1,000. */
  readonly limit: number;
  /** Lines older than the one with this key. */
  readonly before?: number | undefined;
}

interface EntryRow {
  readonly key: number;
  readonly box: Direction;
  readonly agency: string;
  readonly packet_id: string;
  readonly counterpart: string;
  readonly counterpart_name: string;
  readonly document_id: string;
  readonly code: string;
  readonly subject: string;
  readonly type_name: string;
  readonly business_type: number;
  readonly priority: number;
  readonly promulgated: string;
  readonly due: string | null;
  readonly at: number;
  readonly attachments: number;
  readonly attachment_bytes: number;
  readonly business: string;
  readonly recall: string;
  readonly amendment: string;
  readonly state: string;
  readonly queued: number;
  readonly sent: number;
  readonly problems: number;
  readonly delivered: number;
  readonly withdrawn: number;
  readonly unanswered_deadline: number | null;
  readonly archived_at: number | null;
}

const columns = `key, box, agency, packet_id, counterpart, counterpart_name, document_id, code, subject, type_name,
  business_type, priority, promulgated, due, at, attachments, attachment_bytes, business, recall, amendment, state,
  queued, sent, problems, delivered, withdrawn,
  CASE box WHEN 'out' THEN (
    SELECT MIN(d.deadline_at) FROM delivery_warning w
    JOIN delivery d ON d.packet_id = w.packet_id AND d.recipient = w.recipient AND d.state IN ('queued', 'sent')
    WHERE w.packet_id = entry.packet_id) END AS unanswered_deadline,
  (SELECT a.at FROM archived a WHERE a.packet_id = entry.packet_id) AS archived_at`;

const largestPage = 1_000;

/** Received documents. Withdrawn ones only where that state is asked for. */
export function listInbox(
  source: RowSource,
  options: PageOptions & { readonly state?: InboxState | undefined },
): Promise<EntryRecord[]> {
  return list(source, `box = 'in'${options.state === undefined ? ` AND recall <> 'agreed'` : ''}`, options);
}

/** Sent documents. `problems`: those with at least one delivery that is refused (also by status 02), undeliverable or expired. */
export function listOutbox(
  source: RowSource,
  options: PageOptions & {
    readonly state?: OutboxState | undefined;
    readonly problems?: boolean | undefined;
  },
): Promise<EntryRecord[]> {
  return list(source, `box = 'out'${options.problems ? ' AND problems > 0' : ''}`, options);
}

/** All lines about one packet: a node can serve its sender and several of its recipients. */
export async function entriesOf(source: RowSource, packetId: string): Promise<EntryRecord[]> {
  const rows = await source.all<EntryRow>(`SELECT ${columns} FROM entry WHERE packet_id = ? ORDER BY key`, [
    packetId,
  ]);
  return rows.map(toEntry);
}

async function list(
  source: RowSource,
  box: string,
  options: PageOptions & { readonly state?: string | undefined },
): Promise<EntryRecord[]> {
  const { agency, state, before } = options;
  const conditions = [
    box,
    ...(agency === undefined ? [] : ['agency = ?']),
    ...(state === undefined ? [] : ['state = ?']),
    ...(before === undefined ? [] : ['key < ?']),
  ];
  const values = [agency, state, before].filter((value) => value !== undefined);
  const limit = Math.min(Math.max(1, Math.trunc(options.limit)), largestPage);
  const rows = await source.all<EntryRow>(
    `SELECT ${columns} FROM entry WHERE ${conditions.join(' AND ')} ORDER BY key DESC LIMIT ?`,
    [...values, limit],
  );
  return rows.map(toEntry);
}

function toEntry(row: EntryRow): EntryRecord {
  const { queued, sent, problems, delivered, withdrawn } = row;
  return {
    key: row.key,
    box: row.box,
    agency: organId(row.agency),
    packetId: row.packet_id,
    counterpart: organId(row.counterpart),
    counterpartName: row.counterpart_name,
    documentId: row.document_id,
    code: row.code,
    subject: row.subject,
    typeName: row.type_name,
    businessType: row.business_type,
    priority: row.priority,
    promulgationDate: row.promulgated,
    ...optional('dueDate', row.due),
    at: new Date(row.at),
    attachments: row.attachments,
    attachmentBytes: row.attachment_bytes,
    business: businessState(row.business),
    recall: recallState(row.recall),
    amendment: amendmentState(row.amendment),
    state: row.state,
    ...optional(
      'deliveries',
      row.box === 'out' ? { queued, sent, problems, delivered, withdrawn } : undefined,
    ),
    ...optional('giveUpAt', row.unanswered_deadline === null ? undefined : new Date(row.unanswered_deadline)),
    ...optional('archivedAt', row.archived_at === null ? undefined : new Date(row.archived_at)),
  };
}
