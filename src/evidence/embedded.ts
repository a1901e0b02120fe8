/** The signatures inside PDF attachments, as the report tells them: each with a verdict of its own. `spec/report.md`, section 3. */
import type { PdfSource } from '../edoc/index.js';
import type { ErrorCode, Finding } from '../errors.js';
import type { Comparable } from './examined.js';
import { indicationOf } from './indications.js';
import {
  embeddedSignatures,
  type InspectedPdf,
  type InspectedPdfSignature,
  type PdfOptions,
} from './pdf-signatures.js';
import type { EmbeddedSignature } from './seen.js';
import { type Verdict, verdictOf } from './verdict.js';
import { subIndicationOf } from './verdict-table.js';

/**
 * Adds to a packet what is signed inside one of its attachments; nothing where that is no PDF.
 * @param index of the attachment in the packet's manifest
 * @throws what `source` throws
 */
export async function lookIntoAttachment(
  file: Comparable,
  index: number,
  source: PdfSource,
  options: PdfOptions,
): Promise<void> {
  const name = file.attachments[index]?.name;
  const pdf = name === undefined ? undefined : await embeddedSignatures(source, options);
  if (!pdf || name === undefined) return;
  const { length: signatures } = pdf.signatures;
  file.attachments = file.attachments.map((one, at) => (at === index ? { ...one, signatures } : one));
  file.embedded = [...(file.embedded ?? []), ...embeddedIn(name, pdf)];
}

/**
 * What was found about the file as a whole stands first, as of no signer, and never as valid: no signature is. Notes are on how its
 * signatures are shown, and stand with each.
 */
function embeddedIn(attachment: string, { findings, signatures }: InspectedPdf): EmbeddedSignature[] {
  const notes = findings.filter(({ severity }) => severity === 'note');
  const ofFile = findings.filter(({ severity }) => severity !== 'note');
  return [
    ...(ofFile.length > 0 ? [{ attachment, verdict: verdictOfRemains(ofFile), findings: ofFile }] : []),
    ...signatures.map((signature) =>
      embeddedSignature(attachment, { ...signature, findings: [...notes, ...signature.findings] }),
    ),
  ];
}

/** Where nothing but warnings is left, something that looked like a signature was not read. */
function verdictOfRemains(findings: readonly Finding[]): Verdict {
  const verdict = verdictOf(findings);
  if (verdict.indication !== 'TOTAL-PASSED') return verdict;
  const [first] = findings;
  return {
    ...{ indication: 'INDETERMINATE', subIndication: 'NOT_EXAMINED' },
    ...(first ? { code: first.code } : {}),
  };
}

function embeddedSignature(attachment: string, signature: InspectedPdfSignature): EmbeddedSignature {
  const { name, signer, claimedTime, stampedTime, coverage, findings } = signature;
  return {
    attachment,
    ...(name === undefined ? {} : { name }),
    ...(signer ? { signer: signer.commonName } : {}),
    ...(claimedTime ? { claimedSigningTime: claimedTime } : {}),
    ...(coverage === 'unknown' ? {} : { coversWholeFile: coverage === 'whole' }),
    ...(stampedTime ? { provenAt: stampedTime } : {}),
    verdict: verdictOfSignature(signature),
    findings,
  };
}

/** Warnings and notes that leave open whether a signature is valid. */
const undecided: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'pdf.outdated',
  'pdf.unsupported',
  'pdf.chain-not-checked',
  'pdf.appended',
]);

/**
 * A signature that nothing speaks against has not passed by that: its issuer may be unknown, its form outdated, and what people
 * see in the file may have been added after it.
 */
function verdictOfSignature({ verdict, findings }: InspectedPdfSignature): Verdict {
  const ofErrors = verdictOf(findings);
  if (ofErrors.indication !== 'TOTAL-PASSED') return ofErrors;
  const open = findings.find(({ code }: Finding) => undecided.has(code));
  if (verdict === 'valid' && !open) return ofErrors;
  const subIndication = (open && subIndicationOf(open.code)) ?? 'NOT_EXAMINED';
  return { indication: indicationOf[subIndication], subIndication, ...(open ? { code: open.code } : {}) };
}
