/**
 * Reading a store, from the node itself or from another process while the node writes. Every answer is of one moment:
 * the last commit. Lists go by key.
 */
import type { DirectoryAgency, DirectoryVersion, OrganId } from '../edoc/index.js';
import { type AgencyRow, agencyColumns, findAgency, toAgency, versionInForce } from './agencies.js';
import {
  type ArchiveCandidate,
  type ArchivePlace,
  archiveCandidateCount,
  archiveCandidates,
  contentsOf,
  neededBy,
} from './archive-read.js';
import { type AttachmentSignatures, signaturesOf } from './attachment-signatures.js';
import type { StoredContent } from './content.js';
import type { Database } from './database.js';
import { readDeliveries, toDelivery } from './deliveries.js';
import { versionInForceOf } from './directory.js';
import {
  type EvidenceCounts,
  type EvidenceLevel,
  type EvidenceState,
  evidenceCounts,
  packetEvidence,
} from './evidence.js';
import { type DocumentRecord, findDocument } from './find.js';
import { folded } from './folded.js';
import {
  type EntryRecord,
  type InboxState,
  listInbox,
  listOutbox,
  type OutboxState,
  type PageOptions,
} from './list.js';
import { exportLog, type LogEntry, type LogHead, type LogVerdict, verifyLog } from './log.js';
import { rowsAfter, rowToEntry, storedHead } from './log-rows.js';
import { broken } from './log-verify.js';
import { type PartProgress, partProgress } from './part-sending.js';
import {
  listQuarantine,
  type QuarantinedMessage,
  type QuarantineOptions,
  type QuarantineTotal,
  quarantinedMessage,
  quarantineTotals,
} from './quarantine-read.js';
import type { DeliveryRecord, Direction } from './records.js';
import { type StoreCounts, storeCounts } from './store-counts.js';
import {
  type HistoryRecord,
  historyOf,
  type ReceiptRecord,
  receiptsOf,
  type StatusRecord,
  statusesOf,
} from './trace.js';
import { issuedHeads } from './witnesses.js';

export class StoreReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Received documents, newest first; withdrawn ones only where that state is asked for. */
  inbox(options: PageOptions & { readonly state?: InboxState | undefined }): Promise<EntryRecord[]> {
    return listInbox(this.#database, options);
  }

  /** Sent documents, newest first. */
  outbox(
    options: PageOptions & {
      readonly state?: OutboxState | undefined;
      readonly problems?: boolean | undefined;
    },
  ): Promise<EntryRecord[]> {
    return listOutbox(this.#database, options);
  }

  /**
   * By packet id, its first six or more characters, or number and notation.
   * @throws EdocError `store.not-found`, `store.ambiguous`
   */
  document(id: string): Promise<DocumentRecord> {
    return findDocument(this.#database, id);
  }

  /** Documents sent or received before a moment that are not archived, oldest first; each with what keeps it from there, if anything does. */
  archiveCandidates(options: {
    readonly before: Date;
    /** The last one of the page before. */
    readonly after?: ArchivePlace;
    readonly limit: number;
  }): Promise<ArchiveCandidate[]> {
    return archiveCandidates(this.#database, options);
  }

  archiveCandidateCount(before: Date): Promise<number> {
    return archiveCandidateCount(this.#database, before);
  }

  /** The contents of a document, each once. */
  contentsOf(packetId: string): Promise<StoredContent[]> {
    return contentsOf(this.#database, packetId);
  }

  /** How many documents that are not archived have the content. */
  contentNeededBy(sha256: string): Promise<number> {
    return neededBy(this.#database, sha256);
  }

  async deliveries(packetId: string): Promise<DeliveryRecord[]> {
    return (await readDeliveries(this.#database, packetId)).map(toDelivery);
  }

  /** Large attachments on their way to the broker: of one packet, or of all. */
  partProgress(packetId?: string): Promise<PartProgress[]> {
    return partProgress(this.#database, packetId);
  }

  history(packetId: string): Promise<HistoryRecord[]> {
    return historyOf(this.#database, packetId);
  }

  statuses(packetId: string): Promise<StatusRecord[]> {
    return statusesOf(this.#database, packetId);
  }

  receipts(packetId: string): Promise<ReceiptRecord[]> {
    return receiptsOf(this.#database, packetId);
  }

  /** The sealed octets of a document or status. */
  async packetBytes(packetId: string, direction: Direction): Promise<Buffer | undefined> {
    const row = await this.#database.first<{ bytes: Buffer }>(
      'SELECT bytes FROM packet_octets WHERE packet_id = ? AND direction = ?',
      [packetId, direction],
    );
    return row?.bytes;
  }

  /** The same with what proves their time and standing. */
  packetEvidence(
    packetId: string,
    direction: Direction,
  ): Promise<{ readonly bytes: Buffer; readonly evidence: EvidenceState } | undefined> {
    return packetEvidence(this.#database, packetId, direction);
  }

  /** @param below the levels that are not enough */
  evidenceCounts(below: readonly EvidenceLevel[]): Promise<EvidenceCounts> {
    return evidenceCounts(this.#database, below);
  }

  /** What the signatures inside the PDF files of a received packet prove, as far as they were looked at. */
  attachmentSignatures(packetId: string): Promise<AttachmentSignatures[]> {
    return signaturesOf(this.#database, packetId);
  }

  /** Refused messages, newest first. */
  quarantined(options: QuarantineOptions): Promise<QuarantinedMessage[]> {
    return listQuarantine(this.#database, options);
  }

  quarantinedMessage(id: number): Promise<QuarantinedMessage | undefined> {
    return quarantinedMessage(this.#database, id);
  }

  /** What came from each node to the quarantine, and what was dropped to keep within the limits. */
  quarantineTotals(): Promise<QuarantineTotal[]> {
    return quarantineTotals(this.#database);
  }

  /** Undefined also where the octets are not there any more. */
  async quarantinedBytes(key: number): Promise<Buffer | undefined> {
    const row = await this.#database.first<{ bytes: Buffer }>(
      `SELECT bytes FROM quarantine WHERE key = ? AND state = 'kept'`,
      [key],
    );
    return row?.bytes;
  }

  counts(): Promise<StoreCounts> {
    return storeCounts(this.#database);
  }

  logHead(): Promise<LogHead> {
    return storedHead(this.#database);
  }

  /** Entries of the event log after a sequence number, in order. @throws EdocError `log.broken` */
  async logRows(after: number, limit: number): Promise<LogEntry[]> {
    return (await rowsAfter(this.#database, after, limit)).map((row) => {
      const entry = rowToEntry(row);
      if (!entry) throw broken(row.sequence, 'its detail is not in canonical form');
      return entry;
    });
  }

  /**
   * Checks the whole event log, and that it holds the head named in each receipt that this node gave and those in `heads`.
   * @throws EdocError `log.broken`, `log.other-head`
   */
  verifyLog(heads: readonly LogHead[] = []): Promise<LogVerdict> {
    const database = this.#database;
    return verifyLog(
      database,
      (async function* () {
        for (const head of heads) yield { ...head, witness: 'checkpoint' };
        yield* issuedHeads(database);
      })(),
    );
  }

  /** The event log as lines of canonical JSON. @throws EdocError `log.broken` */
  exportLog(): AsyncGenerator<string> {
    return exportLog(this.#database);
  }

  /** Agencies of the directory in force, by code; `search` goes by part of a code or name, without diacritics. */
  async agencies(options: {
    readonly search?: string | undefined;
    /** The last code of the page before. */
    readonly after?: OrganId | undefined;
    readonly limit: number;
  }): Promise<DirectoryAgency[]> {
    const pattern = `%${folded(options.search ?? '').replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await this.#database.all<AgencyRow>(
      `SELECT ${agencyColumns} FROM directory_agency a
       WHERE version = ${versionInForce} AND code > ? AND folded LIKE ? ESCAPE '\\' ORDER BY code LIMIT ?`,
      [options.after ?? '', pattern, options.limit],
    );
    return rows.map(toAgency);
  }

  /** By either code form. */
  agency(code: OrganId): Promise<DirectoryAgency | undefined> {
    return findAgency(this.#database, code);
  }

  directoryVersion(): Promise<DirectoryVersion | undefined> {
    return versionInForceOf(this.#database);
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
