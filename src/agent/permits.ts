/** So many may be at work at a time; who asks for more waits for its turn. */
export class Permits {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  take(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  give(count: number): void {
    for (let given = 0; given < count; given += 1) {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
