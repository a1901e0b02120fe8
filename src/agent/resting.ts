/** What failed is left alone for a while, longer each time, so that it takes nobody else's turn. */

const longestMs = 60_000;

export class Resting<Key> {
  readonly #firstMs: number;
  readonly #now: () => number;
  readonly #resting = new Map<Key, { readonly failures: number; readonly until: number }>();

  /**
   * @param firstMs after the first failure; doubled with each further one, up to a minute
   * @param now in milliseconds, from a clock that nobody sets
   */
  constructor(firstMs: number, now: () => number) {
    this.#firstMs = firstMs;
    this.#now = now;
  }

  /** Returns how often it failed without recovering. */
  failed(key: Key): number {
    const failures = (this.#resting.get(key)?.failures ?? 0) + 1;
    const restMs = Math.min(longestMs, this.#firstMs * 2 ** (failures - 1));
    this.#resting.set(key, { failures, until: this.#now() + restMs });
    return failures;
  }

  recovered(key: Key): void {
    this.#resting.delete(key);
  }

  /** Milliseconds until the next one has rested enough; infinite where none rests. */
  nextMs(): number {
    const now = this.#now();
    const left = [...this.#resting.values()].map(({ until }) => until - now).filter((ms) => ms > 0);
    return Math.min(...left);
  }

  /** Those that rest now, and the others. */
  and(others: ReadonlySet<Key>): ReadonlySet<Key> {
    if (this.#resting.size === 0) return others;
    const now = this.#now();
    const all = new Set(others);
    for (const [key, { until }] of this.#resting) {
      if (until > now) all.add(key);
      // Long over: it was published by now, or is gone, for instance because its deadline passed.
      else if (until + 2 * longestMs < now) this.#resting.delete(key);
    }
    return all;
  }
}
