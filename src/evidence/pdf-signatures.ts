/**
 * The signatures inside a PDF: where they stand (`edoc`) and what they prove (`signing`), together. In Vietnam the signature that
 * the law asks for stands there; the seal of the packet is the transport's. `spec/pdf-signatures.md` is the rule.
 */
import {
  addedOnlyValidationData,
  type DigestName,
  digestRanges,
  findPdfSignatures,
  limits,
  type PdfSignature,
  type PdfSource,
} from '../edoc/index.js';
import { EdocError, type Finding } from '../errors.js';
import {
  type DocumentSignature,
  inspectDocumentSignature,
  inspectDocumentStamp,
  openDocumentSignature,
  type Trust,
} from '../signing/index.js';

export interface PdfOptions {
  /** Roots of the authorities that issue certificates to people and offices; left out, paths are not looked at. */
  readonly trust?: Trust | undefined;
  /** The time for which certificates are judged where no time stamp says another. */
  readonly at: Date;
}

/** `indeterminate`: nothing speaks against it, but it does not prove enough (issuer unknown, outdated, kind unknown). */
export type PdfVerdict = 'valid' | 'indeterminate' | 'invalid';

export interface InspectedPdfSignature extends DocumentSignature {
  readonly verdict: PdfVerdict;
  readonly kind: 'signature' | 'time-stamp';
  readonly subFilter: string;
  /** `part`: the file was added to afterwards. */
  readonly coverage: 'whole' | 'part' | 'unknown';
  /** The revision, from 1, that it covers to its end. */
  readonly revision?: number;
  /** Octets behind what it covers. */
  readonly appended: number;
  /** The signer's word, from the signature or else from the file. */
  readonly claimedTime?: Date;
  readonly name?: string;
  readonly reason?: string;
  readonly location?: string;
}

export interface InspectedPdf {
  /**
   * Of the file: `none` without signatures; `valid` where no signature is invalid and a valid one covers all of it but for validation
   * data.
   */
  readonly verdict: PdfVerdict | 'none';
  readonly revisions: number;
  readonly encrypted: boolean;
  /** In the order of what they cover. */
  readonly signatures: readonly InspectedPdfSignature[];
  readonly findings: readonly Finding[];
}

/** Undefined where the file is no PDF. Never throws for what it contains; only what `source` throws passes. */
export async function embeddedSignatures(
  source: PdfSource,
  options: PdfOptions,
): Promise<InspectedPdf | undefined> {
  const found = await findPdfSignatures(source);
  if (!found.isPdf) return undefined;
  const findings = [...found.findings];
  // The last ones cover most.
  const looked = found.signatures.slice(-limits.pdfSignatures);
  if (looked.length < found.signatures.length) {
    findings.push({ code: 'pdf.limit', severity: 'error', detail: { most: limits.pdfSignatures } });
  }
  const inspected: InspectedPdfSignature[] = [];
  for (const signature of looked) {
    inspected.push(joined(signature, await inspectOne(source, signature, options)));
  }
  const isHarmless = additionsOf(source, found.encrypted);
  const signatures: InspectedPdfSignature[] = [];
  for (const signature of inspected) signatures.push(await withCoverage(signature, inspected, isHarmless));
  return {
    verdict: verdictOf(signatures, findings),
    revisions: found.revisions,
    encrypted: found.encrypted,
    signatures,
    findings,
  };
}

const untold = { integrity: 'unknown', chain: 'not-checked', outdated: false } as const;

async function inspectOne(
  source: PdfSource,
  { ranges, value, valueKind, subFilter }: PdfSignature,
  options: PdfOptions,
): Promise<DocumentSignature> {
  if (!ranges || !value) return { ...untold, findings: [] };
  const detail = { algorithm: subFilter };
  if (valueKind === 'pkcs1') {
    return { ...untold, outdated: true, findings: [{ code: 'pdf.outdated', severity: 'warning', detail }] };
  }
  if (valueKind === undefined) {
    return { ...untold, findings: [{ code: 'pdf.unsupported', severity: 'warning', detail }] };
  }
  try {
    const { cms, der, hashes, overfull } = openDocumentSignature(value);
    const names: Record<typeof valueKind, readonly DigestName[]> = {
      cms: hashes,
      'cms-sha1': ['sha1'],
      'time-stamp': ['sha256'],
    };
    const digests = await digestRanges(source, ranges, names[valueKind]);
    const { trust, at } = options;
    const inspected =
      valueKind === 'time-stamp'
        ? inspectDocumentStamp(der, digests.get('sha256') ?? Buffer.alloc(0), { trust, at })
        : inspectDocumentSignature(cms, {
            trust,
            at,
            digests,
            content: valueKind === 'cms' ? 'detached' : 'sha1-inside',
          });
    if (!overfull) return inspected;
    return { ...inspected, findings: [{ code: 'pdf.overfull', severity: 'error' }, ...inspected.findings] };
  } catch (error) {
    if (!(error instanceof EdocError) || !error.code.startsWith('cms.')) throw error;
    return { ...untold, findings: error.findings };
  }
}

function joined(found: PdfSignature, inspected: DocumentSignature): InspectedPdfSignature {
  const { subFilter, valueKind, ranges, revision, appended, name, reason, location } = found;
  const findings = [...found.findings, ...inspected.findings];
  const claimedTime = inspected.signingTime ?? found.time;
  return {
    ...inspected,
    findings,
    verdict: judged({ ...inspected, findings }),
    kind: valueKind === 'time-stamp' ? 'time-stamp' : 'signature',
    subFilter,
    coverage: ranges === undefined ? 'unknown' : appended === 0 ? 'whole' : 'part',
    ...(revision === undefined ? {} : { revision }),
    appended,
    ...(claimedTime === undefined ? {} : { claimedTime }),
    ...(name === undefined ? {} : { name }),
    ...(reason === undefined ? {} : { reason }),
    ...(location === undefined ? {} : { location }),
  };
}

/** A certificate that is not trusted makes nothing false: it leaves open who signed. */
function judged({ integrity, chain, outdated, findings }: DocumentSignature): PdfVerdict {
  const wrong = findings.some(
    ({ code, severity }) => severity === 'error' && !code.startsWith('certificate.'),
  );
  if (integrity === 'changed' || wrong) return 'invalid';
  return integrity === 'intact' && chain === 'trusted' && !outdated ? 'valid' : 'indeterminate';
}

/** Tells of so many octets at the end of the file whether they are nothing but time stamps and validation data. */
type IsHarmless = (octets: number) => Promise<boolean>;

function additionsOf(source: PdfSource, encrypted: boolean): IsHarmless {
  let harmless = 0;
  const others = new Set<number>();
  return async (octets) => {
    // The end of what is harmless is harmless.
    if (octets <= harmless) return true;
    if (encrypted || others.has(octets) || others.size >= limits.pdfComparisons) return false;
    const found = await addedOnlyValidationData(source, source.size - octets);
    if (found) harmless = octets;
    else others.add(octets);
    return found;
  };
}

/**
 * What was added after a signature is the next signer's where one covers it, else nobody's: a time stamp says when it was there and
 * not that anybody meant it. After a valid signature it has to be a valid one: anybody can sign what he added with a certificate that
 * he made himself.
 */
async function withCoverage(
  signature: InspectedPdfSignature,
  all: readonly InspectedPdfSignature[],
  isHarmless: IsHarmless,
): Promise<InspectedPdfSignature> {
  if (signature.coverage !== 'part') return signature;
  const later = all.filter(({ kind, coverage, integrity, verdict }) => {
    const counts = signature.verdict === 'valid' ? verdict === 'valid' : verdict !== 'invalid';
    return kind === 'signature' && coverage !== 'unknown' && integrity === 'intact' && counts;
  });
  const { appended } = signature;
  const uncovered = Math.min(appended, ...later.map((other) => other.appended));
  const { findings } = signature;
  if (uncovered > 0 && !(await isHarmless(uncovered))) {
    const finding: Finding = { code: 'pdf.appended', severity: 'warning', detail: { octets: appended } };
    return { ...signature, findings: [...findings, finding] };
  }
  const notes: Finding[] = [];
  if (uncovered < appended) notes.push({ code: 'pdf.earlier-version', severity: 'note' });
  if (uncovered > 0) notes.push({ code: 'pdf.validation-data', severity: 'note' });
  return { ...signature, findings: [...findings, ...notes] };
}

function verdictOf(
  signatures: readonly InspectedPdfSignature[],
  findings: readonly Finding[],
): InspectedPdf['verdict'] {
  if (findings.some(({ severity }) => severity === 'error')) return 'invalid';
  if (signatures.length === 0) return 'none';
  if (signatures.some(({ verdict }) => verdict === 'invalid')) return 'invalid';
  return signatures.some(isOfAll) ? 'valid' : 'indeterminate';
}

function isOfAll({ kind, verdict, findings }: InspectedPdfSignature): boolean {
  return kind === 'signature' && verdict === 'valid' && !findings.some(({ code }) => code === 'pdf.appended');
}
