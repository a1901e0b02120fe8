/** Holds the octets of a stream that is a PDF, and lets go of any other after its first octets. */

/** Where a PDF's header may stand (ISO 32000-1, annex H.3.4.1). */
const headerRoom = 1_024;

/**
 * The whole of a PDF; undefined where `%PDF-` does not stand in the first 1024 octets, of which as few as that were then read on.
 * @throws what `chunks` throws
 */
export async function pdfOctets(chunks: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  const kept: Buffer[] = [];
  let size = 0;
  let isPdf = false;
  for await (const chunk of chunks) {
    kept.push(chunk);
    size += chunk.length;
    // The header may stand over the border of two pieces, or in a later one.
    if (isPdf || size < headerRoom) continue;
    isPdf = hasHeader(kept);
    if (!isPdf) return undefined;
  }
  return isPdf || hasHeader(kept) ? Buffer.concat(kept) : undefined;
}

function hasHeader(chunks: readonly Buffer[]): boolean {
  return Buffer.concat(chunks).subarray(0, headerRoom).includes('%PDF-');
}
