/**
 * The end of a container: where the central directory stands and how many entries it has. There is one way to say it:
 * no comment, nothing behind it, one disk, and ZIP64 only where an offset needs it (APPNOTE.TXT, 4.3.14 to 4.3.16).
 */
import { EdocError } from '../errors.js';
import { limits } from './limits.js';

export interface End {
  readonly entries: number;
  /** Offset of the central directory and its octets. */
  readonly directory: number;
  readonly directoryBytes: number;
}

/** Reads so many octets at an offset. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer>;

const endBytes = 22;
const locatorBytes = 20;
const end64Bytes = 56;
const endMark = 0x06054b50;
const locatorMark = 0x07064b50;
const end64Mark = 0x06064b50;
const longestComment = 0xffff;
/** Stands in a field of 32 bits whose value is in the ZIP64 record. */
const elsewhere = 0xffffffff;

/** @throws EdocError `container.not-zip`, `container.comment`, `container.stray-octets`, `container.zip64`, `container.malformed`, `container.limit` */
export async function readEnd(readAt: ReadAt, size: number): Promise<End> {
  const at = size - endBytes;
  if (at < 0) throw new EdocError('container.not-zip');
  const end = await readAt(at, endBytes);
  if (end.readUInt32LE(0) !== endMark) throw await otherEnd(readAt, size);
  if (end.readUInt16LE(20) !== 0) throw malformed('end');
  const entries = end.readUInt16LE(10);
  if (end.readUInt16LE(4) !== 0 || end.readUInt16LE(6) !== 0 || end.readUInt16LE(8) !== entries) {
    throw malformed('disks');
  }
  const directoryBytes = end.readUInt32LE(12);
  const { directory, after } = await placeOf(readAt, at, end.readUInt32LE(16), entries, directoryBytes);
  requireWithin('entries', entries, limits.entries);
  requireWithin('directoryBytes', directoryBytes, limits.directoryBytes);
  const end64 = directory + directoryBytes;
  if (end64 > after) throw new EdocError('container.overlap', { detail: { offset: after } });
  if (end64 < after) throw new EdocError('container.stray-octets', { detail: { offset: end64 } });
  return { entries, directory, directoryBytes };
}

/** Where the central directory begins, and where it must end. */
async function placeOf(
  readAt: ReadAt,
  at: number,
  offset: number,
  entries: number,
  directoryBytes: number,
): Promise<{ directory: number; after: number }> {
  const locator =
    at >= locatorBytes ? await readAt(at - locatorBytes, locatorBytes) : Buffer.alloc(locatorBytes);
  const isLarge = locator.readUInt32LE(0) === locatorMark;
  if (!isLarge && offset !== elsewhere) return { directory: offset, after: at };
  const start = at - locatorBytes - end64Bytes;
  if (!isLarge || offset !== elsewhere || start < 0) throw new EdocError('container.zip64');
  const record = await readAt(start, end64Bytes);
  const directory = Number(record.readBigUInt64LE(48));
  const fits =
    locator.readUInt32LE(4) === 0 &&
    locator.readBigUInt64LE(8) === BigInt(start) &&
    locator.readUInt32LE(16) === 1 &&
    record.readUInt32LE(0) === end64Mark &&
    record.readBigUInt64LE(4) === BigInt(end64Bytes - 12) &&
    record.readUInt32LE(16) === 0 &&
    record.readUInt32LE(20) === 0 &&
    record.readBigUInt64LE(24) === BigInt(entries) &&
    record.readBigUInt64LE(32) === BigInt(entries) &&
    record.readBigUInt64LE(40) === BigInt(directoryBytes) &&
    directory >= elsewhere;
  if (!fits) throw new EdocError('container.zip64');
  return { directory, after: start };
}

/** The file does not end with the record: a comment, something behind it, or no ZIP at all. */
async function otherEnd(readAt: ReadAt, size: number): Promise<EdocError> {
  const length = Math.min(size, endBytes + longestComment);
  const tail = await readAt(size - length, length);
  for (let at = length - endBytes; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endMark) continue;
    const behind = length - at - endBytes;
    if (tail.readUInt16LE(at + 20) === behind) return new EdocError('container.comment');
    return new EdocError('container.stray-octets', { detail: { offset: size - behind } });
  }
  return new EdocError('container.not-zip');
}

export function malformed(reason: string, cause?: unknown): EdocError {
  return new EdocError('container.malformed', { detail: { reason }, cause });
}

export function requireWithin(name: keyof typeof limits, value: number, max: number, place?: string): void {
  if (value > max) throw new EdocError('container.limit', { place, detail: { name, value, max } });
}
