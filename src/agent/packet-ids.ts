/** Gives out packet ids: a UUIDv7 of the present moment that is bound to its sender (`spec/packet.md`). */
import { type OrganId, packetId } from '../edoc/index.js';
import { isEdocError } from '../errors.js';
import type { AgentContext } from './context.js';

/** The counter starts at random in each process and never repeats within a millisecond: 12 bits are 4,096 ids. */
const counterSize = 4_096;

/** An id is given anew where it turns out to be taken: after a clock that went back, and then only by chance. */
const mostAttempts = 3;

export class PacketIds {
  readonly #context: Pick<AgentContext, 'clock' | 'random'>;
  #unixMs = 0;
  #counter: number;
  #left = counterSize;

  constructor(context: Pick<AgentContext, 'clock' | 'random'>) {
    this.#context = context;
    const [high = 0, low = 0] = context.random(2);
    this.#counter = (high * 256 + low) % counterSize;
  }

  next(sender: OrganId): string {
    const now = this.#context.clock.now().getTime();
    if (now > this.#unixMs) {
      this.#unixMs = now;
      this.#left = counterSize;
    } else if (this.#left === 0) {
      // More than 4,096 in a millisecond, or a clock that stands still: the id runs ahead of the clock.
      this.#unixMs += 1;
      this.#left = counterSize;
    }
    this.#left -= 1;
    this.#counter = (this.#counter + 1) % counterSize;
    return packetId({ sender, unixMs: this.#unixMs, counter: this.#counter });
  }

  /** Stores something under a new id, and under another one where that is taken. @throws EdocError what `store` throws. */
  async use<Result>(sender: OrganId, store: (packetId: string) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await store(this.next(sender));
      } catch (error) {
        if (!isEdocError(error, 'packet.conflict') || attempt === mostAttempts) throw error;
      }
    }
  }
}
