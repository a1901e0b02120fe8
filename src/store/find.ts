/** Finding a document by what a person has at hand: the packet id, the beginning of it, or number and notation. */
import { type OrganId, organId } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { type ArchivedRecord, archivedRecord } from './archive-read.js';
import { type EntryRecord, entriesOf } from './list.js';
import type { RowSource } from './log-rows.js';
import { optional } from './optional.js';
import { codeKey } from './packet-rows.js';
import type { AttachmentRecord, Direction } from './records.js';

export interface DocumentRecord {
  readonly packetId: string;
  readonly sender: OrganId;
  readonly entries: readonly EntryRecord[];
  readonly attachments: readonly AttachmentRecord[];
  /** One where the packet came in or went out; two where this node serves both ends. */
  readonly packets: readonly StoredPacket[];
  /** Set where its evidence lies in the archive: its attachments may not be in the store any more. */
  readonly archived?: ArchivedRecord;
}

export interface StoredPacket {
  readonly direction: Direction;
  readonly sha256: string;
  /** Octets. */
  readonly size: number;
  readonly at: Date;
  /** For one that came in. */
  readonly senderNode?: string;
  readonly sealCertificateSha256?: string;
}

/** Fewer characters of a packet id name nothing. */
const shortestPrefix = 6;
const listedCandidates = 10;

/** @throws EdocError `store.not-found`; `store.ambiguous`, whose detail lists candidates */
export async function findDocument(source: RowSource, id: string): Promise<DocumentRecord> {
  const packetId = await resolve(source, id.trim());
  const packets = await source.all<PacketRow>(
    `SELECT direction, sha256, size, at, sender, sender_node, seal_certificate FROM packet
     WHERE id = ? AND kind = 'document' ORDER BY direction`,
    [packetId],
  );
  const [first] = packets;
  if (!first) throw notFound(id);
  return {
    packetId,
    sender: organId(first.sender),
    entries: await entriesOf(source, packetId),
    attachments: await attachmentsOf(source, packetId, first.direction),
    packets: packets.map((row) => ({
      direction: row.direction,
      sha256: row.sha256,
      size: row.size,
      at: new Date(row.at),
      ...optional('senderNode', row.sender_node),
      ...optional('sealCertificateSha256', row.seal_certificate),
    })),
    ...optional('archived', await archivedRecord(source, packetId)),
  };
}

export async function attachmentsOf(
  source: RowSource,
  packetId: string,
  direction: Direction,
): Promise<AttachmentRecord[]> {
  const rows = await source.rowsFor<AttachmentRow>(
    `SELECT j.key AS asked, name, content_type, sha256, size, transfer FROM json_each(?1) j
     CROSS JOIN attachment ON packet_id = j.value ->> 0 AND direction = j.value ->> 1 ORDER BY j.key, ordinal`,
    [packetId, direction],
  );
  return rows.map(({ name, content_type: contentType, sha256, size, transfer }) => ({
    name,
    contentType,
    sha256,
    size,
    transfer,
  }));
}

interface AttachmentRow extends Omit<AttachmentRecord, 'contentType'> {
  readonly content_type: string;
}

interface PacketRow {
  readonly direction: Direction;
  readonly sha256: string;
  readonly size: number;
  readonly at: number;
  readonly sender: string;
  readonly sender_node: string | null;
  readonly seal_certificate: string | null;
}

/** The one packet id that is meant. */
async function resolve(source: RowSource, id: string): Promise<string> {
  const candidates = new Map<string, string>();
  for (const row of await byPrefix(source, id.toLowerCase())) candidates.set(row.packet_id, row.code);
  for (const row of await byCode(source, id)) candidates.set(row.packet_id, row.code);
  if (candidates.has(id.toLowerCase())) return id.toLowerCase();
  const [found, ...more] = candidates.keys();
  if (found === undefined) throw notFound(id);
  if (more.length === 0) return found;
  const listed = [...candidates]
    .slice(0, listedCandidates)
    .map(([packetId, code]) => `${packetId} (${code})`);
  throw new EdocError('store.ambiguous', {
    detail: { id, candidates: listed.join(', ') + (candidates.size > listedCandidates ? ', …' : '') },
  });
}

interface Candidate {
  readonly packet_id: string;
  readonly code: string;
}

async function byPrefix(source: RowSource, prefix: string): Promise<Candidate[]> {
  if (prefix.length < shortestPrefix || !/^[0-9a-f-]+$/.test(prefix)) return [];
  return await source.all<Candidate>(
    `SELECT DISTINCT packet_id, code FROM entry WHERE packet_id >= ? AND packet_id < ? ORDER BY packet_id LIMIT ?`,
    [prefix, `${prefix}g`, listedCandidates + 1],
  );
}

async function byCode(source: RowSource, code: string): Promise<Candidate[]> {
  return await source.all<Candidate>(
    `SELECT DISTINCT packet_id, code FROM entry WHERE code_key = ? ORDER BY packet_id DESC LIMIT ?`,
    [codeKey(code), listedCandidates + 1],
  );
}

function notFound(id: string): EdocError {
  return new EdocError('store.not-found', { detail: { id: id.slice(0, 60) } });
}
