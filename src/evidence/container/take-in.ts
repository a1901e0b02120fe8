/** Reads every entry of a container once: digests all of them, and keeps the octets of those that are to be examined. */
import { createHash } from 'node:crypto';
import { EdocError, type Finding } from '../../errors.js';
import { containerLimits, signingLimits } from '../../signing/index.js';
import { type Part, partOf } from './layout.js';
import { containerEvidenceLimits as limits } from './limits.js';

/** An entry as the adapter that unpacks gives it. */
export interface EntrySource {
  readonly name: string;
  /** Octets, as declared. */
  readonly size: number;
  read(): AsyncIterable<Uint8Array>;
}

export interface TakenEntry {
  readonly name: string;
  readonly part: Part;
  readonly size: number;
  readonly sha256: string;
  /** For sealed files, signature and manifest; one octet more than such a file may have shows that it is too large. */
  readonly octets: Buffer;
}

/** Undefined for entries that could not be read whole, with a finding each. */
export async function takeIn(
  entries: readonly EntrySource[],
  onOctets: (octets: number) => void,
  findings: Finding[],
): Promise<TakenEntry[]> {
  const taken: TakenEntry[] = [];
  let sealed = 0;
  for (const entry of entries) {
    const part = partOf(entry.name);
    if (!part) {
      findings.push({ code: 'container.file-unknown', severity: 'error', place: entry.name });
      continue;
    }
    if (isSealed(part)) sealed += Math.min(entry.size, keptOf(part));
    if (sealed > limits.sealedBytes) {
      findings.push({
        code: 'container.limit',
        severity: 'error',
        detail: { name: 'sealedBytes', value: sealed, max: limits.sealedBytes },
      });
      return taken;
    }
    const read = await readEntry(entry, part, onOctets, findings);
    if (read) taken.push(read);
  }
  return taken;
}

function isSealed(part: Part): boolean {
  return part === 'document' || part === 'receipt' || part === 'status';
}

/** How many octets of such an entry are kept. */
function keptOf(part: Part): number {
  if (isSealed(part)) return signingLimits.fileBytes + signingLimits.evidenceBytes + 1;
  if (part === 'signature') return containerLimits.signatureBytes + signingLimits.evidenceBytes + 1;
  return part === 'manifest' ? limits.manifestBytes + 1 : 0;
}

async function readEntry(
  { name, size, read }: EntrySource,
  part: Part,
  onOctets: (octets: number) => void,
  findings: Finding[],
): Promise<TakenEntry | undefined> {
  const hash = createHash('sha256');
  const kept: Uint8Array[] = [];
  let room = keptOf(part);
  try {
    for await (const chunk of read()) {
      hash.update(chunk);
      onOctets(chunk.length);
      if (room > 0) kept.push(chunk.subarray(0, room));
      room -= Math.min(room, chunk.length);
    }
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    findings.push(...error.findings);
    return undefined;
  }
  return { name, part, size, sha256: hash.digest('hex'), octets: Buffer.concat(kept) };
}
