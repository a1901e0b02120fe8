/**
 * Which nodes do not answer. A node to which packets were published again and again without any receipt is *silent*: what
 * waits for it is published again rarely, one packet at a time, until its first receipt. Kept in memory: after a restart a
 * node is given a few tries before it counts as silent once more.
 */
import type { Log } from '../log.js';
import type { AgentPolicy } from './context.js';

export interface SilentPeer {
  readonly node: string;
  /** When the first packet was published again that has no answer. */
  readonly since: Date;
  /** How many were published again since. */
  readonly repeats: number;
}

interface Unanswered {
  repeats: number;
  readonly since: Date;
  readonly sinceMs: number;
  silent: boolean;
  nextMs: number;
}

export class Peers {
  readonly #policy: AgentPolicy['silence'];
  readonly #log: Log;
  readonly #nowMs: () => number;
  readonly #unanswered = new Map<string, Unanswered>();

  /** @param nowMs from a clock that nobody sets */
  constructor(policy: AgentPolicy['silence'], log: Log, nowMs: () => number) {
    this.#policy = policy;
    this.#log = log;
    this.#nowMs = nowMs;
  }

  /** Whether a packet may be published again to the node now; counts it where it may. */
  mayRepeat(node: string, at: Date): boolean {
    const now = this.#nowMs();
    const { repeats, afterMs, tryEveryMs } = this.#policy;
    const peer = this.#startOf(node, at, now);
    if (!peer.silent && peer.repeats >= repeats && now - peer.sinceMs >= afterMs) {
      peer.silent = true;
      peer.nextMs = now + tryEveryMs;
      this.#log.warn('peer.silent', { peer: node, count: peer.repeats });
    }
    if (peer.silent) {
      if (now < peer.nextMs) return false;
      peer.nextMs = now + tryEveryMs;
    }
    peer.repeats += 1;
    return true;
  }

  /** The node gave a receipt, or the broker told that it has no queue: nothing has to be guessed any more. */
  answered(node: string): void {
    if (this.#unanswered.get(node)?.silent) this.#log.info('peer.answers', { peer: node });
    this.#unanswered.delete(node);
  }

  get silent(): readonly SilentPeer[] {
    return [...this.#unanswered]
      .filter(([, peer]) => peer.silent)
      .map(([node, { since, repeats }]) => ({ node, since, repeats }))
      .sort((a, b) => a.since.getTime() - b.since.getTime());
  }

  #startOf(node: string, at: Date, now: number): Unanswered {
    const known = this.#unanswered.get(node);
    if (known) return known;
    const peer = { repeats: 0, since: at, sinceMs: now, silent: false, nextMs: 0 };
    this.#unanswered.set(node, peer);
    return peer;
  }
}
