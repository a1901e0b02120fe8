/** Random access to the octets of a file that may be larger than memory, and digests of ranges of it. */
import { createHash } from 'node:crypto';

export interface PdfSource {
  /** Octets of the whole file. */
  readonly size: number;
  /** The octets from `start`, `length` of them; fewer only at the end of the file. */
  read(start: number, length: number): Promise<Buffer>;
}

export interface PdfRange {
  readonly start: number;
  readonly length: number;
}

export const digestNames = ['sha1', 'sha256', 'sha384', 'sha512'] as const;
export type DigestName = (typeof digestNames)[number];

/** Octets in memory as a source. */
export function bufferSource(octets: Buffer): PdfSource {
  return {
    size: octets.length,
    read: async (start, length) => octets.subarray(start, start + length),
  };
}

const chunkBytes = 1024 * 1024;

/** The octets of a range one piece after another; ends early where the file does. */
export async function* chunksOf(source: PdfSource, { start, length }: PdfRange): AsyncGenerator<Buffer> {
  let position = start;
  const end = start + length;
  while (position < end) {
    const chunk = await source.read(position, Math.min(chunkBytes, end - position));
    if (chunk.length === 0) return;
    yield chunk;
    position += chunk.length;
  }
}

/** Digests of the ranges, one after the other, in one pass and in memory that does not grow with them. */
export async function digestRanges(
  source: PdfSource,
  ranges: readonly PdfRange[],
  names: readonly DigestName[],
): Promise<ReadonlyMap<DigestName, Buffer>> {
  const hashes = names.map((name) => ({ name, hash: createHash(name) }));
  for (const range of ranges) {
    for await (const chunk of chunksOf(source, range)) for (const { hash } of hashes) hash.update(chunk);
  }
  return new Map(hashes.map(({ name, hash }) => [name, hash.digest()]));
}
