/** The node's store: the only writer. Every writing method is one transaction, durable when its promise resolves. */
import type { DirectoryAgency, DirectoryPage, DirectoryVersion, OrganId } from '../edoc/index.js';
import { acceptWork, knownPacket } from './accept.js';
import { Archive } from './archive.js';
import {
  type AttachmentSignatures,
  type AttachmentToInspect,
  keepSignatures,
  waitingAttachments,
} from './attachment-signatures.js';
import { AttentionWatch } from './attention-watch.js';
import { Deadlines } from './deadlines.js';
import { readDeliveries, toDelivery } from './deliveries.js';
import { Directory } from './directory.js';
import { type StoredEvidence, storedEvidence } from './document-evidence.js';
import { Evidence } from './evidence.js';
import type { LogHead, NewEvent } from './log-entry.js';
import {
  type ReceivedMessage,
  receivedMessage,
  type SentMessage,
  type SentPacket,
  sentMessage,
  sentPacket,
} from './messages.js';
import { Outbox } from './outbox.js';
import { askedWork, partsSentWork } from './part-sending.js';
import { quarantineWork } from './quarantine.js';
import { discardWork, replayedWork } from './quarantine-outcome.js';
import { keptMessage } from './quarantine-read.js';
import { StoreReader } from './reader.js';
import {
  type GivenReceipt,
  givenReceipts,
  type RenewedReceipt,
  resendReceiptsWork,
} from './receipts-again.js';
import type {
  DeliveryRecord,
  InboundRecord,
  KeptMessage,
  OutboundRecord,
  OutboxItem,
  PartsRequest,
  PartsSent,
  PublishEnd,
  QuarantineRecord,
  ReceivedReceipt,
  ReplayOutcome,
  RetryItem,
} from './records.js';
import { Recovery } from './recovery.js';
import {
  type Correspondence,
  correspondenceOf,
  type Resending,
  type ResendOutcome,
  resendWork,
} from './resend.js';
import { publishedBefore, type ReturnedRecord, returnedWork } from './returned.js';
import { Returning } from './returning.js';
import { type Settlement, settleWork } from './settle.js';
import type { StoreParts } from './store-parts.js';
import { submitWork } from './submit.js';
import { Withdrawals } from './withdraw.js';

export class Store {
  /** Reads what was committed, on a connection of its own. */
  readonly reader: StoreReader;
  /** What a restored store asks of its peers. */
  readonly recovery: Recovery;
  /** What restored peers ask of this one. */
  readonly returning: Returning;
  /** The proof of time and standing around what is kept. */
  readonly evidence: Evidence;
  /** What lies outside the store. */
  readonly archive: Archive;
  /** What people should look at. */
  readonly attention: AttentionWatch;
  readonly #parts: StoreParts;
  readonly #outbox: Outbox;
  readonly #deadlines: Deadlines;
  readonly #directory: Directory;
  readonly #withdrawals: Withdrawals;

  constructor(parts: StoreParts) {
    const { reading, commits, now } = parts;
    this.#parts = parts;
    this.reader = new StoreReader(reading);
    this.#withdrawals = new Withdrawals(commits);
    this.#outbox = new Outbox(reading, commits, this.#withdrawals);
    this.#deadlines = new Deadlines(reading, commits);
    this.#directory = new Directory(reading, commits, now);
    this.evidence = new Evidence(reading, commits);
    this.archive = new Archive(reading, commits);
    this.attention = new AttentionWatch(reading, commits);
    this.recovery = new Recovery(reading, commits);
    this.returning = new Returning(reading, commits);
  }

  /** The last committed head of the event log. */
  logHead(): LogHead {
    return this.#parts.commits.head;
  }

  /**
   * Stores what goes out. `duplicate`: the same packet id with the same octets is there.
   * @throws EdocError `packet.conflict`, `status.not-allowed`, `store.not-found`, `store.unknown-delivery`
   */
  submit(record: OutboundRecord): Promise<'stored' | 'duplicate'> {
    return this.#parts.commits.do(submitWork(record));
  }

  /** At start: whatever still waits may have been published by the run before. */
  markWaitingAsPublished(): Promise<void> {
    return this.#outbox.markWaitingAsPublished();
  }

  /**
   * Stores a packet of our own that a peer gave back, as sent.
   * @throws EdocError `packet.conflict`, `recovery.order`
   */
  async takeBack(record: ReturnedRecord): Promise<'stored' | 'duplicate'> {
    const { commits } = this.#parts;
    const stored = await commits.do(returnedWork(record));
    await commits.do(publishedBefore(record));
    return stored;
  }

  /**
   * What waits to be published, urgent first, then oldest first, without those in `exclude` and those that would overtake
   * what they speak of; see {@link Outbox.take}.
   */
  outbox(
    limit: number,
    exclude: ReadonlySet<number>,
    now = this.#parts.now(),
    mostInParts?: number,
  ): Promise<OutboxItem[]> {
    return this.#outbox.take(limit, exclude, now, mostInParts);
  }

  /** The broker confirmed the item (queued → sent), or it cannot be delivered (→ undeliverable); it leaves the outbox. */
  outboxDone(item: OutboxItem, end: PublishEnd, at: Date, retryAt: Date): Promise<void> {
    return this.#outbox.done(item, end, at, retryAt);
  }

  /** Packets without a receipt that are due once more, one item for each node. */
  retries(now: Date, limit: number): Promise<RetryItem[]> {
    return this.#deadlines.retries(now, limit);
  }

  retryDone(item: RetryItem, end: PublishEnd, at: Date, retryAt: Date): Promise<void> {
    return this.#deadlines.retryDone(item, end, at, retryAt);
  }

  /** Puts off what is due to a node, but for what the clerk asked for and last tries. */
  postponeRetries(node: string, now: Date, until: Date): Promise<void> {
    return this.#deadlines.postpone(node, now, until);
  }

  /** No try is later than `latest`: such are spread from `now` over `spreadMs`. */
  limitRetries(now: Date, latest: Date, spreadMs: number): Promise<void> {
    return this.#deadlines.limit(now, latest, spreadMs);
  }

  /** How far a content was sent; durable when it resolves. */
  partsSent(progress: PartsSent): Promise<void> {
    return this.#parts.commits.do(partsSentWork(progress));
  }

  /**
   * A node lacks parts: they and the packet become due. `ignored`: it is answered, or they are on their way already.
   * @throws EdocError `missing.not-sent`
   */
  askedForParts(request: PartsRequest): Promise<'asked' | 'ignored'> {
    return this.#parts.commits.do(askedWork(request));
  }

  /** Deliveries whose last try found no answer in time become `expired`. Returns how many. */
  expireTried(now: Date): Promise<number> {
    return this.#deadlines.expireTried(now);
  }

  /** Deliveries whose deadline was at or before `moment` become `expired`, tried or not. Returns how many. */
  expire(moment: Date): Promise<number> {
    return this.#deadlines.expire(moment);
  }

  nextDue(): Promise<Date | undefined> {
    return this.#deadlines.nextDue();
  }

  /**
   * `same`: these octets were accepted or refused before. `conflict`: a packet with this id and other octets was
   * accepted; a refused one stands in nobody's way.
   */
  async knownPacket(packetId: string, sha256: string): Promise<'new' | 'same' | 'conflict'> {
    const known = await knownPacket(this.#parts.reading, packetId, sha256);
    if (known?.accepted === sha256) return 'same';
    if (known?.accepted) return 'conflict';
    return known?.answered ? 'same' : 'new';
  }

  /**
   * Stores what came in with its receipts and what it changes. `duplicate`: as `same` above, nothing is changed.
   * @throws EdocError `packet.conflict`
   */
  accept(record: InboundRecord): Promise<'stored' | 'duplicate'> {
    return this.#parts.commits.do(acceptWork(record));
  }

  /** What these octets are answered with. */
  givenReceipts(packetId: string, sha256: string): Promise<GivenReceipt[]> {
    return givenReceipts(this.#parts.reading, packetId, sha256);
  }

  /** Puts the stored receipts for these octets into the outbox again, each at most once, and in place of some what renews them. */
  resendReceipts(
    packetId: string,
    sha256: string,
    at = this.#parts.now(),
    renewed?: readonly RenewedReceipt[],
  ): Promise<void> {
    return this.#parts.commits.do(resendReceiptsWork(packetId, sha256, at, renewed));
  }

  quarantine(record: QuarantineRecord): Promise<void> {
    return this.#parts.commits.do(quarantineWork(record));
  }

  /** A message in quarantine, with its octets where they are still there. */
  quarantined(id: number): Promise<KeptMessage | undefined> {
    return keptMessage(this.#parts.reading, id);
  }

  /** Records what became of giving it to the receiver again. @throws EdocError `quarantine.unknown` */
  replayed(message: Pick<KeptMessage, 'id' | 'messageId'>, outcome: ReplayOutcome, at: Date): Promise<void> {
    return this.#parts.commits.do(replayedWork(message.id, message.messageId, outcome, at));
  }

  /** Removes the octets of a message in quarantine. @throws EdocError `quarantine.unknown`, `quarantine.settled` */
  discard(message: Pick<KeptMessage, 'id' | 'messageId'>, reason: string, at: Date): Promise<void> {
    return this.#parts.commits.do(discardWork(message.id, message.messageId, reason, at));
  }

  /** @throws EdocError `store.unknown-delivery` */
  settle(receipt: ReceivedReceipt): Promise<Settlement> {
    return this.#parts.commits.do(settleWork(receipt));
  }

  /** Everything that this node sent of a document and about it, in the order of sending. */
  correspondence(packetId: string): Promise<Correspondence[]> {
    return correspondenceOf(this.#parts.reading, packetId);
  }

  /** Sends again what has no answer, in one transaction; `deadlineAt`, by lane, is for what begins anew. */
  resend(
    asked: readonly Resending[],
    at: Date,
    deadlineAt: Readonly<Record<'ordinary' | 'urgent', Date>>,
  ): Promise<ResendOutcome[]> {
    return this.#parts.commits.do(resendWork(asked, at, deadlineAt));
  }

  sentPacket(packetId: string): Promise<SentPacket | undefined> {
    return sentPacket(this.#parts.reading, packetId);
  }

  sentMessage(packetId: string): Promise<SentMessage | undefined> {
    return sentMessage(this.#parts.reading, packetId);
  }

  /** A document that came in, with the agencies of this node that have it in their register. */
  receivedMessage(packetId: string): Promise<ReceivedMessage | undefined> {
    return receivedMessage(this.#parts.reading, packetId);
  }

  /** What the register holds about a document that was sent or received. */
  storedEvidence(packetId: string): Promise<StoredEvidence | undefined> {
    return storedEvidence(this.#parts.reading, packetId);
  }

  /** All, or those to these agencies. */
  async deliveries(packetId: string, recipients?: readonly OrganId[]): Promise<DeliveryRecord[]> {
    const rows = await readDeliveries(this.#parts.reading, packetId, recipients);
    const handedOut = this.#withdrawals.wasHandedOut(packetId);
    return rows
      .map(toDelivery)
      .map((delivery) => ({ ...delivery, published: delivery.published || handedOut }));
  }

  /**
   * queued → withdrawn where the packet was never published; true where it was done. Recipients served by one node
   * are withdrawn together or not at all: give them in one call.
   */
  withdraw(
    packetId: string,
    recipients: OrganId | readonly OrganId[],
    reason: string,
    at: Date,
    events: readonly NewEvent[],
  ): Promise<boolean> {
    const list = typeof recipients === 'string' ? [recipients] : recipients;
    return this.#withdrawals.withdraw({ packetId, recipients: list, reason, at, events });
  }

  directoryVersion(): Promise<DirectoryVersion | undefined> {
    return this.#directory.version();
  }

  /** By either code form. */
  agency(code: OrganId): Promise<DirectoryAgency | undefined> {
    return this.#directory.agency(code);
  }

  /** Keeps one page; true when with it a complete and newer version came into force. */
  takeDirectoryPage(page: DirectoryPage, events: readonly NewEvent[]): Promise<boolean> {
    return this.#directory.take(page, events);
  }

  /** Waits until the directory versions that were replaced are removed from the file. */
  directorySwept(): Promise<void> {
    return this.#directory.swept();
  }

  appendEvents(events: readonly NewEvent[]): Promise<void> {
    return this.#parts.commits.do({
      touches: [],
      octets: events.length * 200,
      run: async (unit) => {
        for (const event of events) unit.event(event);
      },
    });
  }

  /** Received PDF files that nobody looked at yet, oldest first. */
  attachmentsToInspect(limit: number): Promise<AttachmentToInspect[]> {
    return waitingAttachments(this.#parts.reading, limit);
  }

  keepSignatures(
    attachment: Pick<AttachmentToInspect, 'key' | 'packetId'>,
    found: Omit<AttachmentSignatures, 'ordinal'>,
  ): Promise<void> {
    return keepSignatures(this.#parts.commits, attachment, found);
  }

  /** Finishes what is under way and lets another process write. */
  async close(): Promise<void> {
    const { commits, reading, writing, lock } = this.#parts;
    await commits.close();
    await reading.close();
    await writing.close();
    await lock.release();
  }
}
