/** How much waits where, and since when: by this it is seen that something is stuck. */
import type { EvidenceLevel } from './evidence.js';
import type { RowSource } from './log-rows.js';
import { optional } from './optional.js';

/** What waits in the store. `statuses`: those whose document has not come. */
export type StoredWork = 'outbox' | 'unanswered' | 'inbox' | 'quarantine' | 'statuses' | 'evidence';

export interface WaitingWork {
  readonly count: number;
  /** Since when the oldest waits. */
  readonly oldest?: Date;
}

/**
 * Each question goes by an index. Packet ids of our own begin with their time, so the smallest is the oldest.
 * @param below the levels of evidence that are not enough; empty where nothing is raised. What was acknowledged is not counted
 */
export async function waitingWork(
  source: RowSource,
  below: readonly EvidenceLevel[],
): Promise<Readonly<Record<StoredWork, WaitingWork>>> {
  const one = async (sql: string, values: readonly string[] = []): Promise<WaitingWork> => {
    const [row] = await source.all<{ count: number; oldest: number | null }>(sql, values);
    return {
      count: row?.count ?? 0,
      ...optional('oldest', row?.oldest == null ? undefined : new Date(row.oldest)),
    };
  };
  const levels = JSON.stringify(below);
  return {
    outbox: await one(
      'SELECT (SELECT COUNT(*) FROM outbox) AS count, (SELECT at FROM outbox ORDER BY id LIMIT 1) AS oldest',
    ),
    unanswered: await one(
      `SELECT (SELECT COUNT(*) FROM delivery WHERE retry_at IS NOT NULL) AS count,
         (SELECT at FROM packet WHERE direction = 'out'
            AND id = (SELECT MIN(packet_id) FROM delivery WHERE retry_at IS NOT NULL)) AS oldest`,
    ),
    inbox: await one(
      `SELECT (SELECT COUNT(*) FROM entry WHERE box = 'in' AND state = '01') AS count,
         (SELECT at FROM entry WHERE box = 'in' AND state = '01' ORDER BY key LIMIT 1) AS oldest`,
    ),
    quarantine: await one(
      `SELECT (SELECT COUNT(*) FROM quarantine WHERE state = 'kept') AS count,
         (SELECT at FROM quarantine WHERE state = 'kept' ORDER BY key LIMIT 1) AS oldest`,
    ),
    statuses: await one(`SELECT COUNT(*) AS count, MIN(at) AS oldest FROM status WHERE standing = 'waiting'`),
    evidence: await one(
      `SELECT (SELECT COUNT(*) FROM evidence WHERE level IN (SELECT value FROM json_each(?1)))
           - (SELECT COUNT(*) FROM evidence_acknowledged a JOIN evidence e ON e.key = a.evidence_key
              WHERE e.level IN (SELECT value FROM json_each(?1))) AS count,
         (SELECT COALESCE(r.at, k.at) FROM evidence e
          LEFT JOIN receipt r ON r.key = e.receipt_key
          LEFT JOIN packet_octets p ON p.key = e.packet_key
          LEFT JOIN packet k ON k.id = p.packet_id AND k.direction = p.direction
          WHERE e.key = (SELECT MIN(first) FROM (
            SELECT (SELECT MIN(key) FROM evidence WHERE level = l.value AND key NOT IN (SELECT evidence_key FROM evidence_acknowledged)) AS first FROM json_each(?1) l))) AS oldest`,
      [levels],
    ),
  };
}
