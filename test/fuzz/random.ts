/** Random numbers that a seed determines: the same seed, the same inputs, on every machine. Mulberry32. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** For one of many inputs of a seed. */
  static of(seed: number, index: number): Random {
    const random = new Random(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35));
    random.next();
    return random;
  }

  /** 32 bits. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** From 0 to `bound - 1`; 0 where the bound is 0. */
  below(bound: number): number {
    return bound <= 0 ? 0 : this.next() % bound;
  }

  chance(oneIn: number): boolean {
    return this.below(oneIn) === 0;
  }

  /** @throws RangeError where there is nothing to pick. */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick');
    return item;
  }

  /** Mostly short, seldom as long as may be. */
  length(most: number): number {
    return 1 + this.below(this.chance(8) ? most : Math.min(most, 8));
  }

  octets(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.next() & 0xff));
  }
}
