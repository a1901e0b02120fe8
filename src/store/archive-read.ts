/** Reading about the archive: what could go there, page by page, and what is there. */
import { type OpenReason, openReason, unarchived } from './archive-order.js';
import type { RowSource } from './log-rows.js';
import type { NamedContent } from './snapshot.js';

/** That the evidence of a document lies outside the store. */
export interface ArchivedRecord {
  readonly at: Date;
  /** The container's name in the archive, such as `2024/03/PACKET.asice`. */
  readonly container: string;
  /** Of the container. */
  readonly sha256: string;
  /** Octets. */
  readonly size: number;
  /** Absent until its contents were looked at and those removed that nothing else needs. */
  readonly contentsRemovedAt?: Date;
}

/** A document that is old enough. */
export interface ArchiveCandidate {
  readonly packetId: string;
  /** When it was sent or received. */
  readonly at: Date;
  /** Absent: its exchange is over. */
  readonly open?: OpenReason;
}

/** Where a page ended. */
export type ArchivePlace = Pick<ArchiveCandidate, 'at' | 'packetId'>;

interface ArchivedRow {
  readonly at: number;
  readonly container: string;
  readonly sha256: string;
  readonly size: number;
  readonly contents_removed_at: number | null;
}

export async function archivedRecord(
  source: RowSource,
  packetId: string,
): Promise<ArchivedRecord | undefined> {
  const [row] = await source.all<ArchivedRow>(
    'SELECT at, container, sha256, size, contents_removed_at FROM archived WHERE packet_id = ?',
    [packetId],
  );
  if (!row) return undefined;
  const { container, sha256, size, contents_removed_at: removed } = row;
  return {
    ...{ at: new Date(row.at), container, sha256, size },
    ...(removed === null ? {} : { contentsRemovedAt: new Date(removed) }),
  };
}

/** Documents sent or received before a moment that are not archived, oldest first, over or not. */
export async function archiveCandidates(
  source: RowSource,
  { before, after, limit }: { readonly before: Date; readonly after?: ArchivePlace; readonly limit: number },
): Promise<ArchiveCandidate[]> {
  const rows = await source.all<{ id: string; at: number; open: OpenReason | null }>(
    `SELECT p.id, p.at, ${openReason('p.id')} AS open FROM ${unarchived} AND (p.at, p.id) > (?2, ?3)
     ORDER BY p.at, p.id LIMIT ?4`,
    [before.getTime(), after?.at.getTime() ?? -1, after?.packetId ?? '', limit],
  );
  return rows.map(({ id, at, open }) => ({
    ...{ packetId: id, at: new Date(at) },
    ...(open === null ? {} : { open }),
  }));
}

/** How many there are, over or not. */
export async function archiveCandidateCount(source: RowSource, before: Date): Promise<number> {
  const [row] = await source.all<{ count: number }>(`SELECT COUNT(*) AS count FROM ${unarchived}`, [
    before.getTime(),
  ]);
  return row?.count ?? 0;
}

/** The contents of a document, each once, with their octets. */
export async function contentsOf(source: RowSource, packetId: string): Promise<NamedContent[]> {
  return await source.all<NamedContent>(
    'SELECT sha256, MAX(size) AS size FROM attachment WHERE packet_id = ? GROUP BY sha256 ORDER BY sha256',
    [packetId],
  );
}

const needing = `attachment o WHERE o.sha256 = ?
  AND NOT EXISTS (SELECT 1 FROM archived a WHERE a.packet_id = o.packet_id)`;

/** True where a document that is not archived has the content. */
export async function isNeeded(source: RowSource, sha256: string): Promise<boolean> {
  // From the youngest on: the oldest are archived first, and a form letter has thousands of them.
  const rows = await source.all(`SELECT 1 FROM ${needing} ORDER BY o.packet_id DESC LIMIT 1`, [sha256]);
  return rows.length > 0;
}

/** How many documents that are not archived have the content. */
export async function neededBy(source: RowSource, sha256: string): Promise<number> {
  const [row] = await source.all<{ count: number }>(
    `SELECT COUNT(DISTINCT o.packet_id) AS count FROM ${needing}`,
    [sha256],
  );
  return row?.count ?? 0;
}
