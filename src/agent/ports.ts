/**
 * What the agent needs from the world, in the agent's own words. The adapters (`broker`, `store`) satisfy these
 * interfaces by their shape and know nothing of the agent; `cli` puts them together.
 */
import type { DirectoryAgency, DirectoryPage, DirectoryVersion, OrganId, PartRange } from '../edoc/index.js';
import type { ArchiveStore, RemoveContent } from './archive-ports.js';
import type { AttachmentStore } from './attachment-ports.js';
import type { AttentionStore, QuarantineStore, WaitingWork } from './attention-ports.js';
import type { Lane, PartPosition } from './bus-ports.js';
import type { EvidenceStore } from './evidence/ports.js';
import type { PartStore } from './part-ports.js';
import type { RecoveryStore } from './recovery/ports.js';
import type {
  AttachmentRecord,
  Correspondence,
  DeliveryRecord,
  GivenReceipt,
  InboundRecord,
  LogEvent,
  LogHead,
  OutboundRecord,
  OutboxItem,
  PublishEnd,
  QuarantineRecord,
  ReceivedReceipt,
  RenewedReceipt,
  Resending,
  ResendOutcome,
  RetryItem,
  StoredEvidence,
} from './register-ports.js';

export type * from './bus-ports.js';
export type * from './register-ports.js';

/** Every writing method is one transaction, durable when its promise resolves. */
export interface AgentStore extends AttachmentStore, QuarantineStore, PartStore, RecoveryStore {
  readonly evidence: EvidenceStore;
  /** What people should look at. */
  readonly attention: AttentionStore;
  /** What lies outside the store. */
  readonly archive: ArchiveStore;

  logHead(): LogHead;

  /** `duplicate`: the same packet id with the same octets is there. @throws EdocError `packet.conflict`, `status.not-allowed`. */
  submit(record: OutboundRecord): Promise<'stored' | 'duplicate'>;
  /** At start: whatever still waits may have been published by the run before. */
  markWaitingAsPublished(): Promise<void>;
  /**
   * What waits to be published, urgent first, then oldest first, without those ids and without what would overtake a packet
   * that it speaks of. From then on a packet counts as
   * published for {@link deliveries} and {@link withdraw}; one that is being withdrawn at this moment is left out. At most
   * `mostInParts` of them have attachments that travel as parts.
   */
  outbox(limit: number, exclude: ReadonlySet<number>, now: Date, mostInParts?: number): Promise<OutboxItem[]>;
  /** The broker confirmed (queued → sent), or it cannot be delivered (→ undeliverable); the item leaves the outbox. */
  outboxDone(item: OutboxItem, end: PublishEnd, at: Date, retryAt: Date): Promise<void>;
  retries(now: Date, limit: number): Promise<RetryItem[]>;
  retryDone(item: RetryItem, end: PublishEnd, at: Date, retryAt: Date): Promise<void>;
  /** Puts off what is due to a node, but for what the clerk asked for and last tries. */
  postponeRetries(node: string, now: Date, until: Date): Promise<void>;
  /** No try is later than `latest`, as it would be after the clock was set back: such are spread from `now` over `spreadMs`. */
  limitRetries(now: Date, latest: Date, spreadMs: number): Promise<void>;
  /** Deliveries whose last try found no answer in time become `expired`. Returns how many. */
  expireTried(now: Date): Promise<number>;
  /** Deliveries whose deadline was at or before `moment` become `expired`, tried or not. Returns how many. */
  expire(moment: Date): Promise<number>;
  /** When the next retry or deadline is due. */
  nextDue(): Promise<Date | undefined>;

  /**
   * `same`: these octets were accepted or refused before. `conflict`: a packet with this id and other octets was
   * accepted. A refused packet never stands in the way of another with its id: whoever guessed an id could block it.
   */
  knownPacket(packetId: string, sha256: string): Promise<'new' | 'same' | 'conflict'>;
  /** Stores packet, inbox entries, receipts (with their place in the outbox) and what the packet changes. */
  accept(record: InboundRecord): Promise<'stored' | 'duplicate'>;
  /** What these octets are answered with: the accepting receipts, or the refusing ones while there are none. */
  givenReceipts(packetId: string, sha256: string): Promise<GivenReceipt[]>;
  /**
   * Puts the stored receipts for these octets into the outbox again, each at most once. A renewed one takes the place of the one
   * that it renews for whoever is answered from now on; the first one is kept.
   */
  resendReceipts(
    packetId: string,
    sha256: string,
    at: Date,
    renewed: readonly RenewedReceipt[],
  ): Promise<void>;
  quarantine(record: QuarantineRecord): Promise<void>;
  /** `late`: it contradicts or repeats what is known; kept as an event. */
  settle(receipt: ReceivedReceipt): Promise<'settled' | 'repeated' | 'late'>;

  /** Everything that this node sent of a document and about it, in the order of sending. */
  correspondence(packetId: string): Promise<Correspondence[]>;
  /**
   * Sends again what has no answer: `sent` is published once more at once, `expired` and `undeliverable` are queued anew with
   * the deadline of their lane. The outcomes in the order of what is asked for.
   */
  resend(
    asked: readonly Resending[],
    at: Date,
    deadlineAt: Readonly<Record<Lane, Date>>,
  ): Promise<ResendOutcome[]>;

  sentPacket(
    packetId: string,
  ): Promise<{ sha256: string; attachments: readonly AttachmentRecord[] } | undefined>;
  sentMessage(packetId: string): Promise<{ sender: OrganId; bytes: Buffer } | undefined>;
  /** A document that came in, with the agencies of this node that have it in their register. */
  receivedMessage(
    packetId: string,
  ): Promise<
    { sender: OrganId; senderNode: string; bytes: Buffer; agencies: readonly OrganId[] } | undefined
  >;
  /** What the register holds about a document that was sent or received; undefined where it knows none. */
  storedEvidence(packetId: string): Promise<StoredEvidence | undefined>;
  /** All, or those to these agencies. */
  deliveries(packetId: string, recipients?: readonly OrganId[]): Promise<DeliveryRecord[]>;
  /**
   * queued → withdrawn for all these recipients, or for none; true where it was done. It is done only where the packet
   * never left the store: nothing to these recipients was published, nor handed out by {@link outbox} in this run, and
   * their nodes do not get the packet for another recipient.
   */
  withdraw(
    packetId: string,
    recipients: readonly OrganId[],
    reason: string,
    at: Date,
    events: readonly LogEvent[],
  ): Promise<boolean>;

  directoryVersion(): Promise<DirectoryVersion | undefined>;
  /** By either code form. */
  agency(code: OrganId): Promise<DirectoryAgency | undefined>;
  /** Keeps one page; when the version is complete and newer it comes into force: `true`. */
  takeDirectoryPage(page: DirectoryPage, events: readonly LogEvent[]): Promise<boolean>;
  appendEvents(events: readonly LogEvent[]): Promise<void>;
}

/** Attachments on disk, named by their SHA-256. */
export interface ContentStore {
  has(sha256: string): Promise<boolean>;
  /**
   * None of these is removed until `work` has ended: for whoever looks whether they are there and then stores what refers to them.
   */
  use<Result>(digests: readonly string[], work: () => Promise<Result>): Promise<Result>;
  /** Lets `work` remove contents that nothing needs. @throws EdocError `backup.under-way` while a backup copies them */
  removing<Result>(work: (remove: RemoveContent) => Promise<Result>): Promise<Result>;
  /** Durable when it resolves. */
  put(content: AsyncIterable<Uint8Array>): Promise<{ sha256: string; size: number }>;
  read(sha256: string): AsyncIterable<Buffer>;
  /** @param buffer what it is read into, of that length; left out: a new one */
  readRange(sha256: string, start: number, length: number, buffer?: Buffer): Promise<Buffer>;
  /** Keeps one part of `count` that a node sent, durably, apart from what others send. */
  putPart(sender: string, sha256: string, part: PartPosition, body: Uint8Array): Promise<void>;
  /**
   * Rebuilds the attachment from the parts that a node sent, and tells which are missing: none where it is there now, whoever
   * brought it; all where they made something else.
   */
  assemble(sender: string, sha256: string, size: number): Promise<readonly PartRange[]>;
  /** Attachments of which parts are here and others not; `oldest` is when something was last added to one. */
  staged(): Promise<WaitingWork>;
}

export interface Clock {
  now(): Date;
  /** Milliseconds since some moment, by a clock that nobody sets. */
  elapsedMs(): number;
}
