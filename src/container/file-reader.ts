/** Random access to an open file, as yauzl wants it. Closing the archive leaves the file to whoever opened it. */
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';
import { malformed, type ReadAt } from './end.js';

const pieceBytes = 256 * 1024;

/** @throws EdocError `container.malformed` where the file ends before */
export function readerAt(file: FileHandle): ReadAt {
  return async (offset, length) => {
    const octets = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(octets, filled, length - filled, offset + filled);
      if (bytesRead === 0) throw malformed('cut off');
      filled += bytesRead;
    }
    return octets;
  };
}

export class FileReader extends RandomAccessReader {
  readonly #readAt: ReadAt;

  constructor(file: FileHandle) {
    super();
    this.#readAt = readerAt(file);
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
