/** The octets of an entry as a stream, counted and summed against what was declared. */
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { EdocError } from '../errors.js';

/**
 * At most the declared octets come out, whatever the entry would unpack to.
 * @throws EdocError `container.size`, `container.crc`; where the file itself cannot be read, what the system said
 */
export async function* contentOf(zip: ZipFile, entry: Entry, place: string): AsyncGenerator<Buffer> {
  const wrongSize = (cause?: unknown) =>
    new EdocError('container.size', { place, detail: { size: entry.uncompressedSize }, cause });
  const stream = await zip.openReadStreamPromise(entry);
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
  if (size !== entry.uncompressedSize) throw wrongSize();
  if (sum !== entry.crc32) throw new EdocError('container.crc', { place });
}
