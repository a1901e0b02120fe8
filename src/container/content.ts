/** The octets of an entry as a stream, counted and summed against what was declared. */
import { pipeline, type Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { EdocError } from '../errors.js';
import { deflated } from './form.js';

/**
 * At most the declared octets come out, whatever the entry would unpack to.
 * @throws EdocError `container.size`, `container.crc`; where the file itself cannot be read, what the system said
 */
export async function* contentOf(zip: ZipFile, entry: Entry, place: string): AsyncGenerator<Buffer> {
  const wrongSize = (cause?: unknown) =>
    new EdocError('container.size', { place, detail: { size: entry.uncompressedSize }, cause });
  const { stream, isUsedUp } = unpacked(
    await zip.openReadStreamPromise(entry, { decodeFileData: false }),
    entry,
  );
  let size = 0;
  let sum = 0;
  try {
    for await (const chunk of stream) {
      const octets: Buffer = chunk;
      size += octets.length;
      if (size > entry.uncompressedSize) throw wrongSize();
      sum = crc32(octets, sum);
      yield octets;
    }
  } catch (error) {
    // What zlib says of data that does not unpack.
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw wrongSize(error);
    throw error;
  } finally {
    stream.destroy();
  }
  if (size !== entry.uncompressedSize || !isUsedUp()) throw wrongSize();
  if (sum !== entry.crc32) throw new EdocError('container.crc', { place });
}

/**
 * Deflated data ends by itself, and zlib passes over what follows it. Whoever reads a ZIP from front to back would find the next
 * entry there.
 */
function unpacked(
  packed: Readable,
  { compressionMethod, compressedSize }: Entry,
): { readonly stream: Readable; readonly isUsedUp: () => boolean } {
  if (compressionMethod !== deflated) return { stream: packed, isUsedUp: () => true };
  const inflate = createInflateRaw();
  // What goes wrong in one ends the other, and is thrown to whoever reads.
  pipeline(packed, inflate, () => {});
  return { stream: inflate, isUsedUp: () => inflate.bytesWritten === compressedSize };
}
