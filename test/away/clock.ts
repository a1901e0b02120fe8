/** The clock of the machines on which the senders run: a day of it passes in moments. */
export class PassingClock {
  #aheadMs = 0;

  readonly now = (): Date => new Date(Date.now() + this.#aheadMs);

  /** The clock that nobody sets passes with it: this is time, and not a clock that was set. */
  readonly elapsedMs = (): number => performance.now() + this.#aheadMs;

  get aheadMs(): number {
    return this.#aheadMs;
  }

  pass(ms: number): void {
    this.#aheadMs += ms;
  }
}
