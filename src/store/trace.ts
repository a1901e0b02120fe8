/** What happened to one packet: its history, the statuses about it, its receipts. */
import { type DeliveryState, deliveryState, type OrganId, organId } from '../edoc/index.js';
import { type EvidenceRow, type EvidenceState, evidenceColumns, toEvidenceState } from './evidence.js';
import type { RowSource } from './log-rows.js';
import { optional } from './optional.js';
import type { Direction } from './records.js';

export interface HistoryRecord {
  /** `out`: a delivery, as the sender sees it. `in`: the entry of a recipient that this node serves. */
  readonly side: Direction;
  readonly agency: OrganId;
  readonly machine: 'transport' | 'business' | 'recall' | 'amendment';
  /** Absent at the beginning. */
  readonly from?: string;
  readonly to: string;
  /** `submitted`, `confirmed`, `returned`, `failed {code}`, `resend`, `receipt`, `deadline`, `withdrawn`, `arrived`, `clerk {code}`, `status {packet id}`. */
  readonly cause: string;
  readonly at: Date;
}

export interface StatusRecord {
  readonly packetId: string;
  readonly direction: Direction;
  readonly code: string;
  readonly sender: OrganId;
  readonly addressee: OrganId;
  readonly description: string;
  readonly staff?: string;
  /** `yyyy/MM/dd HH:mm:ss`, as the message has it. */
  readonly statedAt: string;
  readonly standing: 'sent' | 'applied' | 'late' | 'waiting' | 'unrelated';
  readonly at: Date;
  /** For one that this node sent: how it fares on its way, since when, and why it was refused. */
  readonly delivery?: { readonly state: DeliveryState; readonly at: Date; readonly code?: string };
}

export interface ReceiptRecord {
  readonly direction: 'issued' | 'received';
  readonly agency: OrganId;
  readonly packetSha256: string;
  readonly outcome: 'accepted' | 'refused';
  readonly code?: string;
  readonly reason?: string;
  readonly bytes: Buffer;
  readonly at: Date;
  readonly evidence: EvidenceState;
}

export async function historyOf(source: RowSource, packetId: string): Promise<HistoryRecord[]> {
  const rows = await source.all<{
    side: Direction;
    agency: string;
    machine: HistoryRecord['machine'];
    from_state: string | null;
    to_state: string;
    cause: string;
    at: number;
  }>(
    `SELECT side, agency, machine, from_state, to_state, cause, at FROM history WHERE packet_id = ? ORDER BY key`,
    [packetId],
  );
  return rows.map((row) => ({
    side: row.side,
    agency: organId(row.agency),
    machine: row.machine,
    ...optional('from', row.from_state),
    to: row.to_state,
    cause: row.cause,
    at: new Date(row.at),
  }));
}

/** Statuses that speak of this packet, in both directions, in the order they came. */
export async function statusesOf(source: RowSource, packetId: string): Promise<StatusRecord[]> {
  const rows = await source.all<{
    packet_id: string;
    direction: Direction;
    code: string;
    sender: string;
    addressee: string;
    description: string;
    staff: string | null;
    stated_at: string;
    standing: StatusRecord['standing'];
    at: number;
    delivery_state: string | null;
    delivery_at: number | null;
    delivery_code: string | null;
  }>(
    `SELECT s.packet_id, s.direction, s.code, sender, addressee, description, staff, stated_at, standing, at,
       d.state AS delivery_state, d.changed_at AS delivery_at, d.code AS delivery_code
     FROM status s LEFT JOIN delivery d ON s.direction = 'out' AND d.packet_id = s.packet_id
     WHERE concerns = ? ORDER BY s.key`,
    [packetId],
  );
  return rows.map((row) => ({
    packetId: row.packet_id,
    direction: row.direction,
    code: row.code,
    sender: organId(row.sender),
    addressee: organId(row.addressee),
    description: row.description,
    ...optional('staff', row.staff),
    statedAt: row.stated_at,
    standing: row.standing,
    at: new Date(row.at),
    ...(row.delivery_state === null
      ? {}
      : {
          delivery: {
            state: deliveryState(row.delivery_state),
            at: new Date(row.delivery_at ?? row.at),
            ...optional('code', row.delivery_code),
          },
        }),
  }));
}

/** Receipts that were given for this packet and those that came for it, with their octets. */
export async function receiptsOf(source: RowSource, packetId: string): Promise<ReceiptRecord[]> {
  const rows = await source.all<
    EvidenceRow & {
      direction: ReceiptRecord['direction'];
      agency: string;
      packet_sha256: string;
      outcome: ReceiptRecord['outcome'];
      code: string | null;
      reason: string | null;
      bytes: Buffer;
      at: number;
    }
  >(
    `SELECT direction, agency, packet_sha256, outcome, code, reason, bytes, at, ${evidenceColumns}
     FROM receipt JOIN evidence e ON e.receipt_key = receipt.key
     WHERE direction IN ('issued', 'received') AND packet_id = ? ORDER BY receipt.key`,
    [packetId],
  );
  return rows.map((row) => ({
    direction: row.direction,
    agency: organId(row.agency),
    packetSha256: row.packet_sha256,
    outcome: row.outcome,
    ...optional('code', row.code),
    ...optional('reason', row.reason),
    bytes: row.bytes,
    at: new Date(row.at),
    evidence: toEvidenceState(row),
  }));
}
