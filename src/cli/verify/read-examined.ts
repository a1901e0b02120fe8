/** Reads a file that an auditor gave: sealed files whole up to their bound, messages of other systems up to theirs. */
import { limits } from '../../edoc/index.js';
import { sealedKindOf, signingLimits } from '../../signing/index.js';
import { readNamedFile } from '../files-read.js';

/** One octet more than may be is enough to say that a file is too large. */
export async function readExamined(path: string): Promise<Buffer> {
  const octets = await readNamedFile(path, signingLimits.fileBytes + 1);
  if (octets.length <= signingLimits.fileBytes || sealedKindOf(octets)) return octets;
  // Only what may be XML; a film given by mistake is not read.
  return octets.includes('<') ? readNamedFile(path, limits.messageBytes + 1) : octets;
}
