/** What goes into a container: the list of files with their digests, and where their octets come from. */
import { createHash } from 'node:crypto';
import { type Packet, writeReadable } from '../../edoc/index.js';
import { EdocError } from '../../errors.js';
import { type SignedFile, writeContainerManifest } from '../../signing/index.js';
import {
  attachmentFiles,
  documentName,
  manifestName,
  messageName,
  readableType,
  receiptName,
  sealedType,
  signatureName,
  statusName,
} from './layout.js';

/** A sealed file with the name that it gets in its folder. */
export interface NamedOctets {
  readonly name: string;
  readonly octets: Buffer;
}

export interface ContainerSource {
  /** The sealed packet and what it says. */
  readonly octets: Buffer;
  readonly packet: Packet;
  readonly receipts: readonly NamedOctets[];
  readonly statuses: readonly NamedOctets[];
  /** The octets of an attachment that travels beside its packet, by its SHA-256. */
  attachment(sha256: string): AsyncIterable<Uint8Array>;
}

export interface ContainerFile {
  readonly name: string;
  /** Octets. */
  readonly size: number;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
}

export type PlannedFile = ContainerFile & SignedFile;

/** In the order in which they stand in the container. Nothing is read here but what is in memory already. */
export async function planContainer(source: ContainerSource): Promise<PlannedFile[]> {
  const { octets, packet, receipts, statuses } = source;
  const readable = Buffer.from(await writeReadable(packet.message, packet.contents));
  return [
    fileOf(documentName, octets, sealedType),
    fileOf(messageName, readable, readableType),
    ...attachmentsOf(source),
    ...receipts.map((file) => fileOf(receiptName(file.name), file.octets, sealedType)),
    ...statuses.map((file) => fileOf(statusName(file.name), file.octets, sealedType)),
  ];
}

/** The files of the container, its seal's and its list behind them. */
export function withSignature(files: readonly PlannedFile[], signature: string): ContainerFile[] {
  const manifest = Buffer.from(writeContainerManifest(files));
  const seal = Buffer.from(signature);
  return [
    ...files,
    { name: manifestName, size: manifest.length, content: manifest },
    { name: signatureName, size: seal.length, content: seal },
  ];
}

function fileOf(name: string, octets: Buffer, mimeType: string): PlannedFile {
  return { name, mimeType, sha256: sha256(octets), size: octets.length, content: octets };
}

function attachmentsOf({ packet, attachment }: ContainerSource): PlannedFile[] {
  const { contents, inline } = packet;
  const files = attachmentFiles(contents);
  return contents.map(({ transfer, sha256, size }, index) => {
    const file = files[index] ?? { name: '', mimeType: '', sha256 };
    const here = transfer === 'inline' ? inline[index] : undefined;
    return { ...file, size, content: here ?? asSigned(attachment(sha256), file) };
  });
}

/** @throws EdocError `container.unfinished` where other octets come than were signed */
async function* asSigned(
  content: AsyncIterable<Uint8Array>,
  { name, sha256: signed }: SignedFile,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== signed) throw new EdocError('container.unfinished', { place: name });
}

function sha256(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex');
}
