/**
 * Writes ZIP archives, good and bad, field by field (APPNOTE.TXT). It shares no code with `src/container`, so that the
 * vectors also hold the two against each other.
 */
import { crc32, deflateRawSync } from 'node:zlib';

/** What a header says; each can be something else than what is so. */
export interface Header {
  readonly name: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly extra: Buffer;
}

export interface RawEntry {
  readonly name: string | Buffer;
  readonly content: Buffer;
  readonly deflated?: boolean;
  /** Sizes and checksum behind the data. */
  readonly descriptor?: boolean;
  /** Said in both headers. */
  readonly says?: Partial<Header>;
  /** Said in one of them only. */
  readonly local?: Partial<Header>;
  readonly central?: Partial<Header>;
  readonly comment?: Buffer;
  /** External attributes. */
  readonly attributes?: number;
  /** Octets before the entry that belong to nothing. */
  readonly gap?: Buffer;
  /** The offset that the central directory gives, from the one that it has. */
  readonly offset?: (offset: number, reached: number) => number;
  /** Left out of the central directory. */
  readonly hidden?: boolean;
  readonly descriptorCrc?: number;
}

export interface RawZip {
  readonly entries: readonly RawEntry[];
  /** Before the central directory. */
  readonly gap?: Buffer;
  readonly comment?: Buffer;
  /** Changes the fields of the end record. */
  readonly end?: (end: Buffer) => void;
  /** Stands before the end record: what claims to be ZIP64. */
  readonly beforeEnd?: (directory: number, at: number) => Buffer;
}

const time = 0x4000;
const date = 0x5cc1;
const utf8 = 0x0800;
const withDescriptor = 0x0008;
const plainFile = 0o100644 * 0x10000;

export function rawZip({ entries, gap, comment = Buffer.alloc(0), end, beforeEnd }: RawZip): Buffer {
  const parts: Buffer[] = [];
  const records: Buffer[] = [];
  let at = 0;
  const add = (octets: Buffer) => {
    parts.push(octets);
    at += octets.length;
  };
  for (const entry of entries) {
    if (entry.gap) add(entry.gap);
    const offset = (entry.offset ?? ((same) => same))(at, at);
    const data = entry.deflated ? deflateRawSync(entry.content) : entry.content;
    const header = headerOf(entry, data);
    const empty = entry.descriptor ? { crc: 0, packed: 0, size: 0 } : {};
    add(localHeader({ ...header, ...empty, ...entry.local }));
    add(data);
    if (entry.descriptor) add(descriptor({ ...header, crc: entry.descriptorCrc ?? header.crc }));
    if (!entry.hidden) records.push(centralRecord(entry, { ...header, ...entry.central }, offset));
  }
  if (gap) add(gap);
  const directory = at;
  for (const record of records) add(record);
  const size = at - directory;
  if (beforeEnd) add(beforeEnd(directory, at));
  const last = endRecord(records.length, size, directory, comment);
  end?.(last);
  return Buffer.concat([...parts, last]);
}

function headerOf({ name, content, deflated, descriptor: behind, says }: RawEntry, data: Buffer): Header {
  return {
    name: Buffer.isBuffer(name) ? name : Buffer.from(name),
    flags: utf8 | (behind ? withDescriptor : 0),
    method: deflated ? 8 : 0,
    crc: crc32(content),
    packed: data.length,
    size: content.length,
    extra: Buffer.alloc(0),
    ...says,
  };
}

function localHeader({ name, flags, method, crc, packed, size, extra }: Header): Buffer {
  const octets = Buffer.alloc(30);
  octets.writeUInt32LE(0x04034b50, 0);
  octets.writeUInt16LE(20, 4);
  octets.writeUInt16LE(flags, 6);
  octets.writeUInt16LE(method, 8);
  octets.writeUInt16LE(time, 10);
  octets.writeUInt16LE(date, 12);
  octets.writeUInt32LE(crc, 14);
  octets.writeUInt32LE(packed, 18);
  octets.writeUInt32LE(size, 22);
  octets.writeUInt16LE(name.length, 26);
  octets.writeUInt16LE(extra.length, 28);
  return Buffer.concat([octets, name, extra]);
}

function descriptor({ crc, packed, size }: Header): Buffer {
  const octets = Buffer.alloc(16);
  octets.writeUInt32LE(0x08074b50, 0);
  octets.writeUInt32LE(crc, 4);
  octets.writeUInt32LE(packed, 8);
  octets.writeUInt32LE(size, 12);
  return octets;
}

function centralRecord(
  { comment = Buffer.alloc(0), attributes = plainFile }: RawEntry,
  { name, flags, method, crc, packed, size, extra }: Header,
  offset: number,
): Buffer {
  const octets = Buffer.alloc(46);
  octets.writeUInt32LE(0x02014b50, 0);
  octets.writeUInt16LE(0x033f, 4);
  octets.writeUInt16LE(20, 6);
  octets.writeUInt16LE(flags, 8);
  octets.writeUInt16LE(method, 10);
  octets.writeUInt16LE(time, 12);
  octets.writeUInt16LE(date, 14);
  octets.writeUInt32LE(crc, 16);
  octets.writeUInt32LE(packed, 20);
  octets.writeUInt32LE(size, 24);
  octets.writeUInt16LE(name.length, 28);
  octets.writeUInt16LE(extra.length, 30);
  octets.writeUInt16LE(comment.length, 32);
  octets.writeUInt32LE(attributes, 38);
  octets.writeUInt32LE(offset, 42);
  return Buffer.concat([octets, name, extra, comment]);
}

export function endRecord(entries: number, size: number, directory: number, comment: Buffer): Buffer {
  const octets = Buffer.alloc(22);
  octets.writeUInt32LE(0x06054b50, 0);
  octets.writeUInt16LE(entries, 8);
  octets.writeUInt16LE(entries, 10);
  octets.writeUInt32LE(size, 12);
  octets.writeUInt32LE(directory, 16);
  octets.writeUInt16LE(comment.length, 20);
  return Buffer.concat([octets, comment]);
}

/** The ZIP64 record and its locator, for a directory that begins there (APPNOTE.TXT, 4.3.14 and 4.3.15). */
export function zip64End(entries: number, size: number, directory: number, at: number): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(0x033f, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(entries), 24);
  record.writeBigUInt64LE(BigInt(entries), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(directory), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(at), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator]);
}

/** An extra field (APPNOTE.TXT, 4.5.1). */
export function extraField(id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(data.length, 2);
  return Buffer.concat([head, data]);
}
