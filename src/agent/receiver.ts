/**
 * Takes every message that the broker offers and decides about it. What can be read is handled; what cannot goes to the
 * quarantine and is acknowledged, so that it is never in the way of the next. While the disk takes nothing, or a key is out of reach,
 * messages are held (`receive-pause.ts`); another passing trouble (a directory that is still on its way) brings a message back,
 * which the bus offers after a pause.
 */
import { EdocError, type ErrorCode, type Finding, isEdocError } from '../errors.js';
import { answerAgain } from './answer-again.js';
import { Chances } from './chances.js';
import type { AgentContext } from './context.js';
import type { RevocationWatch } from './evidence/watch.js';
import { MissingParts, receiveMissing } from './missing-parts.js';
import { PartReceiver } from './part-receiver.js';
import type { Pings } from './pings.js';
import type { Decision, InboundMessage } from './ports.js';
import { sha256Hex } from './receipts.js';
import { receiveDirectory } from './receive-directory.js';
import { type Arrival, Arrivals } from './receive-order.js';
import { receivePacket, replayPacket } from './receive-packet.js';
import { ofTheDisk, ofTheKey, ReceivePause } from './receive-pause.js';
import { receiveReceipt } from './receive-receipt.js';
import type { Answering } from './recovery/answering.js';
import type { Asking } from './recovery/asking.js';
import { ReturnedReceiver } from './recovery/receive-returned.js';
import { isOfTheDisk, isOfTheKey } from './trouble.js';

/** May mend itself within moments: the other lane can be ahead of the one that carries what is missing. */
const mendable: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'directory.unknown-agency',
  'directory.unknown-certificate',
  'packet.attachment-missing',
  'revocation.unavailable',
  'recovery.order',
]);

/** What a later directory may mend. */
const ofTheDirectory: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'directory.unknown-agency',
  'directory.unknown-certificate',
]);

/** What a node does after a restore, its own or another's. */
export interface RecoveryParts {
  readonly asking: Asking;
  readonly answering: Answering;
}

/** What may be taken, or told to be nothing new, without a write. */
const withoutDisk: ReadonlySet<string> = new Set(['ping', 'directory']);

/** What cannot be taken without the key of the agency that it is for. */
const answeredWithSeal: ReadonlySet<string> = new Set(['packet', 'returned']);

export class Receiver {
  readonly #context: AgentContext;
  readonly #pings: Pings;
  readonly #watch: RevocationWatch;
  readonly #parts: PartReceiver;
  readonly #missing: MissingParts;
  readonly #recovery: RecoveryParts;
  readonly #returned: ReturnedReceiver;
  readonly #afterReceiving: (message: InboundMessage) => void;
  readonly #chances: Chances;
  readonly #arrivals = new Arrivals();
  readonly #disk: ReceivePause;
  readonly #key: ReceivePause;
  /** Pages of the directory that came and are not stored: a disk that takes its time keeps others waiting for them. */
  #directoriesInHand = 0;

  /** @param afterReceiving called with what was taken, when receipts may wait in the outbox. */
  constructor(
    context: AgentContext,
    pings: Pings,
    watch: RevocationWatch,
    recovery: RecoveryParts,
    afterReceiving: (message: InboundMessage) => void,
  ) {
    this.#context = context;
    this.#pings = pings;
    this.#watch = watch;
    this.#parts = new PartReceiver(context);
    this.#missing = new MissingParts(context);
    this.#recovery = recovery;
    this.#returned = new ReturnedReceiver(context, pings, watch, this.#parts);
    this.#afterReceiving = afterReceiving;
    this.#disk = new ReceivePause(context, ofTheDisk);
    this.#key = new ReceivePause(context, ofTheKey);
    const { policy, clock } = context;
    // The bus offers a message again after half of this at the earliest.
    this.#chances = new Chances(policy.patience, policy.pauseMs / 2, () => clock.elapsedMs());
  }

  /** To be called in the order in which messages come. */
  async handle(message: InboundMessage): Promise<Decision> {
    const { lost, type } = message;
    const inHand = type === 'directory' ? 1 : 0;
    this.#directoriesInHand += inHand;
    try {
      if (type === 'returned') this.#returned.came(message);
      const decision = await this.#arrivals.through(message, (arrival) => {
        const take = () =>
          this.#disk.run(() => this.#take(message, arrival), { lost, writes: !withoutDisk.has(type) });
        return answeredWithSeal.has(type) ? this.#key.run(take, { lost }) : take();
      });
      return decision === 'lost' ? 'requeue' : decision;
    } catch (error) {
      this.#context.log.warn('receive.later', { packet: message.messageId, kind: message.type, error });
      return 'requeue';
    } finally {
      this.#directoriesInHand -= inHand;
    }
  }

  /** What the status says of it. */
  findings(): Finding[] {
    return [...this.#disk.findings(), ...this.#key.findings()];
  }

  /** @throws EdocError a trouble of the disk or the key, with which nothing was decided */
  async #take(message: InboundMessage, arrival: Arrival): Promise<Decision> {
    try {
      const decision = await this.#route(message, arrival);
      this.#chances.forget(keyOf(message));
      this.#afterReceiving(message);
      if (message.type === 'receipt' || message.type === 'directory') this.#recovery.asking.wake();
      return decision;
    } catch (error) {
      return this.#failed(message, error);
    }
  }

  /**
   * Takes a message that the broker gave up on after its last delivery, so that it is seen and can be replayed. Kept
   * durably before it leaves the dead-letter queue. A packet that another copy of it brought in meanwhile is only answered again.
   */
  async handleDead(message: InboundMessage): Promise<Decision> {
    const { store } = this.#context;
    const { type, messageId, body } = message;
    if (type === 'packet' && (await store.knownPacket(messageId, sha256Hex(body))) === 'same') {
      await answerAgain(this.#context, messageId, sha256Hex(body));
      this.#afterReceiving(message);
      return 'ack';
    }
    await this.#quarantine(message, new EdocError('transport.gave-up'));
    if (type === 'returned') this.#returned.decided(message);
    return 'ack';
  }

  /**
   * Takes a message of the quarantine as if it came now. Resolves with nothing where it was taken, else with why it was refused:
   * nothing is waited for.
   * @throws EdocError a trouble of our own; then nothing was decided
   */
  async replay(message: InboundMessage): Promise<EdocError | undefined> {
    try {
      if (message.sender !== undefined && message.type === 'packet')
        return await replayPacket(this.#context, this.#parts, this.#watch, message, isOurs);
      if (message.sender !== undefined && message.type === 'returned')
        return await this.#returned.take(message, isOurs);
      await this.#arrivals.through(message, (arrival) => this.#route(message, arrival));
      return undefined;
    } catch (error) {
      if (isOurs(error)) throw error;
      return isEdocError(error) ? error : new EdocError('agent.internal', { cause: error });
    } finally {
      this.#afterReceiving(message);
    }
  }

  #route(message: InboundMessage, arrival: Arrival): Promise<Decision> {
    if (message.type === 'directory') return receiveDirectory(this.#context, this.#watch, message);
    if (message.sender === undefined) throw new EdocError('transport.no-sender');
    switch (message.type) {
      case 'packet':
        return receivePacket(
          this.#context,
          this.#parts,
          this.#missing,
          this.#watch,
          message,
          arrival,
          (error) => this.#isPassing(message, error),
          (packetId) => this.#recovery.asking.mayHaveLost(packetId),
        );
      case 'receipt':
        return receiveReceipt(this.#context, this.#pings, this.#watch, message, (node) =>
          this.#returned.isThrough(node),
        );
      case 'part':
        return this.#parts.receive(message, message.sender);
      case 'missing':
        return receiveMissing(this.#context, message, message.sender);
      case 'ping':
        return this.#pings.receive(message);
      case 'resync':
        return this.#recovery.answering.receive(message);
      case 'returned':
        return this.#returned.receive(message, (error) => this.#isPassing(message, error));
      default:
        throw new EdocError('transport.unknown-type', { detail: { type: message.type.slice(0, 40) } });
    }
  }

  #isPassing(message: InboundMessage, error: unknown): boolean {
    if (this.#isOfDirectoryToCome(error)) return true;
    if (isEdocError(error) && !this.#isMendable(error.code)) return isOurTrouble(error.code);
    // What is mendable, and what we do not understand, gets a few chances.
    return this.#chances.isLeft(keyOf(message));
  }

  #isOfDirectoryToCome(error: unknown): boolean {
    const isKnownToCome = this.#directoriesInHand > 0 || this.#recovery.asking.directoryIsOld;
    return isKnownToCome && isEdocError(error) && ofTheDirectory.has(error.code);
  }

  /** What was given back to a life of this node before its last restore is ahead of what it asks for now. */
  #isMendable(code: ErrorCode): boolean {
    return mendable.has(code) || (code === 'recovery.not-asked' && this.#recovery.asking.isUnderWay);
  }

  async #failed(message: InboundMessage, error: unknown): Promise<Decision> {
    const { log } = this.#context;
    if (isOfTheDisk(error) || isOfTheKey(error)) throw error;
    if (this.#isPassing(message, error)) {
      // What is missing may be in hand, and not stored: a part, a page of the directory.
      if (this.#disk.trouble) throw this.#disk.trouble;
      // Our own troubles take none of the chances of what may still come; nor does waiting for what is known to come.
      if (!isOurs(error) && !this.#isOfDirectoryToCome(error)) this.#chances.use(keyOf(message));
      log.info('receive.later', { packet: message.messageId, kind: message.type, error });
      return 'requeue';
    }
    this.#chances.forget(keyOf(message));
    log.error('receive.quarantined', {
      packet: message.messageId,
      kind: message.type,
      peer: message.sender ?? '',
      error,
    });
    try {
      await this.#quarantine(
        message,
        isEdocError(error) ? error : new EdocError('agent.internal', { cause: error }),
      );
      if (message.type === 'returned') this.#returned.decided(message);
      return 'ack';
    } catch (failure) {
      if (isOfTheDisk(failure)) throw failure;
      log.error('quarantine.failed', { packet: message.messageId, error: failure });
      return 'requeue';
    }
  }

  #quarantine(message: InboundMessage, error: EdocError): Promise<void> {
    return this.#context.store.quarantine({
      type: message.type,
      messageId: message.messageId,
      senderNode: message.sender ?? '',
      code: error.code,
      ...(error.place === undefined ? {} : { place: error.place }),
      bytes: message.body,
      at: this.#context.clock.now(),
      lane: message.lane,
      sentAt: message.sentAt,
      ...(message.part ? { part: message.part } : {}),
      receipts: [],
      events: [
        {
          kind: 'message.quarantined',
          detail: {
            type: message.type,
            message: message.messageId,
            node: message.sender ?? '',
            code: error.code,
          },
        },
      ],
    });
  }
}

/** Troubles of this node, which say nothing about the message: its disk, its broker, its key, a directory that never came. */
function isOurTrouble(code: ErrorCode): boolean {
  const others: readonly ErrorCode[] = ['agent.cannot-seal', 'directory.missing'];
  return /^(store|content|broker)\./.test(code) || others.includes(code);
}

function isOurs(error: unknown): boolean {
  return isEdocError(error) && isOurTrouble(error.code);
}

function keyOf(message: InboundMessage): string {
  return `${message.type} ${message.messageId} ${message.sender ?? ''}`;
}
