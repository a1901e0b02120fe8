/**
 * How long a message waits for what may still come, such as a page of the directory: a few chances, each at least as far from the last
 * as the pause before it is. A node that was away finds many copies of the same packet in its queue; that they are offered
 * in one moment is one chance and not many.
 */

/** Messages that are remembered; a bound, not a limit that anyone should reach. */
const mostRemembered = 10_000;

interface Used {
  readonly count: number;
  /** By a clock that nobody sets. */
  readonly lastMs: number;
}

export class Chances {
  readonly #most: number;
  readonly #pauseMs: number;
  readonly #nowMs: () => number;
  readonly #used = new Map<string, Used>();

  /** @param pauseMs after the first chance; twice as long after each further one */
  constructor(most: number, pauseMs: number, nowMs: () => number) {
    this.#most = most;
    this.#pauseMs = pauseMs;
    this.#nowMs = nowMs;
  }

  /** Whether it may wait for one more. */
  isLeft(key: string): boolean {
    const used = this.#used.get(key);
    return (used?.count ?? 0) < this.#most || this.#isWaiting(used);
  }

  /** It waits. A copy of what waits already uses up nothing. */
  use(key: string): void {
    const used = this.#used.get(key);
    if (this.#isWaiting(used)) return;
    if (this.#used.size >= mostRemembered) this.#used.clear();
    this.#used.set(key, { count: (used?.count ?? 0) + 1, lastMs: this.#nowMs() });
  }

  /** It is decided. */
  forget(key: string): void {
    this.#used.delete(key);
  }

  #isWaiting(used: Used | undefined): boolean {
    return used !== undefined && this.#nowMs() - used.lastMs < this.#pauseMs * 2 ** (used.count - 1);
  }
}
