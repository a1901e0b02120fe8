/** Exponential back-off with jitter, as a number: nothing here waits. */

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Up to the exponential step, at least half of it: full jitter would now and then retry at once. */
export function backoffMs(attempt: number, backoff: Backoff, random: () => number): number {
  const step = Math.min(backoff.maxMs, backoff.firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(step / 2 + (step / 2) * random());
}
