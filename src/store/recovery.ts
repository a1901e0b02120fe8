/** What a restored store still asks of its peers (`spec/recovery.md`): restores, requests and their answers. */
import type { OrganId } from '../edoc/index.js';
import { organId } from '../edoc/index.js';
import { versionInForce } from './agencies.js';
import type { Commits } from './commits.js';
import type { Database } from './database.js';
import type { LogHead } from './log-entry.js';

/** A restore whose peers have not all answered. */
export interface OpenRestore {
  readonly key: number;
  readonly backupAt: Date;
  readonly restoredAt: Date;
  /** True while the directory in force is the one of the backup: what came later reached the node that is lost. */
  readonly directoryIsOld: boolean;
}

export interface PeerNode {
  readonly node: string;
  /** One of its agencies, to which requests are addressed. */
  readonly recipient: OrganId;
}

export interface NewResyncRequest {
  readonly restore: number;
  readonly agency: OrganId;
  readonly node: string;
  readonly id: string;
  readonly sha256: string;
  readonly bytes: Buffer;
  readonly publishAt: Date;
}

export interface ResyncRequestItem {
  readonly id: string;
  readonly node: string;
  readonly attempt: number;
  readonly bytes: Buffer;
}

export interface RecoveryCounts {
  readonly backupAt: Date;
  readonly restoredAt: Date;
  readonly asked: number;
  readonly answered: number;
  /** Packets that came back so far. */
  readonly returned: number;
  /** Nodes that have not answered, some of them. */
  readonly waitingFor: readonly string[];
}

/** What was sent and has no receipt gets this long again: its receipt may have come to the node that is lost. */
const freshTermMs = 72 * 3_600_000;
/** A node that has not answered until then is not waited for; what it gives back later is taken all the same. */
const longestMs = 31 * 24 * 3_600_000;
const namedNodes = 20;

export class Recovery {
  readonly #reading: Database;
  readonly #commits: Commits;

  constructor(reading: Database, commits: Commits) {
    this.#reading = reading;
    this.#commits = commits;
  }

  /** Says in the store itself that it was restored, and when the backup was made. */
  begin(restore: {
    readonly backupAt: Date;
    readonly restoredAt: Date;
    readonly log: LogHead;
  }): Promise<void> {
    const restoredAt = restore.restoredAt.getTime();
    return this.#commits.do({
      touches: 'everything',
      octets: 0,
      run: async (unit) => {
        await unit.run(
          `INSERT INTO restore (backup_at, restored_at, sequence, directory) VALUES (?, ?, ?, ${versionInForce})`,
          [restore.backupAt.getTime(), restoredAt, restore.log.sequence],
        );
        await unit.run(
          `UPDATE delivery SET deadline_at = MAX(deadline_at, ?1), last = 0,
             retry_at = CASE WHEN state = 'sent' THEN MIN(COALESCE(retry_at, ?2), ?2) ELSE retry_at END
           WHERE state IN ('queued', 'sent')`,
          [restoredAt + freshTermMs, restoredAt],
        );
        unit.event({
          kind: 'store.restored',
          detail: { backup: restore.backupAt.toISOString(), sequence: restore.log.sequence },
        });
      },
    });
  }

  async open(): Promise<OpenRestore | undefined> {
    const row = await this.#reading.first<{
      key: number;
      backup_at: number;
      restored_at: number;
      old: number;
    }>(
      `SELECT key, backup_at, restored_at, directory IS ${versionInForce} AS old FROM restore
       WHERE finished_at IS NULL ORDER BY key DESC LIMIT 1`,
    );
    return (
      row && {
        key: row.key,
        backupAt: new Date(row.backup_at),
        restoredAt: new Date(row.restored_at),
        directoryIsOld: row.old === 1,
      }
    );
  }

  /** Nodes of the directory in force, this one left out, that were not asked for the agency. */
  async unasked(restore: number, agency: OrganId, ownNode: string, limit: number): Promise<PeerNode[]> {
    const rows = await this.#reading.all<{ node: string; code: string }>(
      `SELECT node, code FROM (
         SELECT node, code, ROW_NUMBER() OVER (PARTITION BY node ORDER BY state <> 'active', code) AS place
         FROM directory_agency WHERE version = ${versionInForce}) peer
       WHERE place = 1 AND node <> ?1 AND NOT EXISTS (
         SELECT 1 FROM resync_request r WHERE r.restore = ?2 AND r.agency = ?3 AND r.node = peer.node)
       ORDER BY node LIMIT ?4`,
      [ownNode, restore, agency, limit],
    );
    return rows.map(({ node, code }) => ({ node, recipient: organId(code) }));
  }

  /** Kept before they are published. */
  keepRequests(requests: readonly NewResyncRequest[]): Promise<void> {
    return this.#commits.do({
      touches: [],
      octets: requests.reduce((sum, { bytes }) => sum + bytes.length, 0),
      run: async (unit) => {
        for (const { restore, agency, node, id, sha256, bytes, publishAt } of requests) {
          await unit.run(
            `INSERT INTO resync_request (restore, agency, node, id, sha256, bytes, publish_at)
             VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
            [restore, agency, node, id, sha256, bytes, publishAt.getTime()],
          );
        }
      },
    });
  }

  /** Requests without an answer that are to be published, for the first time or again. */
  async due(restore: number, now: Date, limit: number): Promise<ResyncRequestItem[]> {
    return this.#reading.all<ResyncRequestItem>(
      `SELECT id, node, attempt, bytes FROM resync_request
       WHERE restore = ? AND outcome IS NULL AND publish_at <= ? ORDER BY publish_at LIMIT ?`,
      [restore, now.getTime(), limit],
    );
  }

  published(id: string, again: Date): Promise<void> {
    return this.#commits.do({
      touches: [],
      octets: 0,
      run: async (unit) => {
        await unit.run('UPDATE resync_request SET attempt = attempt + 1, publish_at = ? WHERE id = ?', [
          again.getTime(),
          id,
        ]);
      },
    });
  }

  /** The request with this id, where this node made one. */
  async request(id: string): Promise<{ readonly node: string; readonly sha256: string } | undefined> {
    return this.#reading.first<{ node: string; sha256: string }>(
      'SELECT node, sha256 FROM resync_request WHERE id = ?',
      [id],
    );
  }

  /** A node has given back all that it has, or refuses to. */
  answered(id: string, outcome: 'accepted' | 'refused', code: string | undefined, at: Date): Promise<void> {
    return this.#commits.do({
      touches: [],
      octets: 0,
      run: async (unit) => {
        const changed = await unit.run(
          `UPDATE resync_request SET outcome = ?, code = ?, answered_at = ? WHERE id = ? AND outcome IS NULL`,
          [outcome, code ?? null, at.getTime(), id],
        );
        if (changed === 0) return;
        unit.event({ kind: `resync.${outcome}`, detail: { request: id, ...(code ? { code } : {}) } });
      },
    });
  }

  /** True where a request to the node for one of our agencies waits for its answer. */
  async waitsFor(node: string): Promise<boolean> {
    const row = await this.#reading.first('SELECT 1 FROM resync_request WHERE node = ? LIMIT 1', [node]);
    return row !== undefined;
  }

  /** The restore is over where everybody has answered who was asked and is still there, or after 31 days; true where it is now. */
  finish(restore: number, at: Date): Promise<boolean> {
    return this.#commits.do({
      touches: [],
      octets: 0,
      run: async (unit) => {
        const changed = await unit.run(
          `UPDATE restore SET finished_at = ?1 WHERE key <= ?2 AND finished_at IS NULL AND (restored_at < ?3
             OR NOT EXISTS (SELECT 1 FROM resync_request WHERE restore = ?2 AND outcome IS NULL AND node IN (
               SELECT node FROM directory_agency WHERE version = ${versionInForce})))`,
          [at.getTime(), restore, at.getTime() - longestMs],
        );
        if (changed === 0) return false;
        const open = await unit.first<{ nodes: number }>(
          'SELECT COUNT(DISTINCT node) AS nodes FROM resync_request WHERE restore = ? AND outcome IS NULL',
          [restore],
        );
        unit.event({ kind: 'store.recovered', detail: { unanswered: open?.nodes ?? 0 } });
        return true;
      },
    });
  }

  /** Of the restore that is under way. */
  async counts(): Promise<RecoveryCounts | undefined> {
    const restore = await this.open();
    if (!restore) return undefined;
    const row = await this.#reading.first<{ asked: number; answered: number; returned: number }>(
      `SELECT COUNT(*) AS asked, COUNT(outcome) AS answered,
         (SELECT COUNT(*) FROM returned WHERE at >= ?2) AS returned FROM resync_request WHERE restore = ?1`,
      [restore.key, restore.restoredAt.getTime()],
    );
    const waiting = await this.#reading.all<{ node: string }>(
      `SELECT DISTINCT node FROM resync_request WHERE restore = ? AND outcome IS NULL ORDER BY node LIMIT ${namedNodes}`,
      [restore.key],
    );
    return {
      backupAt: restore.backupAt,
      restoredAt: restore.restoredAt,
      asked: row?.asked ?? 0,
      answered: row?.answered ?? 0,
      returned: row?.returned ?? 0,
      waitingFor: waiting.map(({ node }) => node),
    };
  }
}
