/** What the broker gave up on goes to the quarantine, where people see it: after each connecting, and once in a while. */
import type { AgentContext } from './context.js';
import type { Receiver } from './receiver.js';

const everyMs = 10 * 60_000;

export class DeadLetters {
  readonly #context: AgentContext;
  readonly #receiver: Receiver;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;
  #stopped = false;
  /** Since when passes fail, or leave something at the broker. */
  #troubled: { since: Date; left: number } | undefined;

  constructor(context: AgentContext, receiver: Receiver) {
    this.#context = context;
    this.#receiver = receiver;
  }

  start(): void {
    const { bus } = this.#context;
    bus.onState(() => this.#sweep());
    this.#timer = setInterval(() => this.#sweep(), everyMs);
    this.#timer.unref();
    this.#sweep();
  }

  /** Resolves when no pass is under way any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  /** What could not be taken, and since when; how old the letters are the broker does not say. */
  get waiting(): { readonly count: number; readonly oldest?: Date } {
    return this.#troubled ? { count: this.#troubled.left, oldest: this.#troubled.since } : { count: 0 };
  }

  /** One pass at a time: two would see different letters, but the second has nothing to find. */
  #sweep(): void {
    if (this.#stopped || this.#sweeping || this.#context.bus.state !== 'connected') return;
    this.#sweeping = this.#pass().finally(() => {
      this.#sweeping = undefined;
    });
  }

  async #pass(): Promise<void> {
    const { bus, log, clock } = this.#context;
    const trouble = (left: number) => {
      this.#troubled = { since: this.#troubled?.since ?? clock.now(), left };
    };
    try {
      const { taken, left } = await bus.sweepDeadLetters((message) => this.#receiver.handleDead(message));
      if (taken > 0) log.warn('dead-letters.taken', { count: taken });
      if (left > 0) trouble(left);
      else this.#troubled = undefined;
    } catch (error) {
      trouble(this.#troubled?.left ?? 1);
      log.warn('dead-letters.failed', { error });
    }
  }
}
