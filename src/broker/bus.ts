/** A node's standing connection to the axis: opened again for ever, with back-off, over all the addresses given. */
import { setTimeout as delay } from 'node:timers/promises';
import { EdocError, isEdocError } from '../errors.js';
import type { Log } from '../log.js';
import { type Backoff, backoffMs } from './backoff.js';
import { type Address, type ClientTls, lostError, parseAddress } from './link.js';
import type { BusState, Lane, MessageHandler, OutboundMessage } from './message.js';
import { PartBuffers } from './part-buffers.js';
import type { Outcome, Window } from './publisher.js';
import { Session, type SessionOptions } from './session.js';
import { toPublications } from './wire.js';
import { within } from './within.js';

export interface BusOptions {
  /** `amqps://host:port/vhost`, the brokers of one cluster; tried in turn, from one chosen at random. */
  readonly urls: readonly string[];
  /** The node's name, which its certificate carries as CN; or `operator`. */
  readonly node: string;
  readonly tls: ClientTls;
  readonly log: Log;
  /** Messages handled at the same time, per lane. */
  readonly prefetch?: Readonly<Record<Lane, number>>;
  readonly reconnect?: Backoff;
  /** Pause before a message that a handler gave back is offered again. */
  readonly requeue?: Backoff;
  /** What may be unconfirmed at the same time; further publishes wait for room. */
  readonly window?: Window;
  /** For one address; where there are others, the first rounds over all of them give each less. */
  readonly connectTimeoutMs?: number;
  /**
   * AMQP's, in seconds. A broker from which nothing came for 1.4 of them is given up, and the next address is tried; the broker
   * gives this client up after two.
   */
  readonly heartbeatSeconds?: number;
  /** How long `close` waits for handlers and confirms. */
  readonly closeTimeoutMs?: number;
  readonly random?: () => number;
  readonly now?: () => Date;
}

export interface Bus {
  /**
   * Resolves when the broker has the message safe for every recipient that has a queue; `unroutable` when none has.
   * Messages reach the broker in the order of the calls, so long as the connection stands. The body is the caller's again when it
   * resolves; after a rejection it may still be on its way, and must not be changed.
   * @throws EdocError `broker.unavailable`, `broker.refused`, `broker.tls`, `broker.nacked`, `broker.blocked` (all
   *   retryable; whether the message arrived is unknown), `broker.closed`, `broker.message`, `broker.too-large`
   */
  publish(message: OutboundMessage): Promise<Outcome>;
  /** Reads both lanes from now on, over reconnects. Call it once. Resolves when the first subscription was tried. */
  consume(handler: MessageHandler): Promise<void>;
  /**
   * One pass over the node's dead-letter queue: `ack` takes a message out, anything else leaves it.
   * @throws EdocError as `publish`, and what the handler throws
   */
  sweepDeadLetters(handler: MessageHandler): Promise<{ taken: number; left: number }>;
  readonly state: BusState;
  /** Why the last connection was lost or not made; undefined while connected. */
  readonly problem: EdocError | undefined;
  onState(listener: (state: BusState) => void): void;
  /** Resolves once connected. @throws EdocError the last problem, or `broker.unavailable`, after `timeoutMs` */
  connected(timeoutMs: number): Promise<void>;
  /** Takes nothing new, waits a bounded time for handlers and confirms, and closes. Never rejects. */
  close(): Promise<void>;
}

/**
 * With 128 an agent takes no more documents a second than with 64 (`npm run bench -- exchange`); with parts of 512 KiB that
 * bounds the memory of a lane to 32 MiB.
 */
const defaults = {
  prefetch: { ordinary: 64, urgent: 64 },
  reconnect: { firstMs: 250, maxMs: 10_000 },
  requeue: { firstMs: 1_000, maxMs: 60_000 },
  window: { messages: 512, bytes: 33_554_432, confirmTimeoutMs: 60_000 },
  connectTimeoutMs: 10_000,
  heartbeatSeconds: 5,
  closeTimeoutMs: 10_000,
  random: Math.random,
  now: () => new Date(),
};

/** What an address gets in the first round where there are others: one that is dead must not hold up the next. */
const firstTimeoutMs = 2_500;

/** What a connection that is being given up may take to answer; one to a broker that stands still never does. */
const givenUpMs = 250;

/** Starts connecting at once and returns. @throws EdocError `broker.url` */
export function openBus(options: BusOptions): Bus {
  return new StandingBus(options);
}

class StandingBus implements Bus {
  readonly #options: SessionOptions & { readonly now: () => Date };
  readonly #addresses: readonly [Address, ...Address[]];
  readonly #listeners = new Set<(state: BusState) => void>();
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #state: BusState = 'connecting';
  #problem: EdocError | undefined;
  #session: Session | undefined;
  #handler: MessageHandler | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: BusOptions) {
    this.#options = { ...defaults, ...options, buffers: new PartBuffers() };
    const [first, ...further] = options.urls.map((url) => parseAddress(url));
    if (!first) {
      throw new EdocError('broker.url', {
        detail: { variable: 'broker address', form: 'amqps://host:port/vhost' },
      });
    }
    this.#addresses = [first, ...further];
    this.#running = this.#run();
  }

  get state(): BusState {
    return this.#state;
  }

  get problem(): EdocError | undefined {
    return this.#problem;
  }

  onState(listener: (state: BusState) => void): void {
    this.#listeners.add(listener);
  }

  async publish(message: OutboundMessage): Promise<Outcome> {
    const publications = toPublications(message, this.#options.node, this.#options.now());
    const { publisher } = this.#current();
    // What is in flight waits for the alarm to end; more would only pile up in this process.
    if (this.#state === 'blocked') throw new EdocError('broker.blocked');
    const outcomes = await Promise.all(publications.map((publication) => publisher.publish(publication)));
    return outcomes.includes('confirmed') ? 'confirmed' : 'unroutable';
  }

  async consume(handler: MessageHandler): Promise<void> {
    this.#handler = handler;
    await this.#session?.subscribe(handler);
  }

  async sweepDeadLetters(handler: MessageHandler): Promise<{ taken: number; left: number }> {
    return this.#current().sweepDeadLetters(handler);
  }

  async connected(timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!this.#session?.isUp && !this.#stop.signal.aborted && performance.now() < deadline) {
      let changed = () => {};
      const change = new Promise<void>((resolve) => {
        changed = resolve;
      });
      this.#listeners.add(changed);
      await within(change, deadline - performance.now());
      this.#listeners.delete(changed);
    }
    this.#current();
  }

  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  #current(): Session {
    if (this.#stop.signal.aborted) throw new EdocError('broker.closed');
    if (this.#session?.isUp) return this.#session;
    throw this.#problem ?? lostError(undefined, this.#addresses[0], this.#options.node);
  }

  async #run(): Promise<void> {
    const { reconnect, random, node, log } = this.#options;
    const { length } = this.#addresses;
    // Nodes that all began with the first address would all be on the first broker.
    const first = Math.floor(random() * length);
    let attempt = 0;
    for (let turn = first; !this.#stop.signal.aborted; turn += 1) {
      const address = this.#addresses[turn % length] ?? this.#addresses[0];
      this.#become('connecting');
      const startedAt = performance.now();
      this.#problem = await this.#serve(address, this.#timeoutMs(Math.floor(attempt / length)));
      if (this.#stop.signal.aborted) break;
      // A connection that stood for a while was a good one: begin again with short pauses.
      if (performance.now() - startedAt > reconnect.maxMs) attempt = 0;
      attempt += 1;
      const rounds = Math.floor(attempt / length);
      // The next address at once, but not all nodes of a lost broker in the same moment; after a round of all, a pause.
      const isRound = attempt % length === 0;
      const delayMs = isRound ? backoffMs(rounds - 1, reconnect, random) : random() * reconnect.firstMs;
      this.#become('connecting');
      const { code } = this.#problem;
      log.warn('not connected', { node, address: address.text, code, attempt, delayMs: Math.round(delayMs) });
      await delay(delayMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  #timeoutMs(rounds: number): number {
    const { connectTimeoutMs } = this.#options;
    return this.#addresses.length === 1
      ? connectTimeoutMs
      : Math.min(connectTimeoutMs, firstTimeoutMs * 2 ** rounds);
  }

  /** Opens a connection, serves it until it ends, and returns why it ended or could not be opened. */
  async #serve(address: Address, connectTimeoutMs: number): Promise<EdocError> {
    const { node, log } = this.#options;
    try {
      const onBlocked = (blocked: boolean) => this.#become(blocked ? 'blocked' : 'connected');
      const session = await Session.open(address, { ...this.#options, connectTimeoutMs }, onBlocked);
      if (this.#stop.signal.aborted) await session.close();
      else {
        this.#session = session;
        this.#problem = undefined;
        log.info('connected', { node, address: address.text });
        if (this.#handler) await session.subscribe(this.#handler);
        // Something may have been published, and have met an alarm, since the first lane is read.
        if (session.isUp && this.#state === 'connecting') this.#become('connected');
      }
      const problem = await session.ended;
      this.#session = undefined;
      await within(session.stopConsuming(), givenUpMs);
      return problem;
    } catch (error) {
      return isEdocError(error) ? error : lostError(error, address, node);
    }
  }

  async #shutDown(): Promise<void> {
    this.#stop.abort();
    const session = this.#session;
    const { closeTimeoutMs } = this.#options;
    if (session) {
      const isBlocked = this.#state === 'blocked';
      await within(session.stopConsuming(), closeTimeoutMs);
      // A broker that is blocked confirms nothing; what is in flight is published again by the next run.
      if (!isBlocked) await session.settle();
      await session.close();
    }
    await within(this.#running, closeTimeoutMs);
    this.#become('closed');
  }

  #become(state: BusState): void {
    if (this.#state === state || this.#state === 'closed') return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }
}
