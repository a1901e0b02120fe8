/** Reads a file that an auditor gave: sealed files whole up to their bound, messages of other systems up to theirs. */
import { closeSync, openSync, readSync } from 'node:fs';
import { limits } from '../../edoc/index.js';
import { sealedKindOf, signingLimits } from '../../signing/index.js';
import { readNamedFile } from '../files-read.js';

/** How every container begins: a local header of ZIP. */
const zipStart = Buffer.from('PK\x03\x04', 'latin1');

export function isContainer(octets: Buffer): boolean {
  return octets.subarray(0, zipStart.length).equals(zipStart);
}

/** One octet more than may be is enough to say that a file is too large. */
export async function readExamined(path: string): Promise<Buffer> {
  const octets = readSealed(path);
  if (octets.length <= signingLimits.fileBytes || sealedKindOf(octets) || isContainer(octets)) return octets;
  // Only what may be XML; a film given by mistake is not read.
  return octets.includes('<') ? readNamedFile(path, limits.messageBytes + 1) : octets;
}

/** The sealed form, and what may be put around it. */
const mostBytes = signingLimits.fileBytes + signingLimits.evidenceBytes + 1;
/** Most sealed files fit; each is copied out of it before the next is read. */
const scratch = Buffer.alloc(64 * 1024);

/**
 * Read without the thread pool and without asking for the size first: for a few kilobytes, each call of the system costs more
 * than the reading.
 */
export function readSealed(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    let buffer: Buffer = scratch;
    let length = 0;
    for (;;) {
      const read = readSync(file, buffer, length, buffer.length - length, null);
      length += read;
      if (read === 0 || length === mostBytes) return Buffer.from(buffer.subarray(0, length));
      if (length === buffer.length) buffer = grown(buffer);
    }
  } finally {
    closeSync(file);
  }
}

function grown(buffer: Buffer): Buffer {
  const larger = Buffer.alloc(Math.min(mostBytes, buffer.length * 8));
  buffer.copy(larger);
  return larger;
}
