/** Random access to an open file, as yauzl wants it. Closing the archive leaves the file to whoever opened it. */
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';
import { malformed, type ReadAt } from './end.js';

const pieceBytes = 256 * 1024;

/** What is read at once where little is asked for: headers and small files stand side by side, tens of thousands of them. */
const blockBytes = 64 * 1024;

/**
 * Reads exactly so many octets; what comes back is not to be written to.
 * @throws EdocError `container.malformed` where the file ends before
 */
export function readerAt(file: FileHandle): ReadAt {
  let block: { readonly start: number; readonly octets: Buffer } = { start: 0, octets: Buffer.alloc(0) };
  return async (offset, length) => {
    const { start, octets } = block;
    if (offset >= start && offset + length <= start + octets.length)
      return octets.subarray(offset - start, offset - start + length);
    const read = await readUpTo(file, offset, Math.max(length, blockBytes));
    if (read.length < length) throw malformed('cut off');
    if (length <= blockBytes) block = { start: offset, octets: read };
    return read.subarray(0, length);
  };
}

/** Fewer octets only at the end of the file. */
async function readUpTo(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const octets = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(octets, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return octets.subarray(0, filled);
}

export class FileReader extends RandomAccessReader {
  readonly #readAt: ReadAt;

  constructor(readAt: ReadAt) {
    super();
    this.#readAt = readAt;
  }

  // Not a stream of the file's own: that one closes the file when it is destroyed.
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(pieces(this.#readAt, start, end), { objectMode: false });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.#readAt(position, length).then(
      (octets) => callback(null, octets.copy(buffer, offset)),
      (error: Error) => callback(error),
    );
  }
}

async function* pieces(readAt: ReadAt, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; at += pieceBytes) yield await readAt(at, Math.min(pieceBytes, end - at));
}
