/**
 * Sees to it that a clock that was set, or a node that was off, neither lets everything expire at once nor stops the tries
 * (`spec/transport.md`, section 4).
 */
import type { AgentContext } from './context.js';
import { EvenClock } from './even-clock.js';

export class PlanWatch {
  readonly #context: AgentContext;
  readonly #clock: EvenClock;
  #evenMs = 0;

  /** @param ownMs from a clock that nobody sets */
  constructor(context: AgentContext, ownMs: () => number) {
    this.#context = context;
    this.#clock = new EvenClock(() => context.clock.now(), ownMs);
  }

  /** Called at every look. After the clock was set back, tries that were planned by it would be too far off. */
  async look(now: Date): Promise<void> {
    const { store, policy } = this.#context;
    this.#evenMs = this.#clock.look();
    const [firstMs = 0] = policy.retryAfterMs;
    // Twice: chance adds a fifth, and what was planned while this look began is no mistake either.
    const latestMs = 2 * Math.max(...policy.retryAfterMs, policy.silence.tryEveryMs, policy.lastWaitMs);
    await store.limitRetries(now, new Date(now.getTime() + latestMs), firstMs);
  }

  /**
   * What had its last try expires. What could not have it does so only when it is overdue by long, by a clock that went
   * evenly all the time: after a start, and after the clock was set, there is time to publish first. Returns how many.
   */
  async expire(now: Date): Promise<number> {
    const { store, policy } = this.#context;
    const tried = await store.expireTried(now);
    if (this.#evenMs < policy.unreachableMs) return tried;
    return tried + (await store.expire(new Date(now.getTime() - policy.unreachableMs)));
  }
}
