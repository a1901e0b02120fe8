/** So many may be at work at a time; who asks for more waits for its turn, the urgent before the others. */
export class Permits {
  #free: number;
  readonly #urgent: (() => void)[] = [];
  readonly #ordinary: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  take(urgent = false): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    const waiting = urgent ? this.#urgent : this.#ordinary;
    return new Promise((resolve) => waiting.push(resolve));
  }

  give(count: number): void {
    for (let given = 0; given < count; given += 1) {
      const next = this.#urgent.shift() ?? this.#ordinary.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
