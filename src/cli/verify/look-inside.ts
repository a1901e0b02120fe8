/** Looks for signatures inside the PDF files that were given beside packets. */
import { open } from 'node:fs/promises';
import type { PdfSource } from '../../edoc/index.js';
import { type Comparable, type GivenContent, lookIntoAttachment } from '../../evidence/index.js';
import type { Trust } from '../../signing/index.js';
import { fileError } from '../files-read.js';

/**
 * What is found stands with each packet whose attachment such a file is, by its digest.
 * @throws EdocError for files that cannot be read, never for what is in them
 */
export async function lookIntoGiven(
  files: readonly Comparable[],
  given: readonly GivenContent[],
  options: { readonly trust: Trust | undefined; readonly at: Date },
): Promise<void> {
  const paths = new Map(given.map(({ path, sha256 }) => [sha256, path]));
  for (const file of files) {
    for (const [index, { transfer, outcome, sha256 }] of file.attachments.entries()) {
      const path = paths.get(sha256);
      if (transfer !== 'parts' || outcome !== 'agrees' || path === undefined) continue;
      await withSource(path, (source) => lookIntoAttachment(file, index, source, options));
    }
  }
}

async function withSource(path: string, look: (source: PdfSource) => Promise<void>): Promise<void> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw fileError(path, error);
  });
  try {
    const { size } = await file.stat();
    await look({
      size,
      read: async (start, length) => {
        const buffer = Buffer.alloc(length);
        const { bytesRead } = await file.read(buffer, 0, length, start);
        return buffer.subarray(0, bytesRead);
      },
    });
  } catch (error) {
    throw fileError(path, error);
  } finally {
    await file.close();
  }
}
