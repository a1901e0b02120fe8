/**
 * Publishes what the store says is to be published: first attempts from the outbox, then retries of what has no receipt.
 * The store is the only memory. An item leaves the outbox after the broker's confirm; if the process dies between the
 * two it is published again, with the same id, and the receiver recognises it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type AgentContext, retryAt } from './context.js';
import { publishWithParts } from './parts.js';
import type { OutboxItem, RetryItem } from './ports.js';

/** The longest sleep between two looks at the clock. */
const longestSleepMs = 30_000;

export class Dispatcher {
  readonly #context: AgentContext;
  /** Outbox ids and retry keys handed to the broker and not yet answered. */
  readonly #items = new Set<number>();
  readonly #retries = new Set<string>();
  /** Packets that this run handed to the broker. Only what is not here, nor marked in the store, was surely never sent. */
  readonly #touched = new Set<string>();
  /** Packets that must not be published now: a recall is deciding about them. */
  readonly #held = new Map<string, number>();
  #running = false;
  #woken = false;
  /** A publish failed: the next look waits, so that a broker that refuses everything is not asked in a tight loop. */
  #pause = false;
  #wakeUp: (() => void) | undefined;
  #loop: Promise<void> = Promise.resolve();
  #idle: (() => void)[] = [];

  constructor(context: AgentContext) {
    this.#context = context;
  }

  start(): void {
    this.#running = true;
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

  /** Stops after what is in flight has been answered. */
  async stop(): Promise<void> {
    this.#running = false;
    this.wake();
    await this.#loop;
    if (this.#inFlight() > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /**
   * Runs `decide` while the packet is kept from being published, telling it whether the packet may have been already.
   */
  async withHeld<T>(packetId: string, decide: (touched: boolean) => Promise<T>): Promise<T> {
    this.#held.set(packetId, (this.#held.get(packetId) ?? 0) + 1);
    try {
      return await decide(this.#touched.has(packetId));
    } finally {
      const holders = (this.#held.get(packetId) ?? 1) - 1;
      if (holders > 0) this.#held.set(packetId, holders);
      else this.#held.delete(packetId);
      this.wake();
    }
  }

  #inFlight(): number {
    return this.#items.size + this.#retries.size;
  }

  async #run(): Promise<void> {
    while (this.#running) {
      this.#woken = false;
      let sleepMs = longestSleepMs;
      try {
        if (this.#context.bus.state === 'connected') await this.#publishDue();
        sleepMs = await this.#untilDue();
      } catch (error) {
        // A store that is busy or a disk that is full: what waits stays where it is.
        this.#context.log.error('dispatch.failed', { error });
        sleepMs = this.#context.policy.pauseMs;
      }
      if (this.#pause) {
        this.#pause = false;
        await delay(this.#context.policy.pauseMs);
      } else if (!this.#woken && this.#running) {
        await this.#sleep(sleepMs);
      }
    }
  }

  async #publishDue(): Promise<void> {
    const { store, policy, clock } = this.#context;
    await store.expire(clock.now());
    const room = policy.publishesInFlight - this.#inFlight();
    if (room <= 0) return;
    const items = await store.outbox(room, this.#items);
    for (const item of items) {
      if (this.#held.has(item.packetId)) continue;
      this.#items.add(item.id);
      if (item.type === 'packet') this.#touched.add(item.packetId);
      void this.#publishItem(item);
    }
    if (items.length > 0) return;
    for (const item of await store.retries(clock.now(), room)) {
      const key = `${item.packetId} ${item.node}`;
      if (this.#held.has(item.packetId) || this.#retries.has(key)) continue;
      this.#retries.add(key);
      void this.#publishRetry(item, key);
    }
  }

  async #publishItem(item: OutboxItem): Promise<void> {
    const { store, clock, policy, log } = this.#context;
    try {
      const outcome = await publishWithParts(this.#context, { ...item, recipients: item.nodes });
      const at = clock.now();
      await store.outboxDone(item, outcome, at, retryAt(policy, at, 1));
      log.debug('published', { packet: item.packetId, kind: item.type, state: outcome });
      // Never shown as more than it is: what is confirmed is no longer only "touched", the store says `sent`.
      this.#touched.delete(item.packetId);
    } catch (error) {
      this.#failed(item.packetId, error);
    } finally {
      this.#items.delete(item.id);
      this.#afterOne();
    }
  }

  async #publishRetry(item: RetryItem, key: string): Promise<void> {
    const { store, clock, policy, log } = this.#context;
    try {
      const outcome = await publishWithParts(this.#context, { ...item, type: 'packet', recipients: [item.node] });
      const at = clock.now();
      await store.retryDone(item, outcome, at, retryAt(policy, at, item.attempt + 1));
      log.info('published.again', { packet: item.packetId, peer: item.node, attempt: item.attempt + 1, state: outcome });
    } catch (error) {
      this.#failed(item.packetId, error);
    } finally {
      this.#retries.delete(key);
      this.#afterOne();
    }
  }

  /** The item stays in the outbox and is published again: at once after a reconnect, else at the next look. */
  #failed(packetId: string, error: unknown): void {
    this.#pause = true;
    this.#context.log.warn('publish.failed', { packet: packetId, error });
  }

  #afterOne(): void {
    if (this.#inFlight() === 0) {
      for (const resolve of this.#idle.splice(0)) resolve();
    }
    // Room again; but look at once only when about half the room is free, so that the store is asked for many at a time.
    if (this.#inFlight() <= this.#context.policy.publishesInFlight / 2) this.wake();
  }

  async #untilDue(): Promise<number> {
    const due = await this.#context.store.nextDue();
    if (!due) return longestSleepMs;
    return Math.min(longestSleepMs, Math.max(100, due.getTime() - this.#context.clock.now().getTime()));
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      const self = this;
      function done() {
        clearTimeout(timer);
        self.#wakeUp = undefined;
        resolve();
      }
      this.#wakeUp = done;
    });
  }
}
