/** How much is where, for the node's status. */
import type { RowSource } from './log-rows.js';
import { onTheWay } from './part-sending.js';
import type { Direction } from './records.js';

export interface StoreCounts {
  /** Documents by register, agency and state as in the lists. */
  readonly entries: readonly {
    readonly box: Direction;
    readonly agency: string;
    readonly state: string;
    readonly count: number;
  }[];
  /** Sent documents with a delivery that is refused, undeliverable or expired. */
  readonly withProblems: number;
  /** Waiting to be published for the first time. */
  readonly waiting: { readonly packets: number; readonly receipts: number };
  /** Published, and no receipt yet. */
  readonly unanswered: number;
  readonly quarantined: number;
  /** Documents whose large attachments are on their way to the broker, and their parts. */
  readonly inParts: { readonly documents: number; readonly parts: number; readonly confirmed: number };
  /** Statuses whose document has not come. */
  readonly waitingStatuses: number;
  readonly events: number;
}

export async function storeCounts(source: RowSource): Promise<StoreCounts> {
  const entries = await source.all<StoreCounts['entries'][number]>(
    `SELECT box, agency, state, COUNT(*) AS count FROM entry GROUP BY box, agency, state`,
  );
  const [rest] = await source.all<{
    problems: number;
    packets: number;
    receipts: number;
    unanswered: number;
    quarantined: number;
    in_parts: number;
    parts: number;
    remaining_parts: number;
    statuses: number;
    events: number;
  }>(
    `SELECT (SELECT COUNT(*) FROM entry WHERE box = 'out' AND problems > 0) AS problems,
       (SELECT COUNT(*) FROM outbox WHERE type = 'packet') AS packets,
       (SELECT COUNT(*) FROM outbox WHERE type = 'receipt') AS receipts,
       (SELECT COUNT(*) FROM delivery WHERE retry_at IS NOT NULL) AS unanswered,
       (SELECT COUNT(*) FROM quarantine WHERE state = 'kept') AS quarantined,
       (SELECT COUNT(DISTINCT packet_id) FROM part_sending WHERE ${onTheWay}) AS in_parts,
       (SELECT COALESCE(SUM(parts), 0) FROM part_sending WHERE ${onTheWay}) AS parts,
       (SELECT COALESCE(SUM(remaining_parts), 0) FROM part_sending) AS remaining_parts,
       (SELECT COUNT(*) FROM status WHERE standing = 'waiting') AS statuses,
       (SELECT COALESCE(MAX(sequence), 0) FROM event) AS events`,
  );
  return {
    entries,
    withProblems: rest?.problems ?? 0,
    waiting: { packets: rest?.packets ?? 0, receipts: rest?.receipts ?? 0 },
    unanswered: rest?.unanswered ?? 0,
    quarantined: rest?.quarantined ?? 0,
    inParts: {
      documents: rest?.in_parts ?? 0,
      parts: rest?.parts ?? 0,
      confirmed: (rest?.parts ?? 0) - (rest?.remaining_parts ?? 0),
    },
    waitingStatuses: rest?.statuses ?? 0,
    events: rest?.events ?? 0,
  };
}
