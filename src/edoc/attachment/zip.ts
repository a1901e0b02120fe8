/**
 * As much of ZIP (PKWARE APPNOTE 6.3) as the unpacking of one file needs: the central directory, and one entry inflated
 * under a bound, with its CRC-32 checked. No ZIP64, no encryption, no several volumes.
 */
import { Inflate } from 'fflate';

export interface ZipEntry {
  readonly name: string;
  readonly directory: boolean;
  readonly encrypted: boolean;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc32: number;
  readonly packedSize: number;
  readonly size: number;
  /** Octets from the start of the file to the local header. */
  readonly offset: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const entryBytes = 46;
const localBytes = 30;
const maxComment = 65_535;
/** More entries than any office file has; beyond it a file is not looked into. */
const maxEntries = 10_000;
const inflateChunk = 65_536;

/** The entries, or undefined where the file is no ZIP that can be read. */
export function zipEntries(bytes: Uint8Array): ZipEntry[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = endOfDirectory(view);
  if (end === undefined) return undefined;
  const count = view.getUint16(end + 10, true);
  if (count > maxEntries) return undefined;
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index += 1) {
    if (at + entryBytes > end || view.getUint32(at, true) !== entrySignature) return undefined;
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const commentLength = view.getUint16(at + 32, true);
    const name = new TextDecoder().decode(bytes.subarray(at + entryBytes, at + entryBytes + nameLength));
    entries.push({
      name,
      directory: name.endsWith('/'),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      crc32: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += entryBytes + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** The entry's octets; undefined where they are damaged, longer than the directory says, or packed in another way. */
export function unzipEntry(bytes: Uint8Array, entry: ZipEntry): Buffer | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (entry.encrypted || entry.offset + localBytes > bytes.length) return undefined;
  if (view.getUint32(entry.offset, true) !== localSignature) return undefined;
  const start =
    entry.offset +
    localBytes +
    view.getUint16(entry.offset + 26, true) +
    view.getUint16(entry.offset + 28, true);
  if (start + entry.packedSize > bytes.length) return undefined;
  const packed = bytes.subarray(start, start + entry.packedSize);
  const whole = unpack(packed, entry);
  return whole && whole.length === entry.size && crc32(whole) === entry.crc32 ? whole : undefined;
}

function unpack(packed: Uint8Array, entry: ZipEntry): Buffer | undefined {
  if (entry.method === 0) return Buffer.from(packed);
  return entry.method === 8 ? inflate(packed, entry.size) : undefined;
}

function endOfDirectory(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - endBytes - maxComment);
  for (let at = view.byteLength - endBytes; at >= first; at -= 1) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  return undefined;
}

/** Stops as soon as more than `size` octets come out, whatever the directory promised. */
function inflate(packed: Uint8Array, size: number): Buffer | undefined {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((piece) => {
    length += piece.length;
    if (length <= size) pieces.push(piece);
  });
  try {
    for (let at = 0; at < packed.length && length <= size; at += inflateChunk) {
      stream.push(packed.subarray(at, at + inflateChunk), at + inflateChunk >= packed.length);
    }
  } catch {
    return undefined;
  }
  return length === size ? Buffer.concat(pieces) : undefined;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (crcTable[(value ^ byte) & 0xff] ?? 0);
  return (value ^ 0xffffffff) >>> 0;
}
