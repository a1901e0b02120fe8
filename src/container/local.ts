/** Where an entry stands: its local header and descriptor must say what the central directory says. */
import type { Entry, LocalFileHeader, ZipFile } from 'yauzl';
import { EdocError } from '../errors.js';
import type { ReadAt } from './end.js';
import { isLarge } from './entry-rules.js';
import { flags } from './form.js';

const descriptorMark = 0x08074b50;

/**
 * The offset behind the entry: header, data and descriptor.
 * @throws EdocError `container.header`, `container.extra-field`
 */
export async function checkLocal(zip: ZipFile, readAt: ReadAt, entry: Entry, place: string): Promise<number> {
  const local = await localHeader(zip, entry, place);
  if (local.extraFieldLength !== 0) {
    throw new EdocError('container.extra-field', { place, detail: { id: idOf(local.extraField) } });
  }
  const described = (entry.generalPurposeBitFlag & flags.descriptor) !== 0;
  const field = differingField(local, entry, described);
  if (field !== undefined) throw new EdocError('container.header', { place, detail: { field } });
  const dataEnd = local.fileDataStart + entry.compressedSize;
  return described ? dataEnd + (await checkDescriptor(readAt, entry, dataEnd, place)) : dataEnd;
}

/** Of a field too short to have one, what there is of it. */
function idOf(extraField: Buffer): number {
  return extraField.readUIntLE(0, Math.min(2, extraField.length));
}

async function localHeader(zip: ZipFile, entry: Entry, place: string): Promise<LocalFileHeader> {
  try {
    return await zip.readLocalFileHeaderPromise(entry);
  } catch (cause) {
    if (cause instanceof EdocError) throw cause;
    throw new EdocError('container.header', { place, detail: { field: 'place' }, cause });
  }
}

/** With a descriptor the header leaves sizes and checksum zero. */
function differingField(local: LocalFileHeader, entry: Entry, described: boolean): string | undefined {
  const crc32 = described ? 0 : entry.crc32;
  const compressed = described ? 0 : entry.compressedSize;
  const size = described ? 0 : entry.uncompressedSize;
  if (!local.fileName.equals(entry.fileNameRaw)) return 'name';
  if (local.compressionMethod !== entry.compressionMethod) return 'method';
  if (local.generalPurposeBitFlag !== entry.generalPurposeBitFlag) return 'flags';
  if (local.compressedSize !== compressed || local.uncompressedSize !== size) return 'size';
  if (local.crc32 !== crc32) return 'checksum';
  const sameTime =
    local.lastModFileDate === entry.lastModFileDate && local.lastModFileTime === entry.lastModFileTime;
  return sameTime ? undefined : 'time';
}

/** The descriptor's octets, with its mark (APPNOTE.TXT, 4.3.9). */
async function checkDescriptor(readAt: ReadAt, entry: Entry, at: number, place: string): Promise<number> {
  const large = isLarge(entry);
  const length = large ? 24 : 16;
  const octets = await readAt(at, length);
  const sizes = large
    ? [octets.readBigUInt64LE(8), octets.readBigUInt64LE(16)]
    : [BigInt(octets.readUInt32LE(8)), BigInt(octets.readUInt32LE(12))];
  const same =
    octets.readUInt32LE(0) === descriptorMark &&
    octets.readUInt32LE(4) === entry.crc32 &&
    sizes[0] === BigInt(entry.compressedSize) &&
    sizes[1] === BigInt(entry.uncompressedSize);
  if (!same) throw new EdocError('container.header', { place, detail: { field: 'descriptor' } });
  return length;
}
