/**
 * The record that a document lies in the archive, and what may be removed for it. The record is written where the exchange is
 * over at that very moment, and before anything is removed; a step that comes later finds it.
 */
import { EdocError } from '../errors.js';
import { type OpenReason, openReason } from './archive-order.js';
import { type ArchivedRecord, archivedRecord, contentsOf, isNeeded } from './archive-read.js';
import type { Commits } from './commits.js';
import type { Database } from './database.js';
import { isNamedInQuarantine } from './quarantine-contents.js';
import type { NamedContent } from './snapshot.js';
import type { Unit } from './unit.js';

export interface ArchiveRequest extends Pick<ArchivedRecord, 'at' | 'container' | 'sha256' | 'size'> {
  readonly packetId: string;
  /** True where documents may go that nobody here has finished. */
  readonly unfinished: boolean;
}

export class Archive {
  readonly #reading: Database;
  readonly #commits: Commits;

  constructor(reading: Database, commits: Commits) {
    this.#reading = reading;
    this.#commits = commits;
  }

  /**
   * Records that the document is archived. One that is archived already keeps the record that it has, which is returned.
   * @throws EdocError `document.unknown`, `archive.open` with the reason in its detail
   */
  record(request: ArchiveRequest): Promise<ArchivedRecord> {
    return this.#commits.do({
      touches: [request.packetId],
      octets: 512,
      run: (unit) => record(unit, request),
    });
  }

  recordOf(packetId: string): Promise<ArchivedRecord | undefined> {
    return archivedRecord(this.#reading, packetId);
  }

  /** Archived documents whose contents were not looked at yet, by key. */
  async unfinished(
    after: number,
    limit: number,
  ): Promise<{ readonly key: number; readonly packetId: string }[]> {
    const rows = await this.#reading.all<{ key: number; packet_id: string }>(
      'SELECT key, packet_id FROM archived WHERE contents_removed_at IS NULL AND key > ? ORDER BY key LIMIT ?',
      [after, limit],
    );
    return rows.map(({ key, packet_id }) => ({ key, packetId: packet_id }));
  }

  contents(packetId: string): Promise<NamedContent[]> {
    return contentsOf(this.#reading, packetId);
  }

  /** True where a document that is not archived has the content: as of the last commit. */
  isNeeded(sha256: string): Promise<boolean> {
    return isNeeded(this.#reading, sha256);
  }

  /** True where a packet in quarantine names the content, which may still be taken: as of the last commit. */
  isQuarantined(sha256: string): Promise<boolean> {
    return isNamedInQuarantine(this.#reading, sha256);
  }

  /** Whatever could be removed for the document is removed; noted once. */
  removed(
    packetId: string,
    what: { readonly count: number; readonly octets: number },
    at: Date,
  ): Promise<void> {
    return this.#commits.do({
      touches: [packetId],
      octets: 256,
      run: async (unit) => {
        const changed = await unit.run(
          'UPDATE archived SET contents_removed_at = ? WHERE packet_id = ? AND contents_removed_at IS NULL',
          [at.getTime(), packetId],
        );
        if (changed === 0 || what.count === 0) return;
        unit.event({
          kind: 'contents.removed',
          packetId,
          detail: { contents: what.count, octets: what.octets },
        });
      },
    });
  }
}

async function record(
  unit: Unit,
  { packetId, at, container, sha256, size, unfinished }: ArchiveRequest,
): Promise<ArchivedRecord> {
  const known = await archivedRecord(unit, packetId);
  if (known) return known;
  const found = await unit.first<{ open: OpenReason | null }>(
    `SELECT ${openReason('p.id')} AS open FROM packet p WHERE p.id = ? AND p.kind = 'document' LIMIT 1`,
    [packetId],
  );
  if (!found) throw new EdocError('document.unknown', { detail: { packet: packetId } });
  const { open } = found;
  if (open !== null && !(open === 'unfinished' && unfinished)) {
    throw new EdocError('archive.open', { detail: { packet: packetId, reason: open } });
  }
  await unit.run('INSERT INTO archived (packet_id, at, container, sha256, size) VALUES (?, ?, ?, ?, ?)', [
    packetId,
    at.getTime(),
    container,
    sha256,
    size,
  ]);
  unit.event({ kind: 'document.archived', packetId, detail: { container, sha256, octets: size } });
  return { at, container, sha256, size };
}
