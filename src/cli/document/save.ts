/** One call of `edoc save`. The packet is verified once more before its attachments are taken out of it. */
import { join, resolve } from 'node:path';
import { type Packet, readPacket, writeReadable } from '../../edoc/index.js';
import { joinFile, packetSeal, readProperties, trustFromPem, verifySeal } from '../../signing/index.js';
import {
  ContentFolder,
  type DocumentRecord,
  type EvidenceState,
  type ReceiptRecord,
  type StatusRecord,
  type StoreReader,
} from '../../store/index.js';
import type { AgentPlace } from '../agent-directory.js';
import type { Cli } from '../command.js';
import { readNamedFile } from '../files-read.js';
import { type NewFile, safeNames, writeNewFiles } from '../new-files.js';
import { withRegister } from '../register.js';
import { readStoredDocument } from '../stored-message.js';

export function saveDocument(cli: Cli, id: string, to: string): Promise<void> {
  const { output } = cli;
  return withRegister(cli, async (register, place) => {
    const document = await register.document(id);
    const { bytes } = await readStoredDocument(register, document);
    const packet = await verifiedPacket(place, document, bytes);
    const files: NewFile[] = [
      { name: 'document.edxml', content: await augmented(register, document) },
      { name: 'message.xml', content: await writeReadable(packet.message, packet.contents) },
      ...receiptFiles(await register.receipts(document.packetId)),
      ...(await statusFiles(register, await register.statuses(document.packetId))),
      ...attachmentFiles(place, packet),
    ];
    const paths = await writeNewFiles(resolve(to), files);
    output.document({ packetId: document.packetId, files: paths });
    output.print(...paths);
  });
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

/** The packet with the time stamps and answers on revocation that were gathered for it. */
async function augmented(register: StoreReader, { packetId, packets }: DocumentRecord): Promise<Buffer> {
  const stored = await register.packetEvidence(packetId, packets[0]?.direction ?? 'in');
  return stored ? withEvidence(stored.bytes, stored.evidence) : Buffer.alloc(0);
}

function withEvidence(sealed: Buffer, { properties }: EvidenceState): Buffer {
  return properties === undefined ? sealed : joinFile(sealed, readProperties(properties));
}

function attachmentFiles({ config }: AgentPlace, packet: Packet): NewFile[] {
  const contents = new ContentFolder(config.data);
  const names = safeNames(packet.contents.map(({ name }) => name));
  let inline = 0;
  return packet.contents.map(({ transfer, sha256 }, index) => {
    const name = join('attachments', names[index] ?? String(index + 1));
    if (transfer === 'parts') return { name, content: contents.read(sha256) };
    const content = packet.inline[inline] ?? Buffer.alloc(0);
    inline += 1;
    return { name, content };
  });
}

function receiptFiles(receipts: readonly ReceiptRecord[]): NewFile[] {
  const names = receipts.map(({ agency, direction, outcome }) => {
    const own = direction === 'issued' ? '-issued' : '';
    return `receipt-${agency}${outcome === 'refused' ? '-refused' : ''}${own}.xml`;
  });
  const unique = safeNames(names);
  return receipts.map(({ bytes, evidence }, index) => ({
    name: unique[index] ?? '',
    content: withEvidence(bytes, evidence),
  }));
}

async function statusFiles(register: StoreReader, statuses: readonly StatusRecord[]): Promise<NewFile[]> {
  const files: { name: string; content: Buffer }[] = [];
  for (const { packetId, direction, code, sender } of statuses) {
    const status = await register.packetEvidence(packetId, direction);
    if (status) {
      const content = withEvidence(status.bytes, status.evidence);
      files.push({ name: `status-${sender}-${code}.edxml`, content });
    }
  }
  const unique = safeNames(files.map(({ name }) => name));
  return files.map(({ content }, index) => ({ name: unique[index] ?? '', content }));
}
