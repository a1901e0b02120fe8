/**
 * Publishes what the store says is to be published: first attempts from the outbox, then retries of what has no receipt.
 * The store is the only memory. An item leaves the outbox after the broker's confirm; if the process dies between the
 * two it is published again, with the same id, and the receiver recognises it. What is being withdrawn the store does
 * not hand out, and what it handed out it does not withdraw.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorCode, isEdocError } from '../errors.js';
import { type AgentContext, retryAt } from './context.js';
import { PartSender, type Publishable } from './part-sender.js';
import type { OutboxItem, RetryItem } from './ports.js';
import { Resting } from './resting.js';

/** Documents with large attachments under way at a time: so many keep the line busy, and leave room for others. */
const mostInParts = 16;

/** The longest sleep between two looks at the clock. */
const longestSleepMs = 30_000;

export class Dispatcher {
  readonly #context: AgentContext;
  readonly #sender: PartSender;
  /** Outbox ids and retry keys handed to the broker and not yet answered. */
  readonly #items = new Set<number>();
  /** Those of them that wait for the parts of their attachments. */
  readonly #inParts = new Set<number>();
  readonly #retries = new Set<string>();
  /** What failed for a reason of its own, and is left alone for a while. */
  readonly #restingItems: Resting<number>;
  readonly #restingRetries: Resting<string>;
  readonly #stopping = new AbortController();
  #woken = false;
  /** A publish failed: the next look waits, so that a broker that refuses everything is not asked in a tight loop. */
  #pause = false;
  #wakeUp: (() => void) | undefined;
  #loop: Promise<void> = Promise.resolve();
  #idle: (() => void)[] = [];

  constructor(context: AgentContext) {
    this.#context = context;
    this.#sender = new PartSender(context);
    const now = () => context.clock.now().getTime();
    this.#restingItems = new Resting(context.policy.pauseMs, now);
    this.#restingRetries = new Resting(context.policy.pauseMs, now);
  }

  start(): void {
    this.#context.bus.onState((state) => {
      if (state === 'connected') this.wake();
    });
    this.#loop = this.#run();
  }

  /** Something new is in the outbox. */
  wake(): void {
    this.#woken = true;
    this.#wakeUp?.();
  }

  /**
   * Stops after what is in flight has been answered. An attachment whose parts are being published stops between two of
   * them; its packet stays in the outbox.
   */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    await this.#loop;
    if (this.#inFlight() > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #inFlight(): number {
    return this.#items.size + this.#retries.size;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      this.#woken = false;
      let sleepMs: number;
      try {
        sleepMs = await this.#look();
      } catch (error) {
        // A store that is busy or a disk that is full: what waits stays where it is.
        this.#context.log.error('dispatch.failed', { error });
        sleepMs = this.#context.policy.pauseMs;
      }
      if (this.#pause) {
        this.#pause = false;
        await delay(this.#context.policy.pauseMs, undefined, { signal }).catch(() => undefined);
      } else if (!this.#woken && !signal.aborted) {
        await this.#sleep(sleepMs);
      }
    }
  }

  /** One look at the store. Returns how long there is surely nothing to do unless someone wakes the dispatcher. */
  async #look(): Promise<number> {
    const { store, clock, bus, policy } = this.#context;
    const now = clock.now();
    const due = await store.nextDue();
    const leftMs = due ? due.getTime() - now.getTime() : longestSleepMs;
    if (leftMs <= 0) await store.expire(now);
    if (bus.state === 'connected') await this.#publishDue(leftMs <= 0 ? now : undefined);
    // What is due already and was not dealt with is in flight, rests, or waits for the broker.
    return Math.min(longestSleepMs, leftMs > 0 ? leftMs : policy.pauseMs);
  }

  async #publishDue(retriesAt: Date | undefined): Promise<void> {
    const { store, policy } = this.#context;
    let room = policy.publishesInFlight - this.#inFlight();
    if (room <= 0) return;
    const roomInParts = mostInParts - this.#inParts.size;
    for (const item of await store.outbox(room, this.#restingItems.and(this.#items), roomInParts)) {
      this.#items.add(item.id);
      if (item.parts.length > 0) this.#inParts.add(item.id);
      room -= 1;
      void this.#publishItem(item);
    }
    if (!retriesAt || room <= 0) return;
    const others = this.#restingRetries.and(this.#retries);
    for (const item of await store.retries(retriesAt, room + others.size)) {
      const key = `${item.packetId} ${item.node}`;
      if (room === 0 || others.has(key)) continue;
      this.#retries.add(key);
      room -= 1;
      void this.#publishRetry(item, key);
    }
  }

  async #publishItem(item: OutboxItem): Promise<void> {
    const { store, clock, policy, log } = this.#context;
    try {
      const outcome = await this.#publish({ ...item, recipients: item.nodes });
      const at = clock.now();
      await store.outboxDone(item, outcome, at, retryAt(policy, at, 1));
      this.#restingItems.recovered(item.id);
      log.debug('published', { packet: item.packetId, kind: item.type, state: outcome });
    } catch (error) {
      this.#failed(item.packetId, error, () => this.#restingItems.failed(item.id));
    } finally {
      this.#items.delete(item.id);
      // Another large one may have waited for just this.
      if (this.#inParts.delete(item.id)) this.wake();
      this.#afterOne();
    }
  }

  async #publishRetry(item: RetryItem, key: string): Promise<void> {
    const { store, clock, policy, log } = this.#context;
    try {
      const outcome = await this.#publish({
        ...item,
        type: 'packet',
        recipients: [item.node],
        askedBy: item.node,
      });
      const at = clock.now();
      const attempt = item.attempt + 1;
      await store.retryDone(item, outcome, at, retryAt(policy, at, attempt));
      this.#restingRetries.recovered(key);
      log.info('published.again', { packet: item.packetId, peer: item.node, attempt, state: outcome });
    } catch (error) {
      this.#failed(item.packetId, error, () => this.#restingRetries.failed(key));
    } finally {
      this.#retries.delete(key);
      this.#afterOne();
    }
  }

  #publish(item: Publishable): Promise<'confirmed' | 'unroutable'> {
    return this.#sender.publish(item, this.#stopping.signal);
  }

  /** What failed stays where it is and is published again: at once after a reconnect, else at a later look. */
  #failed(packetId: string, error: unknown, rest: () => void): void {
    if (this.#stopping.signal.aborted && isEdocError(error, 'agent.stopping')) return;
    if (isEdocError(error) && concernsAll(error.code)) this.#pause = true;
    else rest();
    this.#context.log.warn('publish.failed', { packet: packetId, error });
  }

  #afterOne(): void {
    if (this.#inFlight() === 0) {
      for (const resolve of this.#idle.splice(0)) resolve();
    }
    // Room again; but look at once only when about half the room is free, so that the store is asked for many at a time.
    if (this.#inFlight() <= this.#context.policy.publishesInFlight / 2) this.wake();
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wakeUp = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wakeUp = done;
    });
  }
}

/** Troubles that the next item would have as well: the connection, the store. Others are the item's own. */
function concernsAll(code: ErrorCode): boolean {
  const ofTheItem: readonly ErrorCode[] = ['broker.message', 'broker.too-large', 'broker.nacked'];
  return /^(broker|store)\./.test(code) && !ofTheItem.includes(code);
}
