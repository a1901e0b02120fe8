/**
 * What the agent needs from the world, in the agent's own words. The adapters (`broker`, `store`) satisfy these
 * interfaces by their shape and know nothing of the agent; `cli` puts them together.
 */
import type {
  BusinessCode,
  BusinessState,
  DeliveryState,
  DirectoryAgency,
  DirectoryPage,
  DirectoryVersion,
  DocumentMessage,
  OrganId,
  PartRange,
  RecallState,
  StatusMessage,
} from '../edoc/index.js';
import type { ErrorCode } from '../errors.js';
import type { AttachmentStore } from './attachment-ports.js';
import type { AttentionStore, WaitingWork } from './attention-ports.js';
import type { EvidenceStore } from './evidence/ports.js';
import type { ContentToSend, PartPosition, PartStore } from './part-ports.js';
import type { RecoveryStore } from './recovery/ports.js';

// ---------------------------------------------------------------------------------------------------- broker

export type Lane = 'ordinary' | 'urgent';
export type MessageType =
  | 'packet'
  | 'receipt'
  | 'part'
  | 'missing'
  | 'ping'
  | 'resync'
  | 'returned'
  | 'directory';

export type { PartPosition };

export interface OutboundMessage {
  readonly type: MessageType;
  readonly messageId: string;
  readonly lane: Lane;
  /** Node names. */
  readonly recipients: readonly string[];
  readonly body: Uint8Array;
  readonly part?: PartPosition;
}

export interface InboundMessage {
  readonly type: string;
  readonly messageId: string;
  /** The sending node, checked by the broker; undefined where the message does not say. */
  readonly sender: string | undefined;
  readonly lane: Lane;
  readonly body: Buffer;
  readonly redelivered: boolean;
  readonly sentAt: Date | undefined;
  readonly part?: PartPosition;
  /** Aborted when no answer to it can reach the broker any more, which then offers the message again. */
  readonly lost?: AbortSignal;
}

/** `refuse` sends the message to the node's dead-letter queue. */
export type Decision = 'ack' | 'requeue' | 'refuse';

export type BusState = 'connecting' | 'connected' | 'blocked' | 'closed';

export interface Bus {
  /** Resolves when the broker has the message safe. @throws EdocError `broker.unavailable` when it could not be told. */
  publish(message: OutboundMessage): Promise<'confirmed' | 'unroutable'>;
  /** Reads both lanes from now on, over reconnects. A message given back with `requeue` comes again after a pause. */
  consume(handler: (message: InboundMessage) => Promise<Decision>): Promise<void>;
  /** One pass over the messages that the broker gave up on. */
  sweepDeadLetters(
    handler: (message: InboundMessage) => Promise<Decision>,
  ): Promise<{ taken: number; left: number }>;
  readonly state: BusState;
  onState(listener: (state: BusState) => void): void;
  close(): Promise<void>;
}

// ---------------------------------------------------------------------------------------------------- store

/** One line for the event log; the store adds sequence, time and hash. Values are identifiers, codes, numbers. */
export interface LogEvent {
  readonly kind: string;
  readonly packetId?: string;
  readonly agency?: string;
  readonly detail?: Readonly<Record<string, string | number>>;
}

export interface LogHead {
  readonly sequence: number;
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
}

/** The octets of a sealed packet with what the register needs to know of it. */
export interface PacketRecord {
  readonly packetId: string;
  readonly sha256: string;
  readonly bytes: Buffer;
  readonly message: DocumentMessage | StatusMessage;
  /** Set for a status: the packet that it speaks of. */
  readonly concerns?: string;
  readonly attachments: readonly AttachmentRecord[];
}

export interface AttachmentRecord {
  readonly name: string;
  readonly contentType: string;
  readonly sha256: string;
  readonly size: number;
  readonly transfer: 'inline' | 'parts';
}

export interface NewDelivery {
  readonly recipient: OrganId;
  readonly node: string;
}

/** A step that the clerk of a recipient takes on a received document, together with the status packet that tells of it. */
export interface EntryStep {
  readonly packetId: string;
  readonly agency: OrganId;
  readonly code: BusinessCode;
  readonly reason?: string;
}

export interface OutboundRecord {
  readonly packet: PacketRecord;
  readonly sender: OrganId;
  readonly lane: Lane;
  readonly deliveries: readonly NewDelivery[];
  readonly at: Date;
  readonly deadlineAt: Date;
  /** For a status of a recipient's clerk: the local step, in the same transaction. */
  readonly step?: EntryStep;
  /** For a status 13: the deliveries of the recalled packet that it asks back. */
  readonly recall?: { readonly packetId: string; readonly recipient: OrganId; readonly reason: string };
  readonly events: readonly LogEvent[];
}

/** Something that waits to be published for the first time. */
export interface OutboxItem {
  readonly id: number;
  readonly type: 'packet' | 'receipt';
  readonly packetId: string;
  readonly lane: Lane;
  readonly nodes: readonly string[];
  readonly body: Buffer;
  /** Attachments that go before the packet as parts. */
  readonly parts: readonly ContentToSend[];
}

/**
 * How publishing ended: the broker has it, returned it, or it can never be published, with the code of the reason and the
 * reason in words.
 */
export type PublishEnd = 'confirmed' | 'unroutable' | { readonly code: ErrorCode; readonly reason: string };

/** A packet that was sent and has no receipt yet. */
export interface RetryItem {
  readonly packetId: string;
  readonly node: string;
  readonly lane: Lane;
  readonly attempt: number;
  readonly body: Buffer;
  /** Only those that the node asked for again. */
  readonly parts: readonly ContentToSend[];
  /** The clerk asked for it. */
  readonly asked: boolean;
  /** Its deadline has passed: the last try. */
  readonly last: boolean;
}

export interface InboundRecord {
  readonly packet: PacketRecord;
  readonly sender: OrganId;
  readonly senderName: string;
  readonly senderNode: string;
  readonly receivedAt: Date;
  readonly sealCertificateSha256: string;
  /** Given to the receiver again by the operator, or back by the sender with our acceptance: an earlier refusal does not stand in the way. */
  readonly replay?: boolean;
  readonly receipts: readonly NewReceipt[];
  /** Set where the sender gave it back after this store was restored, with the receipts of the first time. */
  readonly returned?: { readonly at: Date };
  readonly events: readonly LogEvent[];
}

export interface NewReceipt {
  readonly agency: OrganId;
  readonly outcome: 'accepted' | 'refused';
  readonly code?: ErrorCode;
  readonly bytes: Buffer;
  readonly at: Date;
}

export interface ReceivedReceipt {
  readonly packetId: string;
  readonly recipient: OrganId;
  readonly outcome: 'accepted' | 'refused';
  readonly code?: string;
  readonly reason?: string;
  readonly bytes: Buffer;
  readonly at: Date;
  readonly events: readonly LogEvent[];
}

export interface DeliveryRecord {
  readonly packetId: string;
  readonly recipient: OrganId;
  readonly node: string;
  readonly state: DeliveryState;
  readonly business: BusinessState;
  readonly recall: RecallState;
  /** True where the packet may have reached the broker. */
  readonly published: boolean;
}

/** A delivery of a document, or of a status about it. */
export interface Correspondence {
  /** The code of a status; absent for the document itself. */
  readonly code?: string;
  readonly delivery: DeliveryRecord;
}

export interface Resending {
  readonly packetId: string;
  readonly recipient: OrganId;
  /** Where the recipient is served now. */
  readonly node: string;
}

/**
 * `again`: it was on its way, and is published once more. `anew`: it had been given up. `waiting`: it has not gone out yet.
 * `recalled`: the document was asked back. `nothing`: the recipient has answered, or it was withdrawn.
 */
export type ResendOutcome = 'again' | 'anew' | 'waiting' | 'recalled' | 'nothing';

export interface QuarantineRecord {
  readonly type: string;
  readonly messageId: string;
  readonly senderNode: string;
  readonly code: ErrorCode;
  /** Where in the message, e.g. `MessageHeader.To[2].OrganId`. */
  readonly place?: string;
  readonly bytes: Buffer;
  readonly at: Date;
  readonly lane?: Lane;
  /** When the sender says that it sent it. */
  readonly sentAt?: Date | undefined;
  readonly part?: PartPosition;
  /** The refusals that go back to the sender; none where it is not known whom to answer. */
  readonly receipts: readonly NewReceipt[];
  readonly events: readonly LogEvent[];
}

/** A sealed file, and its `xades:UnsignedProperties` where it has any. */
export interface StoredFile {
  readonly bytes: Buffer;
  readonly properties?: string;
}

/** All sealed files about one document. */
export interface StoredEvidence {
  readonly sender: OrganId;
  /** True where this node sent it. */
  readonly sent: boolean;
  /** The agencies of this node that received it. */
  readonly agencies: readonly OrganId[];
  /** When the packet was taken into the register. */
  readonly at: Date;
  /** Two where this node serves both ends: the octets are the same, the proof around them need not be. */
  readonly packets: readonly StoredFile[];
  /** Given and got. */
  readonly receipts: readonly StoredFile[];
  readonly statuses: readonly StoredFile[];
}

/** Every writing method is one transaction, durable when its promise resolves. */
export interface AgentStore extends EvidenceStore, AttachmentStore, AttentionStore, PartStore, RecoveryStore {
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
  /** Puts the stored receipts for these octets into the outbox again, each at most once. */
  resendReceipts(packetId: string, sha256: string): Promise<void>;
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
  /** Durable when it resolves. */
  put(content: AsyncIterable<Uint8Array>): Promise<{ sha256: string; size: number }>;
  read(sha256: string): AsyncIterable<Buffer>;
  readRange(sha256: string, start: number, length: number): Promise<Buffer>;
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

// ---------------------------------------------------------------------------------------------------- world

export interface Clock {
  now(): Date;
  /** Milliseconds since some moment, by a clock that nobody sets. */
  elapsedMs(): number;
}
