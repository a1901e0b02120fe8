/**
 * Two readers of ZIP that share nothing with `src/container`, each as one kind of program in the world reads: from the central
 * directory at the end, and from the first octet on as it comes out of a stream. What both see the same nobody sees otherwise.
 */
import { createInflateRaw, inflateRawSync } from 'node:zlib';

/** Content by name. */
export type View = ReadonlyMap<string, Buffer>;

/** What stands of an entry in the central directory, and where it is. */
export interface Listed {
  readonly name: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly attributes: number;
  /** As it stands in the file, packed or not. */
  readonly data: Buffer;
}

const localMark = 0x04034b50;
const centralMark = 0x02014b50;
const endMark = 0x06054b50;
const descriptorMark = 0x08074b50;
const deflated = 8;
const behind = 0x0008;
/** No sample of ours grows to more. */
const mostOctets = 8 * 2 ** 20;

/** As far as it can be read: the last end record, whatever follows it, and what it leads to. */
export function listedIn(zip: Buffer): Listed[] {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  if (end < 0 || end + 22 > zip.length || zip.readUInt32LE(end) !== endMark) return [];
  const found: Listed[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== centralMark) break;
    const name = zip.subarray(at + 46, at + 46 + zip.readUInt16LE(at + 28));
    const offset = zip.readUInt32LE(at + 42);
    if (offset + 30 > zip.length) break;
    const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
    found.push({
      name,
      flags: zip.readUInt16LE(at + 8),
      method: zip.readUInt16LE(at + 10),
      attributes: zip.readUInt32LE(at + 38),
      data: zip.subarray(start, start + zip.readUInt32LE(at + 20)),
    });
    at += 46 + name.length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return found;
}

/** @throws Error for data that do not unpack */
export function directoryView(zip: Buffer): View {
  return new Map(listedIn(zip).map((entry) => [entry.name.toString('utf8'), contentOf(entry)]));
}

export function contentOf({ method, data }: Pick<Listed, 'method' | 'data'>): Buffer {
  return method === deflated ? inflateRawSync(data, { maxOutputLength: mostOctets }) : data;
}

/** @throws Error for data that do not unpack; RangeError for headers that are cut off */
export async function streamView(zip: Buffer): Promise<View> {
  const files = new Map<string, Buffer>();
  let at = 0;
  while (at + 4 <= zip.length && zip.readUInt32LE(at) === localMark) {
    const method = zip.readUInt16LE(at + 8);
    const described = (zip.readUInt16LE(at + 6) & behind) !== 0;
    const nameEnd = at + 30 + zip.readUInt16LE(at + 26);
    const name = zip.toString('utf8', at + 30, nameEnd);
    const start = nameEnd + zip.readUInt16LE(at + 28);
    const length = described ? await lengthAt(zip, start, method) : zip.readUInt32LE(at + 18);
    // A program that makes files as they come lets the last of one name stand; either way a second one is told apart here.
    const key = files.has(name) ? `${name} again` : name;
    files.set(key, contentOf({ method, data: zip.subarray(start, start + length) }));
    at = start + length;
    if (described) at += zip.readUInt32LE(at) === descriptorMark ? 16 : 12;
  }
  return files;
}

/** Where sizes stand behind the data: deflated data say themselves where they end, others end before a mark that counts them. */
async function lengthAt(zip: Buffer, start: number, method: number): Promise<number> {
  if (method === deflated) return deflatedLength(zip.subarray(start));
  const mark = Buffer.from('PK\x07\x08');
  for (let at = zip.indexOf(mark, start); at >= 0 && at + 12 <= zip.length; at = zip.indexOf(mark, at + 1)) {
    if (zip.readUInt32LE(at + 8) === at - start) return at - start;
  }
  throw new RangeError('no descriptor');
}

function deflatedLength(octets: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const inflate = createInflateRaw({ maxOutputLength: mostOctets });
    inflate.on('error', reject);
    inflate.on('end', () => resolve(inflate.bytesWritten));
    inflate.resume();
    inflate.end(octets);
  });
}
