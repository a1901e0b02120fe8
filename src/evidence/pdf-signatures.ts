/**
 * The signatures inside a PDF: where they stand (`edoc`) and what they prove (`signing`), together. In Vietnam the signature that
 * the law asks for stands there; the seal of the packet is the transport's. `spec/pdf-signatures.md` is the rule.
 */
import {
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
  /** Of the file: `none` without signatures; `valid` where a valid signature covers all of it and none is invalid. */
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
  const signatures = inspected.map((signature) => withCoverage(signature, inspected));
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

/**
 * What was added after a signature is the next signer's where one covers it all, else nobody's. After a valid one it has to be a
 * valid one: anybody can sign what he added with a certificate that he made himself.
 */
function withCoverage(
  signature: InspectedPdfSignature,
  all: readonly InspectedPdfSignature[],
): InspectedPdfSignature {
  if (signature.coverage !== 'part') return signature;
  const covered = all.some(({ coverage, integrity, verdict }) => {
    const counts = signature.verdict === 'valid' ? verdict === 'valid' : verdict !== 'invalid';
    return coverage === 'whole' && integrity === 'intact' && counts;
  });
  const finding: Finding = covered
    ? { code: 'pdf.earlier-version', severity: 'note' }
    : { code: 'pdf.appended', severity: 'warning', detail: { octets: signature.appended } };
  return { ...signature, findings: [...signature.findings, finding] };
}

function verdictOf(
  signatures: readonly InspectedPdfSignature[],
  findings: readonly Finding[],
): InspectedPdf['verdict'] {
  if (findings.some(({ severity }) => severity === 'error')) return 'invalid';
  if (signatures.length === 0) return 'none';
  if (signatures.some(({ verdict }) => verdict === 'invalid')) return 'invalid';
  const whole = signatures.some(({ verdict, coverage }) => verdict === 'valid' && coverage === 'whole');
  return whole && signatures.some(({ verdict, kind }) => verdict === 'valid' && kind === 'signature')
    ? 'valid'
    : 'indeterminate';
}
