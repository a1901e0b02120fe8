/**
 * All that the register holds about one document: the packet, verified once more before anything is taken out of it, its
 * receipts and statuses, and the way to its attachments.
 */
import { type Packet, readPacket } from '../../edoc/index.js';
import { EdocError } from '../../errors.js';
import type { NamedOctets } from '../../evidence/index.js';
import { joinFile, packetSeal, readProperties, trustFromPem, verifySeal } from '../../signing/index.js';
import {
  type ArchivedRecord,
  ContentFolder,
  type DocumentRecord,
  type EvidenceState,
  type ReceiptRecord,
  type StatusRecord,
  type StoreReader,
} from '../../store/index.js';
import type { AgentPlace } from '../agent/directory.js';
import { readStoredDocument } from '../clerk/stored-message.js';
import { readNamedFile } from '../files-read.js';
import { safeNames } from '../new-files.js';

export interface CollectedDocument {
  readonly packetId: string;
  /** The packet with the time stamps and answers on revocation that were gathered for it, and what it says. */
  readonly octets: Buffer;
  readonly packet: Packet;
  readonly receipts: readonly NamedOctets[];
  readonly statuses: readonly NamedOctets[];
  readonly contents: ContentFolder;
  /** Set where its evidence lies in the archive. */
  readonly archived?: ArchivedRecord;
}

/** @throws EdocError `store.not-found`, `store.ambiguous`, `seal.…`, `packet.…` */
export async function collectDocument(
  register: StoreReader,
  place: AgentPlace,
  id: string,
): Promise<CollectedDocument> {
  const document = await register.document(id);
  const { packetId } = document;
  const { bytes } = await readStoredDocument(register, document);
  return {
    packetId,
    octets: await augmented(register, document, bytes),
    packet: await verifiedPacket(place, document, bytes),
    receipts: receiptFiles(await register.receipts(packetId)),
    statuses: await statusFiles(register, await register.statuses(packetId)),
    contents: new ContentFolder(place.config.data),
    ...(document.archived ? { archived: document.archived } : {}),
  };
}

/** @throws EdocError `content.archived` with the container that has them, `content.missing` */
export async function requireContents({
  packetId,
  packet,
  contents,
  archived,
}: CollectedDocument): Promise<void> {
  for (const { transfer, sha256 } of packet.contents) {
    if (transfer !== 'parts' || (await contents.has(sha256))) continue;
    if (!archived) throw new EdocError('content.missing', { detail: { sha256 } });
    const { at, container } = archived;
    throw new EdocError('content.archived', {
      detail: { packet: packetId, at: at.toISOString(), container },
    });
  }
}

/** As of the time at which the packet was taken: that its certificate has run out since changes nothing. */
async function verifiedPacket(
  { config }: AgentPlace,
  { packets }: DocumentRecord,
  bytes: Buffer,
): Promise<Packet> {
  const trust = trustFromPem((await readNamedFile(config.trust)).toString('utf8'));
  const at = packets[0]?.at ?? new Date();
  return readPacket(await verifySeal(bytes, packetSeal, trust, { at }));
}

async function augmented(
  register: StoreReader,
  { packetId, packets }: DocumentRecord,
  sealed: Buffer,
): Promise<Buffer> {
  const stored = await register.packetEvidence(packetId, packets[0]?.direction ?? 'in');
  return stored ? withEvidence(stored.bytes, stored.evidence) : sealed;
}

function withEvidence(sealed: Buffer, { properties }: EvidenceState): Buffer {
  return properties === undefined ? sealed : joinFile(sealed, readProperties(properties));
}

function receiptFiles(receipts: readonly ReceiptRecord[]): NamedOctets[] {
  const names = receipts.map(({ agency, direction, outcome }) => {
    const own = direction === 'issued' ? '-issued' : '';
    return `receipt-${agency}${outcome === 'refused' ? '-refused' : ''}${own}.xml`;
  });
  return named(
    names,
    receipts.map(({ bytes, evidence }) => withEvidence(bytes, evidence)),
  );
}

async function statusFiles(register: StoreReader, statuses: readonly StatusRecord[]): Promise<NamedOctets[]> {
  const names: string[] = [];
  const all: Buffer[] = [];
  for (const { packetId, direction, code, sender } of statuses) {
    const stored = await register.packetEvidence(packetId, direction);
    if (!stored) continue;
    names.push(`status-${sender}-${code}.edxml`);
    all.push(withEvidence(stored.bytes, stored.evidence));
  }
  return named(names, all);
}

function named(names: readonly string[], octets: readonly Buffer[]): NamedOctets[] {
  const unique = safeNames(names);
  return octets.map((each, index) => ({ name: unique[index] ?? String(index + 1), octets: each }));
}
