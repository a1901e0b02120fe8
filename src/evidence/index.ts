/**
 * The auditor's side: what sealed files, receipts and statuses prove, by themselves and together. `spec/evidence.md` is the rule.
 *
 * Promises: every finding in one pass, each with a code; what was checked, for which time and against which trust, and what
 * could not be checked. A file can be as broken as it likes: nothing here throws for what a file contains.
 *
 * Refuses: reading files, asking the clock, and a verdict without the reasons for it.
 */
export { checksLeft, checksMade } from './checks.js';
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
export { type GivenContent, matchContents } from './contents.js';
export { type ExamineOptions, examine } from './examine.js';
export { type AttachmentOutcome, type Check, type Examined, isValid, type Kind } from './examined.js';
export { signatureFindings } from './foreign.js';
export { type PdfAttachment, pdfAttachments } from './pdf-attachments.js';
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
export { type Reconciled, reconcile, type Side, type Standing } from './reconcile/reconcile.js';
export { checkTogether } from './together.js';
