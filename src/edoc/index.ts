/**
 * The domain core: the electronic document and everything that is written down about it between agencies. edXML messages
 * and packets both ways, receipts, pings, the directory, agency codes, code lists, and the life of a document as tables.
 *
 * It promises to be pure: the same input gives the same output; what it reads it has understood whole or it refuses
 * with a coded error; what it writes has one form. It does no input or output, reads no clock, draws no random number,
 * and knows nothing of signatures: it takes signed bytes from `signing`'s verification and gives octets to be signed.
 */

export { contentTypeOf } from './attachment/content-type.js';
export { fitFileName, isFileName } from './attachment/file-name.js';
export type { ForeignAttachment } from './attachment/read.js';
export { safeNames } from './attachment/safe-names.js';
export { answerTo, clerkCodes, clerkMay, clerkStep, type ReceivedState } from './clerk-step.js';
export {
  type BusinessDocType,
  businessCode,
  businessDocTypes,
  type Lane,
  laneOf,
  type Priority,
  priorities,
  type SteeringType,
  signingCapacities,
  statusCodes,
  steeringTypes,
  type Term,
} from './code-lists.js';
export { directoryNamespace, readDirectoryPage, writeDirectoryPage } from './directory.js';
export type {
  AgencyState,
  DirectoryAgency,
  DirectoryCertificate,
  DirectoryPage,
  DirectoryVersion,
} from './directory-page.js';
export {
  administrativeTypes,
  type DocumentTypeEntry,
  documentTypeNamed,
  normativeTypes,
} from './document-types.js';
export { type Checked, type CheckOptions, checkMessage, requireMessage } from './edxml/check.js';
export type { Draft, DraftDocument, DraftMessage, DraftStatus } from './edxml/draft.js';
export { earlierDocuments } from './edxml/earlier-documents.js';
export type {
  Bussiness,
  BussinessDocumentInfo,
  DocumentCode,
  DocumentMessage,
  DocumentType,
  Message,
  Organ,
  OtherInfo,
  PromulgationInfo,
  Receiver,
  ReplacementInfo,
  ResponseFor,
  SignerInfo,
  StaffInfo,
  StatusMessage,
  TraceHeader,
  TraceHeaderList,
} from './edxml/model.js';
export { type ForeignMessage, readEdxml } from './edxml/read.js';
export { type ReadableAttachment, writeReadable } from './edxml/readable.js';
export { openSchema, type Schema } from './edxml/schema.js';
export {
  type AmendmentState,
  amendmentState,
  amendmentStep,
  type BusinessCode,
  type BusinessState,
  businessState,
  type DeliveryState,
  deliveryState,
  deliveryStep,
  deliveryTransitions,
  initialAmendment,
  isFinalDelivery,
  mayRecall,
  mirrorBusiness,
  type RecallState,
  recallState,
  recallStep,
} from './lifecycle.js';
export { limits } from './limits.js';
export {
  type Missing,
  type MissingContent,
  missingNamespace,
  readMissing,
  writeMissing,
} from './missing.js';
export { type SignedParts, sealedFile } from './one-form.js';
export {
  isLegacy,
  type LegacyOrganCode,
  type OrganCode,
  type OrganId,
  organId,
  parseOrganId,
} from './organ-id.js';
export { type ContentRef, type Transfer, transferFor } from './packet/contents.js';
export { isPacketId, isPacketIdOf, type PacketIdParts, packetId, packetIdTime } from './packet/packet-id.js';
export {
  inspectPacket,
  type Packet,
  type PacketInspection,
  type PacketOctets,
  readPacket,
} from './packet/read.js';
export {
  assemblePacket,
  type EnvelopeOptions,
  type SealableEnvelope,
  writeEnvelope,
} from './packet/write.js';
export {
  allParts,
  coarser,
  countParts,
  type PartRange,
  partCount,
  partNumbers,
  rangesOf,
  withoutParts,
} from './part-ranges.js';
export { addedOnlyValidationData } from './pdf/additions.js';
export { findPdfSignatures } from './pdf/find.js';
export type { PdfSignature, PdfSignatures, ValueKind } from './pdf/signature.js';
export {
  bufferSource,
  type DigestName,
  digestNames,
  digestRanges,
  type PdfRange,
  type PdfSource,
} from './pdf/source.js';
export { type Ping, pingNamespace, readPing, writePing } from './ping.js';
export {
  type AcceptedReceipt,
  type Receipt,
  type ReceiptContent,
  type RefusedReceipt,
  readReceipt,
  receiptNamespace,
  writeReceipt,
} from './receipt.js';
export { type Resync, readResync, resyncNamespace, writeResync } from './resync.js';
export { joinSealed, splitSealed } from './returned.js';
export {
  edxmlDate,
  edxmlTimestamp,
  fromEdxmlDate,
  fromEdxmlTimestamp,
  fromUtcMillis,
  fromUtcSeconds,
  isIsoDate,
  utcMillis,
  utcSeconds,
} from './time.js';
