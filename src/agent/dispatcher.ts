/**
 * Publishes what the store says is to be published: first attempts from the outbox, then retries of what has no receipt.
 * The store is the only memory. An item leaves the outbox after the broker's confirm; if the process dies between the
 * two it is published again, with the same id, and the receiver recognises it. What is being withdrawn the store does
 * not hand out, and what it handed out it does not withdraw.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, isEdocError } from '../errors.js';
import { type AgentContext, retryAt } from './context.js';
import { PartSender, type Publishable } from './part-sender.js';
import type { Peers } from './peers.js';
import { PlanWatch } from './plan-watch.js';
import type { OutboxItem, PublishEnd, RetryItem } from './ports.js';
import { Recording } from './recording.js';
import { Resting } from './resting.js';
import { concernsAll, endOf } from './trouble.js';

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
  readonly #retries = new Map<string, RetryItem>();
  /** What failed for a reason of its own, and is left alone for a while. */
  readonly #restingItems: Resting<number>;
  readonly #restingRetries: Resting<string>;
  readonly #peers: Peers;
  readonly #plan: PlanWatch;
  readonly #stopping = new AbortController();
  readonly #recording: Recording;
  #woken = false;
  /** A publish failed: the next look waits, so that a broker that refuses everything is not asked in a tight loop. */
  #pause = false;
  #wakeUp: (() => void) | undefined;
  #loop: Promise<void> = Promise.resolve();
  #idle: (() => void)[] = [];

  constructor(context: AgentContext, peers: Peers) {
    this.#context = context;
    this.#sender = new PartSender(context);
    this.#peers = peers;
    this.#recording = new Recording(context, this.#stopping.signal);
    // Not the wall clock: one that is set back must not let anything rest for longer.
    const now = () => context.clock.elapsedMs();
    this.#restingItems = new Resting(context.policy.pauseMs, now);
    this.#restingRetries = new Resting(context.policy.pauseMs, now);
    this.#plan = new PlanWatch(context, now);
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
    const { store, clock, bus, policy, log } = this.#context;
    const now = clock.now();
    await this.#plan.look(now);
    // Before the store is asked: what has rested enough by then is offered, what has not is waited for.
    const restMs = Math.min(this.#restingItems.nextMs(), this.#restingRetries.nextMs());
    const due = await store.nextDue();
    const leftMs = due ? due.getTime() - now.getTime() : longestSleepMs;
    const expired = leftMs <= 0 ? await this.#plan.expire(now) : 0;
    if (expired > 0) log.warn('delivery.expired', { count: expired });
    if (bus.state === 'connected') await this.#publishDue(leftMs <= 0 ? now : undefined);
    // What is due already and was not dealt with is in flight, rests, or waits for the broker.
    return Math.min(longestSleepMs, leftMs > 0 ? leftMs : policy.pauseMs, restMs);
  }

  async #publishDue(retriesAt: Date | undefined): Promise<void> {
    const { store, clock, policy } = this.#context;
    let room = policy.publishesInFlight - this.#inFlight();
    if (room <= 0) return;
    const roomInParts = mostInParts - this.#inParts.size;
    const exclude = this.#restingItems.and(this.#items);
    for (const item of await store.outbox(room, exclude, clock.now(), roomInParts)) {
      this.#items.add(item.id);
      if (item.parts.length > 0) this.#inParts.add(item.id);
      room -= 1;
      void this.#publishItem(item);
    }
    if (!retriesAt || room <= 0) return;
    const others = this.#restingRetries.and(new Set(this.#retries.keys()));
    const silent = new Set<string>();
    for (const item of smallFirst(await store.retries(retriesAt, room + others.size))) {
      const key = keyOf(item);
      if (room === 0 || others.has(key)) continue;
      if (!item.asked && !item.last && !this.#mayRepeat(item, retriesAt, silent)) continue;
      this.#retries.set(key, item);
      room -= 1;
      void this.#publishRetry(item, key);
    }
    for (const node of silent) await this.#postpone(node, retriesAt);
  }

  /** Not to a silent node, and not a second large one to a node that is still being sent the first. */
  #mayRepeat(item: RetryItem, at: Date, silent: Set<string>): boolean {
    const isLarge = ({ node, parts }: RetryItem) => node === item.node && parts.length > 0;
    if (isLarge(item) && [...this.#retries.values()].some(isLarge)) return false;
    const may = this.#peers.mayRepeat(item.node, at);
    if (!may) silent.add(item.node);
    return may;
  }

  /** What is due to a silent node waits for that node's next turn, and takes no look at the store until then. */
  async #postpone(node: string, now: Date): Promise<void> {
    const { store, policy } = this.#context;
    await store.postponeRetries(node, now, new Date(now.getTime() + policy.silence.tryEveryMs));
    this.#woken = true;
  }

  async #publishItem(item: OutboxItem): Promise<void> {
    const { store, clock, log } = this.#context;
    try {
      const end = await this.#publish({ ...item, recipients: item.nodes }, () =>
        this.#restingItems.failed(item.id),
      );
      if (end === undefined) return;
      const at = clock.now();
      await this.#recording.record(item.packetId, () =>
        store.outboxDone(item, end, at, retryAt(this.#context, at, 1)),
      );
      this.#restingItems.recovered(item.id);
      log.debug('published', { packet: item.packetId, kind: item.type, ...outcomeOf(end) });
    } catch (error) {
      this.#notRecorded(item.packetId, error, () => this.#restingItems.failed(item.id));
    } finally {
      this.#items.delete(item.id);
      // Another large one may have waited for just this.
      if (this.#inParts.delete(item.id)) this.wake();
      this.#afterOne();
    }
  }

  async #publishRetry(item: RetryItem, key: string): Promise<void> {
    const { store, clock, log, policy } = this.#context;
    try {
      const end = await this.#publish(
        { ...item, type: 'packet', recipients: [item.node], askedBy: item.node },
        () => this.#restingRetries.failed(key),
      );
      if (end === undefined) return;
      const at = clock.now();
      const attempt = item.attempt + 1;
      const next = item.last
        ? new Date(at.getTime() + policy.lastWaitMs)
        : retryAt(this.#context, at, attempt);
      await this.#recording.record(item.packetId, () => store.retryDone(item, end, at, next));
      // The broker told what has become of it: no silence.
      if (end === 'unroutable') this.#peers.answered(item.node);
      this.#restingRetries.recovered(key);
      log.info('published.again', { packet: item.packetId, peer: item.node, attempt, ...outcomeOf(end) });
    } catch (error) {
      this.#notRecorded(item.packetId, error, () => this.#restingRetries.failed(key));
    } finally {
      this.#retries.delete(key);
      this.#afterOne();
    }
  }

  /**
   * How it ended; undefined where it stays where it is and is published again: at once after a reconnect, else at a later
   * look. @param rest called where the trouble is the item's own; returns how often that was the case
   */
  async #publish(item: Publishable, rest: () => number): Promise<PublishEnd | undefined> {
    const { log, policy } = this.#context;
    try {
      return await this.#sender.publish(item, this.#stopping.signal);
    } catch (error) {
      if (this.#stopping.signal.aborted && isEdocError(error, 'agent.stopping')) return undefined;
      if (concernsAll(error)) {
        this.#pause = true;
        log.warn('publish.failed', { packet: item.packetId, error });
        return undefined;
      }
      const end = endOf(error, rest(), policy.mostFailures);
      if (end) log.error('publish.given-up', { packet: item.packetId, kind: item.type, error });
      else log.warn('publish.failed', { packet: item.packetId, error });
      return end && { code: end.code, reason: describe(end, 'vi').what };
    }
  }

  /** The broker has it, the store does not know: it is published again, and recognised by its id. */
  #notRecorded(packetId: string, error: unknown, rest: () => void): void {
    if (concernsAll(error)) this.#pause = true;
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

function keyOf({ packetId, node }: RetryItem): string {
  return `${packetId} ${node}`;
}

/** What a silent node is tried with should be small: parts go last. */
function smallFirst(items: readonly RetryItem[]): RetryItem[] {
  return [...items].sort((a, b) => Math.sign(a.parts.length) - Math.sign(b.parts.length));
}

function outcomeOf(end: PublishEnd): { readonly state: string; readonly code?: string } {
  return typeof end === 'string' ? { state: end } : { state: 'undeliverable', code: end.code };
}
