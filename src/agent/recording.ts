/**
 * Storing how a publish ended. While the disk takes nothing the store is asked again, and what was published stays in flight: else
 * the broker would be given the same every moment for as long as that lasts.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { AgentContext } from './context.js';
import { isOfTheDisk } from './trouble.js';

const longestPauseMs = 15_000;

export class Recording {
  readonly #context: Pick<AgentContext, 'log' | 'policy'>;
  readonly #stopping: AbortSignal;
  /** One pause for all that wait. */
  #pause: Promise<void> | undefined;
  #pauseMs = 0;

  /** @param stopping from then on nothing is tried again */
  constructor(context: Pick<AgentContext, 'log' | 'policy'>, stopping: AbortSignal) {
    this.#context = context;
    this.#stopping = stopping;
  }

  /** Does `write` until it is done. @throws what it throws, but for troubles of the disk */
  async record(packetId: string, write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await write();
        this.#pauseMs = 0;
        return;
      } catch (error) {
        if (this.#stopping.aborted || !isOfTheDisk(error)) throw error;
        // Once for all that wait: with a full disk these are hundreds.
        if (this.#pauseMs === 0) this.#context.log.warn('publish.not-recorded', { packet: packetId, error });
        this.#pause ??= this.#wait();
        await this.#pause;
      }
    }
  }

  async #wait(): Promise<void> {
    this.#pauseMs = Math.min(longestPauseMs, Math.max(this.#context.policy.pauseMs, 2 * this.#pauseMs));
    await delay(this.#pauseMs, undefined, { signal: this.#stopping }).catch(() => undefined);
    this.#pause = undefined;
  }
}
