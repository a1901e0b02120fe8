/** How much is where, for the node's status. */
import type { RowSource } from './log-rows.js';
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
    statuses: number;
    events: number;
  }>(
    `SELECT (SELECT COUNT(*) FROM entry WHERE box = 'out' AND problems > 0) AS problems,
       (SELECT COUNT(*) FROM outbox WHERE type = 'packet') AS packets,
       (SELECT COUNT(*) FROM outbox WHERE type = 'receipt') AS receipts,
       (SELECT COUNT(*) FROM delivery WHERE retry_at IS NOT NULL) AS unanswered,
       (SELECT COUNT(*) FROM quarantine WHERE state = 'kept') AS quarantined,
       (SELECT COUNT(*) FROM status WHERE standing = 'waiting') AS statuses,
       (SELECT COALESCE(MAX(sequence), 0) FROM event) AS events`,
  );
  return {
    entries,
    withProblems: rest?.problems ?? 0,
    waiting: { packets: rest?.packets ?? 0, receipts: rest?.receipts ?? 0 },
    unanswered: rest?.unanswered ?? 0,
    quarantined: rest?.quarantined ?? 0,
    waitingStatuses: rest?.statuses ?? 0,
    events: rest?.events ?? 0,
  };
}
