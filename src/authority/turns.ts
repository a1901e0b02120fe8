/** So many at a time, so many in line behind them, and nobody further: work is bounded whoever asks. */
export class Turns {
  readonly #atOnce: number;
  readonly #inLine: number;
  readonly #line: (() => void)[] = [];
  #running = 0;

  constructor(atOnce: number, inLine: number) {
    this.#atOnce = atOnce;
    this.#inLine = inLine;
  }

  /** Runs in its turn. Undefined where the line is full: then nothing was run. */
  async take<Result>(run: () => Promise<Result>): Promise<{ readonly result: Result } | undefined> {
    if (this.#running >= this.#atOnce) {
      if (this.#line.length >= this.#inLine) return undefined;
      // Whoever leaves hands its place on, so that nobody slips in between.
      await new Promise<void>((resolve) => this.#line.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return { result: await run() };
    } finally {
      const next = this.#line.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
