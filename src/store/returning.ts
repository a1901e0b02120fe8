/** The other end of a resync (`spec/recovery.md`, section 4): what a peer asked for, and what there is to give back to it. */
import { type OrganId, organId } from '../edoc/index.js';
import { codesOf } from './agencies.js';
import type { Commits } from './commits.js';
import type { Database } from './database.js';
import { optional } from './optional.js';
import type { Direction } from './records.js';

/** A request of an agency's node; the last one for the agency counts. */
export interface ResyncJob {
  /** For which agency it asks. */
  readonly agency: OrganId;
  /** Ours, to which it was addressed. */
  readonly recipient: OrganId;
  readonly node: string;
  readonly id: string;
  readonly sha256: string;
  readonly since: Date;
  readonly askedAt: Date;
  /** Packets given back so far. */
  readonly items: number;
  /** Kept when all was given back, and perhaps not sent yet. */
  readonly receipt?: Buffer;
}

/** A large attachment, in octets. */
export interface ContentSize {
  readonly sha256: string;
  readonly size: number;
}

/** A packet with the receipts for it, as they were sealed. */
export interface ReturnItem {
  readonly packetId: string;
  readonly direction: Direction;
  readonly at: number;
  readonly packet: Buffer;
  readonly receipts: readonly Buffer[];
  readonly parts: readonly ContentSize[];
}

interface JobRow {
  readonly agency: string;
  readonly recipient: string;
  readonly node: string;
  readonly id: string;
  readonly sha256: string;
  readonly since: number;
  readonly after_at: number;
  readonly after_id: string;
  readonly items: number;
  readonly asked_at: number;
  readonly receipt: Buffer | null;
}

/** The answer to what is in quarantine is a refusal. */
const isRefused = `EXISTS (
    SELECT 1 FROM receipt r WHERE r.direction = 'issued' AND r.packet_id = q.message_id AND r.packet_sha256 = q.sha256)
  AND NOT EXISTS (SELECT 1 FROM packet k WHERE k.id = q.message_id AND k.direction = 'in' AND k.sha256 = q.sha256)`;

/** No receipt is waited for longer than this before the time that is asked for (`deadlineHours`, at most 30 days). */
const longestWayMs = 31 * 24 * 3_600_000;

export class Returning {
  readonly #reading: Database;
  readonly #commits: Commits;

  constructor(reading: Database, commits: Commits) {
    this.#reading = reading;
    this.#commits = commits;
  }

  /**
   * Keeps a request. `finished` with the receipt where this very one was answered before; one that is under way goes on
   * where it is.
   */
  take(job: Omit<ResyncJob, 'items' | 'receipt'>): Promise<{ readonly finished?: Buffer }> {
    return this.#commits.do({
      touches: [],
      octets: 512,
      run: async (unit) => {
        const known = await unit.first<{ id: string; receipt: Buffer | null }>(
          'SELECT id, receipt FROM resync_job WHERE agency = ?',
          [job.agency],
        );
        if (known?.id === job.id) return known.receipt ? { finished: known.receipt } : {};
        await unit.run(
          `INSERT OR REPLACE INTO resync_job
             (agency, recipient, node, id, sha256, since, after_at, after_id, items, asked_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, '', 0, ?)`,
          [
            job.agency,
            job.recipient,
            job.node,
            job.id,
            job.sha256,
            job.since.getTime(),
            job.since.getTime() - longestWayMs,
            job.askedAt.getTime(),
          ],
        );
        unit.event({
          kind: 'resync.asked',
          agency: job.agency,
          detail: { request: job.id, since: job.since.toISOString() },
        });
        return {};
      },
    });
  }

  /** The requests that are not answered yet, the oldest first. */
  async jobs(): Promise<ResyncJob[]> {
    const rows = await this.#reading.all<JobRow>(
      'SELECT * FROM resync_job WHERE finished_at IS NULL ORDER BY asked_at, agency LIMIT 100',
    );
    return rows.map((row) => ({
      agency: organId(row.agency),
      recipient: organId(row.recipient),
      node: row.node,
      id: row.id,
      sha256: row.sha256,
      since: new Date(row.since),
      askedAt: new Date(row.asked_at),
      items: row.items,
      ...optional('receipt', row.receipt),
    }));
  }

  /**
   * What comes next: packets of the agency that this node has accepted since then, packets to it whose accepting
   * receipt came since then or that still have none, and what came from its node and was refused since then, whichever of the node's
   * agencies sealed it. In the order in which this node took them.
   */
  async next(job: ResyncJob, limit: number): Promise<ReturnItem[]> {
    const codes = JSON.stringify(await codesOf(this.#reading, job.agency));
    const rows = await this.#reading.all<{
      id: string;
      direction: Direction;
      at: number;
      sha256: string;
      bytes: Buffer;
      parts: string;
    }>(
      `SELECT * FROM (SELECT p.id, p.direction, p.at, p.sha256, o.bytes, (
         SELECT json_group_array(json_object('sha256', a.sha256, 'size', a.size)) FROM attachment a
         WHERE a.packet_id = p.id AND a.direction = p.direction AND a.transfer = 'parts') AS parts
       FROM resync_job j JOIN packet p ON (p.at, p.id) > (j.after_at, j.after_id)
       JOIN packet_octets o ON o.packet_id = p.id AND o.direction = p.direction
       WHERE j.agency = ?1 AND j.id = ?2 AND (
         (p.direction = 'in' AND p.at >= j.since AND p.sender IN (SELECT value FROM json_each(?3)))
         OR (p.direction = 'out' AND EXISTS (
           SELECT 1 FROM delivery d WHERE d.packet_id = p.id AND d.recipient IN (SELECT value FROM json_each(?3))
             AND ((d.state = 'sent') OR (d.state = 'expired' AND d.changed_at >= j.since)
               OR (d.state = 'delivered' AND EXISTS (
                 SELECT 1 FROM receipt r WHERE r.direction = 'received' AND r.packet_id = p.id
                   AND r.agency = d.recipient AND r.outcome = 'accepted' AND r.at >= j.since))))))
       ORDER BY p.at, p.id LIMIT ?4)
       UNION ALL SELECT * FROM (SELECT q.message_id, 'in', q.at, q.sha256, q.bytes, '[]'
         FROM resync_job j JOIN quarantine q INDEXED BY quarantine_node ON q.sender_node = j.node
         WHERE j.agency = ?1 AND j.id = ?2 AND (q.at, q.message_id) > (j.after_at, j.after_id) AND q.at >= j.since
           AND q.type = 'packet' AND q.state = 'kept' AND ${isRefused}
         ORDER BY q.at, q.message_id LIMIT ?4)
       ORDER BY at, id LIMIT ?4`,
      [job.agency, job.id, codes, limit],
    );
    return Promise.all(
      rows.map(async (row) => ({
        packetId: row.id,
        direction: row.direction,
        at: row.at,
        packet: row.bytes,
        receipts: await this.#receipts(row, job.node),
        parts: contentSizes(row.parts),
      })),
    );
  }

  /** Up to here everything was published and confirmed. */
  advance(job: ResyncJob, last: ReturnItem, items: number): Promise<void> {
    return this.#commits.do({
      touches: [],
      octets: 0,
      run: async (unit) => {
        await unit.run(
          'UPDATE resync_job SET after_at = ?, after_id = ?, items = items + ? WHERE agency = ? AND id = ?',
          [last.at, last.packetId, items, job.agency, job.id],
        );
      },
    });
  }

  /** All was given back: the receipt that says so is kept before it is sent, and sent as often as it is asked for. */
  keepReceipt(job: ResyncJob, receipt: Buffer): Promise<void> {
    return this.#commits.do({
      touches: [],
      octets: receipt.length,
      run: async (unit) => {
        await unit.run('UPDATE resync_job SET receipt = ? WHERE agency = ? AND id = ?', [
          receipt,
          job.agency,
          job.id,
        ]);
        unit.event({
          kind: 'resync.answered',
          agency: job.agency,
          detail: { request: job.id, packets: job.items },
        });
      },
    });
  }

  /** The broker has the receipt. */
  finish(job: ResyncJob, at: Date): Promise<void> {
    return this.#commits.do({
      touches: [],
      octets: 0,
      run: async (unit) => {
        await unit.run('UPDATE resync_job SET finished_at = ? WHERE agency = ? AND id = ?', [
          at.getTime(),
          job.agency,
          job.id,
        ]);
      },
    });
  }

  /** Ours for a packet that came in; for one that went out those of the agencies at the node that asks. */
  async #receipts(
    { id, direction, sha256 }: { id: string; direction: Direction; sha256: string },
    node: string,
  ): Promise<Buffer[]> {
    const rows = await this.#reading.all<{ bytes: Buffer }>(
      direction === 'in'
        ? `SELECT COALESCE(n.bytes, r.bytes) AS bytes FROM receipt r LEFT JOIN receipt_renewal n ON n.receipt_key = r.key
           WHERE r.direction = 'issued' AND r.packet_id = ?1 AND r.packet_sha256 = ?2 ORDER BY r.key`
        : `SELECT r.bytes FROM receipt r JOIN delivery d ON d.packet_id = r.packet_id AND d.recipient = r.agency
           WHERE r.direction = 'received' AND r.packet_id = ?1 AND r.packet_sha256 = ?2 AND r.outcome = 'accepted'
             AND d.node = ?3 ORDER BY r.key`,
      direction === 'in' ? [id, sha256] : [id, sha256, node],
    );
    return rows.map(({ bytes }) => bytes);
  }
}

function contentSizes(json: string): readonly ContentSize[] {
  const sizes: readonly ContentSize[] = JSON.parse(json);
  return sizes;
}
