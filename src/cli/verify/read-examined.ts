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
/** Files are read into it one behind the other, as long as there is room for one of the usual size; then a new one is begun. */
let shelf: Buffer = Buffer.alloc(0);
let shelved = 0;
const shelfBytes = 1024 * 1024;
/** Nearly all sealed files fit. */
const usualBytes = 64 * 1024;

/**
 * Read without the thread pool, without asking for the size first and into a place that is shared with other files: for a few
 * kilobytes, each of these costs more than the reading.
 */
export function readSealed(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    if (shelf.length - shelved < usualBytes) [shelf, shelved] = [Buffer.allocUnsafeSlow(shelfBytes), 0];
    let buffer: Buffer = shelf.subarray(shelved);
    let length = 0;
    for (;;) {
      const read = readSync(file, buffer, length, Math.min(buffer.length, mostBytes) - length, null);
      length += read;
      if (read === 0 || length === mostBytes) break;
      if (length === buffer.length) buffer = grown(buffer);
    }
    if (buffer.buffer === shelf.buffer) shelved += length;
    return buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function grown(buffer: Buffer): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.min(mostBytes, buffer.length * 8));
  buffer.copy(larger);
  return larger;
}
