/**
 * Finds the signatures in a PDF of any size: one pass for the places, then a look at each. Only what stands plainly in the
 * file is found, which is where a signature must stand: its value cannot be compressed, since it is written after the rest.
 */
import type { Finding } from '../../errors.js';
import { limits } from '../limits.js';
import { type Covered, coveredBy } from './byte-range.js';
import { dictionaryAt, type LocatedDictionary, onlyValue } from './dictionary.js';
import { type Scanned, scanPdf } from './scan.js';
import { type PdfSignature, type PdfSignatures, type SubFilter, valueKinds } from './signature.js';
import type { PdfSource } from './source.js';
import { dateOf, textOf } from './text.js';
import type { PdfValue } from './values.js';

const noSignatures = { revisions: 0, encrypted: false, signatures: [], findings: [] };

/** Never throws for what the file contains; only what `source` throws passes. */
export async function findPdfSignatures(source: PdfSource): Promise<PdfSignatures> {
  const scanned = await scanPdf(source);
  if (!scanned.isPdf) return { isPdf: false, ...noSignatures };
  const signatures: PdfSignature[] = [];
  const findings: Finding[] = [];
  const known = new Set<number>();
  const allowance = { octets: limits.pdfReadBytes };
  for (const at of scanned.candidates) {
    if (known.has(at)) continue;
    const located = await dictionaryAt(source, at, allowance);
    if (!located && allowance.octets <= 0) {
      findings.push({ code: 'pdf.limit', severity: 'error', detail: { most: limits.pdfReadBytes } });
      break;
    }
    for (const entry of located?.dictionary.entries ?? []) known.add((located?.base ?? 0) + entry.at);
    if (located && isSignature(located)) signatures.push(signatureIn(located, at, source.size, scanned));
    else if (!located && (await isByteRange(source, at))) {
      findings.push({ code: 'pdf.dictionary', severity: 'warning', detail: { place: at } });
    }
  }
  if (scanned.overflow) {
    findings.push({ code: 'pdf.limit', severity: 'error', detail: { most: limits.pdfCandidates } });
  }
  if (scanned.encrypted) findings.push({ code: 'pdf.encrypted', severity: 'note' });
  return {
    isPdf: true,
    revisions: revisionEnds(scanned).length,
    encrypted: scanned.encrypted,
    signatures: signatures.sort((one, other) => one.signedEnd - other.signedEnd),
    findings,
  };
}

/** With a byte range, or without one but with the sub-filter of a signature (and not of a seed value or of encryption). */
function isSignature({ dictionary }: LocatedDictionary): boolean {
  if (dictionary.entries.some(({ key }) => key === 'ByteRange')) return true;
  const filter = onlyValue(dictionary, 'SubFilter');
  return filter?.kind === 'name' && isSubFilter(filter.text);
}

/** The word may stand in any text; with an array behind it it was meant. */
async function isByteRange(source: PdfSource, at: number): Promise<boolean> {
  const text = (await source.read(at, 40)).toString('latin1');
  return /^\/ByteRange\s*\[\s*[-\d]/.test(text);
}

function signatureIn(located: LocatedDictionary, at: number, size: number, scanned: Scanned): PdfSignature {
  const covered = coveredBy(located, size);
  const filter = onlyValue(located.dictionary, 'SubFilter');
  const subFilter = filter?.kind === 'name' ? filter.text.slice(0, 40) : '';
  return {
    at,
    subFilter,
    valueKind: isSubFilter(subFilter) ? valueKinds[subFilter] : undefined,
    ...extent(covered, size, scanned),
    // In an encrypted file texts are encrypted too, unlike the value.
    ...(scanned.encrypted ? {} : claims(located)),
  };
}

function isSubFilter(text: string): text is SubFilter {
  return Object.hasOwn(valueKinds, text);
}

type Extent = Pick<PdfSignature, 'ranges' | 'value' | 'signedEnd' | 'appended' | 'revision' | 'findings'>;

function extent(covered: Covered | Finding, size: number, scanned: Scanned): Extent {
  if ('code' in covered) {
    return {
      ranges: undefined,
      value: undefined,
      signedEnd: 0,
      appended: size,
      revision: undefined,
      findings: [covered],
    };
  }
  const { ranges, value } = covered;
  const signedEnd = ranges[1].start + ranges[1].length;
  const revision = revisionEndingAt(signedEnd, scanned);
  return {
    ranges,
    value,
    signedEnd,
    appended: size - signedEnd,
    revision,
    findings: revision === undefined ? [{ code: 'pdf.revision-end', severity: 'warning' }] : [],
  };
}

function revisionEnds({ revisionEnds: ends, linearized }: Scanned): readonly number[] {
  return linearized && ends.length > 1 ? ends.slice(1) : ends;
}

/** A revision ends with `%%EOF` and at most a line end. */
function revisionEndingAt(end: number, scanned: Scanned): number | undefined {
  const index = revisionEnds(scanned).findIndex((eof) => end >= eof && end <= eof + '\r\n'.length);
  return index === -1 ? undefined : index + 1;
}

function claims({
  dictionary,
  piece,
}: LocatedDictionary): Pick<PdfSignature, 'name' | 'reason' | 'location' | 'time'> {
  const said = (key: string) => {
    const value = onlyValue(dictionary, key);
    const octets = value && octetsOf(value, piece);
    return octets && octets.length > 0 ? textOf(octets) : undefined;
  };
  const [name, reason, location] = [said('Name'), said('Reason'), said('Location')];
  const time = dateOf(said('M') ?? '');
  return {
    ...(name === undefined ? {} : { name }),
    ...(reason === undefined ? {} : { reason }),
    ...(location === undefined ? {} : { location }),
    ...(time === undefined ? {} : { time }),
  };
}

/** Of a literal or a hexadecimal string. */
function octetsOf(value: PdfValue, piece: Buffer): Buffer | undefined {
  if (value.kind === 'text') return value.octets;
  if (value.kind !== 'hex') return undefined;
  const digits = piece.toString('latin1', value.start + 1, Math.min(value.end - 1, value.start + mostDigits));
  return Buffer.from(digits.replace(/[^0-9a-fA-F]/g, ''), 'hex');
}

const mostDigits = 2 * limits.pdfTextBytes;
