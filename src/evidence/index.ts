/**
 * The auditor's side: what sealed files, receipts and statuses prove, by themselves and together. `spec/report.md` is the rule.
 *
 * Promises: every finding in one pass, each with a code; what was checked, for which time and against which trust, and what
 * could not be checked. A file can be as broken as it likes: nothing here throws for what a file contains.
 *
 * Refuses: reading files, asking the clock, and a verdict without the reasons for it.
 */
export { checksLeft, checksMade } from './checks.js';
export { type ContainerFileMeasure, filesOfContainer } from './container/as-files.js';
export {
  type ContainerOptions,
  type ExaminedContainer,
  examineContainer,
  isValidContainer,
} from './container/examine.js';
export { containerEvidenceLimits } from './container/limits.js';
export {
  type ContainerFile,
  type ContainerSource,
  type NamedOctets,
  type PlannedFile,
  planContainer,
  withSignature,
} from './container/plan.js';
export type { EntrySource } from './container/take-in.js';
export type { ContentSummary, Party } from './content.js';
export { type GivenContent, matchContents } from './contents.js';
export { lookIntoAttachment } from './embedded.js';
export { type ExamineOptions, examine, examineEach, type FileOctets, notExamined } from './examine.js';
export {
  type AttachmentOutcome,
  type Check,
  type Comparable,
  type ContainerEntrySeen,
  type Examined,
  type ExaminedPacket,
  type ExaminedReceipt,
  type ExaminedSeal,
  isValid,
  type Kind,
  verdictOfFile,
} from './examined.js';
export { signatureFindings } from './foreign.js';
export { type Indication, indicationOf, type SubIndication } from './indications.js';
export {
  type EvidencePart,
  type EvidenceParts,
  evidenceParts,
  fileName,
  type PartCheck,
  trustName,
} from './parts.js';
export {
  embeddedSignatures,
  type InspectedPdf,
  type InspectedPdfSignature,
  type PdfOptions,
  type PdfVerdict,
} from './pdf-signatures.js';
export {
  claimOfEvent,
  claimsOfFiles,
  type LoggedEvent,
  type PacketClaim,
  type ReceiptClaim,
} from './reconcile/claims.js';
export {
  type Reconciled,
  type Reconciliation,
  reconcile,
  type Side,
  type Standing,
} from './reconcile/reconcile.js';
export { type ReconcileVerdict, reconcileVerdict } from './reconcile/verdict.js';
export { buildReport, fileReport, type ReportOptions } from './report/build.js';
export { contentLine, contentPairs } from './report/content-pairs.js';
export { embeddedSummary } from './report/embedded-blocks.js';
export { entryStanding, fileName as reportedName, sealerName } from './report/file-blocks.js';
export { htmlReport } from './report/html.js';
export { reportJson } from './report/json.js';
export type { FileReport, FindingReport, Report, Words as ReportText } from './report/model.js';
export { reportFormat } from './report/model.js';
export { reportLimits } from './report/outline.js';
export type { ReportFonts } from './report/pdf/sheet.js';
export { reasonText, verdictCode, verdictText } from './report/signature-blocks.js';
export { type Kept, keep } from './report/told.js';
export {
  checkWords,
  kindWords,
  labels as reportLabels,
  levelWords,
  missingWords,
  outcomeWords,
  revocationWords,
  subIndicationWords,
  verdictWords,
} from './report/words.js';
export type { Writing } from './report/writing.js';
export type { EmbeddedSignature, Level, RevocationStatus, TimeStampSeen } from './seen.js';
export { type TakenOut, takeOut } from './take-out.js';
export { checkTogether } from './together.js';
export { type Verdict, verdictOf, worstOf } from './verdict.js';
export { subIndicationOf } from './verdict-table.js';

/** @see pdfReport in `report/pdf/document.ts`; loaded at first use, for it takes longer than a file takes to verify. */
export async function pdfReport(
  ...args: Parameters<typeof import('./report/pdf/document.js')['pdfReport']>
): Promise<Buffer> {
  const { pdfReport: write } = await import('./report/pdf/document.js');
  return write(...args);
}
