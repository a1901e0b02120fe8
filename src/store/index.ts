/**
 * The store: everything a node keeps, in one SQLite database and a folder of attachments.
 *
 * It promises: what a writing method did is durable when its promise resolves, whole or not at all; states change only
 * along the tables of `edoc/lifecycle`, each change with its history row; receipts and packets wait in the outbox in
 * the same transaction that made them; the event log is append-only and hash-chained (`spec/log.md`). One process
 * writes; any number read meanwhile.
 *
 * It refuses: a second writer (`store.locked`), a store of a later version (`store.newer`), other octets under a packet id
 * that was taken (`packet.conflict`), and steps that the lifecycle does not have (`status.not-allowed`). It opens no
 * packet and checks no seal: what it is given has been verified.
 */

export type { Archive, ArchiveRequest } from './archive.js';
export type { OpenReason } from './archive-order.js';
export type { ArchiveCandidate, ArchivedRecord, ArchivePlace } from './archive-read.js';
export type { AttachmentSignatures, SignaturesVerdict } from './attachment-signatures.js';
export type { Attention, UnansweredDelivery, UndeliveredStatus } from './attention.js';
export {
  type Backup,
  type BackupFile,
  type BackupManifest,
  backupFile,
  checkBackup,
  listBackups,
  readManifest,
  writeBackup,
} from './backup.js';
export { whileReadingBackups } from './backup-locks.js';
export { checkStore, type StoreCheck } from './check.js';
export { ContentFolder, type RemoveContent, type StoredContent } from './content.js';
export { makeFolder } from './durable-file.js';
export type {
  EvidenceCounts,
  EvidenceItem,
  EvidenceLevel,
  EvidenceState,
  RaisedEvidence,
} from './evidence.js';
export type { DocumentRecord, StoredPacket } from './find.js';
export type { DeliveryCounts, EntryRecord, InboxState, OutboxState, PageOptions } from './list.js';
export { type FileLock, takeFileLock } from './lock.js';
export {
  canonicalJson,
  emptyHead,
  entryHash,
  type LogEntry,
  type LogHead,
  type LogVerdict,
  type NewEvent,
  verifyLogExport,
} from './log.js';
export { openReader, openStore } from './open.js';
export type { PartProgress } from './part-sending.js';
export type { QuarantinedMessage, QuarantineOptions, QuarantineTotal } from './quarantine-read.js';
export type { StoreReader } from './reader.js';
export type * from './records.js';
export type { RecoveryCounts } from './recovery.js';
export type { Correspondence, Resending, ResendOutcome } from './resend.js';
export { requireFree, restoreBackup } from './restore.js';
export { isRestoring, requireWhole } from './restoring.js';
export type { ReturnedRecord } from './returned.js';
export type { ResyncJob, ReturnItem } from './returning.js';
export { storeOctets } from './snapshot.js';
export type { Store } from './store.js';
export type { StoreCounts } from './store-counts.js';
export { type Thinned, thinBackups } from './thinning.js';
export type { HistoryRecord, ReceiptRecord, StatusRecord } from './trace.js';
export type { StoredWork, WaitingWork } from './waiting-work.js';
