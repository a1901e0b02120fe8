/** The proof of time and standing that is kept beside each sealed file (`spec/evidence.md`, section 5). */
import type { Commits } from './commits.js';
import type { Database } from './database.js';
import type { RowSource } from './log-rows.js';
import { optional } from './optional.js';
import type { Direction } from './records.js';

export type EvidenceLevel = 'B' | 'T' | 'LT' | 'LTA';

/** Where a walk by the end of time stamps goes on. */
export type EvidenceEnd = Pick<EvidenceItem, 'key' | 'renewBefore'>;

/** A sealed file with what was put around it so far. */
export interface EvidenceItem {
  /** Grows in the order in which files were stored. */
  readonly key: number;
  readonly kind: 'packet' | 'receipt';
  readonly packetId: string;
  readonly level: EvidenceLevel;
  /** The sealed form. */
  readonly bytes: Buffer;
  /** `xades:UnsignedProperties`. */
  readonly properties?: string;
  /** When the certificate of the last time stamp's authority runs out. */
  readonly renewBefore?: Date;
}

export interface RaisedEvidence {
  readonly key: number;
  readonly level: EvidenceLevel;
  readonly properties: string;
  readonly provenAt?: Date;
  readonly renewBefore?: Date;
  /** Why it is no higher. */
  readonly gap?: string;
}

/** How much stands at each level, and since when the oldest file waits below the level that is asked for. */
export interface EvidenceCounts {
  readonly levels: Readonly<Record<EvidenceLevel, number>>;
  readonly oldest?: Date;
}

/** How far the evidence of one file is. */
export interface EvidenceState {
  readonly level: EvidenceLevel;
  readonly properties?: string;
  readonly provenAt?: Date;
  readonly renewBefore?: Date;
  readonly gap?: string;
}

interface ItemRow {
  readonly key: number;
  readonly kind: EvidenceItem['kind'];
  readonly packet_id: string;
  readonly level: EvidenceLevel;
  readonly bytes: Buffer;
  readonly properties: string | null;
  readonly renew_at: number | null;
}

const joined = `FROM evidence e LEFT JOIN packet_octets p ON p.key = e.packet_key LEFT JOIN receipt r ON r.key = e.receipt_key`;
const itemColumns = `e.key, CASE WHEN e.receipt_key IS NULL THEN 'packet' ELSE 'receipt' END AS kind,
  COALESCE(p.packet_id, r.packet_id) AS packet_id, e.level, COALESCE(p.bytes, r.bytes) AS bytes, e.properties, e.renew_at`;

export class Evidence {
  readonly #reading: Database;
  readonly #commits: Commits;

  constructor(reading: Database, commits: Commits) {
    this.#reading = reading;
    this.#commits = commits;
  }

  /** Files at one of the levels, in the order in which they were stored, after a key. */
  async below(levels: readonly EvidenceLevel[], after: number, limit: number): Promise<EvidenceItem[]> {
    // Level by level, so that the index gives the rows in order and none is sorted.
    const ranges = levels.map(
      () => 'SELECT * FROM (SELECT key FROM evidence WHERE level = ? AND key > ? ORDER BY key LIMIT ?)',
    );
    const rows = await this.#reading.all<ItemRow>(
      `SELECT ${itemColumns} ${joined} WHERE e.key IN (
         SELECT key FROM (${ranges.join(' UNION ALL ')}) ORDER BY key LIMIT ?) ORDER BY e.key`,
      [...levels.flatMap((level) => [level, after, limit]), limit],
    );
    return rows.map(toItem);
  }

  /** Files whose last time stamp can be verified only until then, the nearest end first, after one of them. */
  async ending(before: Date, limit: number, after?: EvidenceEnd): Promise<EvidenceItem[]> {
    const rows = await this.#reading.all<ItemRow>(
      `SELECT ${itemColumns} ${joined} WHERE e.renew_at < ? AND (e.renew_at, e.key) > (?, ?)
       ORDER BY e.renew_at, e.key LIMIT ?`,
      [before.getTime(), after?.renewBefore?.getTime() ?? 0, after?.key ?? 0, limit],
    );
    return rows.map(toItem);
  }

  /** @param below the levels that are not enough */
  counts(below: readonly EvidenceLevel[]): Promise<EvidenceCounts> {
    return evidenceCounts(this.#reading, below);
  }

  /**
   * People know that the packet and its receipts are below the level, and live with it: nobody is warned of them any more. Returns
   * how many files were not acknowledged before. @param below the levels that are not enough
   */
  acknowledge(packetId: string, below: readonly EvidenceLevel[], reason: string, at: Date): Promise<number> {
    return this.#commits.do({
      touches: [packetId],
      octets: 200,
      run: async (unit) => {
        const files = await unit.run(
          `INSERT INTO evidence_acknowledged (evidence_key, reason, at)
           SELECT key, ?1, ?2 FROM evidence WHERE level IN (SELECT value FROM json_each(?4)) AND (
             packet_key IN (SELECT key FROM packet_octets WHERE packet_id = ?3)
             OR receipt_key IN (SELECT key FROM receipt WHERE direction IN ('issued', 'received') AND packet_id = ?3))
           ON CONFLICT DO NOTHING`,
          [reason, at.getTime(), packetId, JSON.stringify(below)],
        );
        if (files > 0) unit.event({ kind: 'evidence.acknowledged', packetId, detail: { files } });
        return files;
      },
    });
  }

  /** The last CRL that came from an address. */
  async crl(url: string): Promise<{ readonly bytes: Buffer; readonly at: Date } | undefined> {
    const row = await this.#reading.first<{ bytes: Buffer; at: number }>(
      'SELECT bytes, at FROM crl WHERE url = ?',
      [url],
    );
    return row && { bytes: row.bytes, at: new Date(row.at) };
  }

  keepCrl(url: string, bytes: Buffer, at: Date): Promise<void> {
    return this.#commits.do({
      touches: [],
      octets: bytes.length,
      run: async (unit) => {
        await unit.run('INSERT OR REPLACE INTO crl (url, bytes, at) VALUES (?, ?, ?)', [
          url,
          bytes,
          at.getTime(),
        ]);
      },
    });
  }

  keep(raised: readonly RaisedEvidence[]): Promise<void> {
    return this.#commits.do({
      touches: [],
      octets: raised.reduce((sum, { properties }) => sum + properties.length, 0),
      run: async (unit) => {
        for (const { key, level, properties, provenAt, renewBefore, gap } of raised) {
          await unit.run(
            'UPDATE evidence SET level = ?, properties = ?, proven_at = ?, renew_at = ?, gap = ? WHERE key = ?',
            [
              level,
              properties === '' ? null : properties,
              provenAt?.getTime() ?? null,
              renewBefore?.getTime() ?? null,
              gap ?? null,
              key,
            ],
          );
        }
      },
    });
  }
}

function toItem(row: ItemRow): EvidenceItem {
  return {
    key: row.key,
    kind: row.kind,
    packetId: row.packet_id,
    level: row.level,
    bytes: row.bytes,
    ...optional('properties', row.properties),
    ...optional('renewBefore', row.renew_at === null ? undefined : new Date(row.renew_at)),
  };
}

/** @param below the levels that are not enough. */
export async function evidenceCounts(
  source: RowSource,
  below: readonly EvidenceLevel[],
): Promise<EvidenceCounts> {
  const rows = await source.all<{ level: EvidenceLevel; count: number }>(
    'SELECT level, COUNT(*) AS count FROM evidence GROUP BY level',
  );
  const levels = { B: 0, T: 0, LT: 0, LTA: 0 };
  for (const { level, count } of rows) levels[level] = count;
  const [oldest] = await source.all<{ at: number | null }>(
    `SELECT MIN(at) AS at FROM (${below
      .map(
        () =>
          `SELECT at FROM (SELECT COALESCE(r.at, (SELECT at FROM packet k WHERE k.id = p.packet_id AND k.direction = p.direction)) AS at
           ${joined} WHERE e.level = ? AND e.key NOT IN (SELECT evidence_key FROM evidence_acknowledged) ORDER BY e.key LIMIT 1)`,
      )
      .join(' UNION ALL ')})`,
    [...below],
  );
  return { levels, ...optional('oldest', oldest?.at == null ? undefined : new Date(oldest.at)) };
}

/** A sealed packet with its evidence. */
export async function packetEvidence(
  source: RowSource,
  packetId: string,
  direction: Direction,
): Promise<{ readonly bytes: Buffer; readonly evidence: EvidenceState } | undefined> {
  const [row] = await source.all<EvidenceRow & { bytes: Buffer }>(
    `SELECT p.bytes, ${evidenceColumns} FROM packet_octets p JOIN evidence e ON e.packet_key = p.key
     WHERE p.packet_id = ? AND p.direction = ?`,
    [packetId, direction],
  );
  return row && { bytes: row.bytes, evidence: toEvidenceState(row) };
}

export interface EvidenceRow {
  readonly level: EvidenceLevel;
  readonly properties: string | null;
  readonly proven_at: number | null;
  readonly renew_at: number | null;
  readonly gap: string | null;
}

/** Of the table under its alias `e`. */
export const evidenceColumns = 'e.level, e.properties, e.proven_at, e.renew_at, e.gap';

export function toEvidenceState(row: EvidenceRow): EvidenceState {
  return {
    level: row.level,
    ...optional('properties', row.properties),
    ...optional('provenAt', row.proven_at === null ? undefined : new Date(row.proven_at)),
    ...optional('renewBefore', row.renew_at === null ? undefined : new Date(row.renew_at)),
    ...optional('gap', row.gap),
  };
}
