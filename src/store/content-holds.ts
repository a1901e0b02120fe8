/**
 * Who uses contents that nothing refers to yet, so that none is removed between being found on the disk and being referred to.
 * Using never waits for long, removing never waits at all: what is in use is left for another time. In memory alone: what
 * a process held, nobody holds after it.
 */

/** How long a content that was handed over waits for the document that will name it. */
const handedOverMs = 3_600_000;

export class ContentHolds {
  readonly #elapsedMs: () => number;
  readonly #users = new Map<string, number>();
  readonly #removing = new Map<string, Promise<unknown>>();
  /** When a content was handed over that no document has named since. */
  readonly #handedOver = new Map<string, number>();

  /** @param elapsedMs by a clock that nobody sets */
  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  /** Nothing of these is removed until `work` has ended. A removal that has begun is waited for: `work` finds what is there after it. */
  async use<Result>(digests: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const held = new Set(digests);
    for (const digest of held) this.#users.set(digest, (this.#users.get(digest) ?? 0) + 1);
    try {
      for (const digest of held) await this.#removing.get(digest)?.catch(() => undefined);
      return await work();
    } finally {
      for (const digest of held) {
        const others = (this.#users.get(digest) ?? 1) - 1;
        if (others > 0) this.#users.set(digest, others);
        else this.#users.delete(digest);
      }
    }
  }

  /** It will be named by a document that is not there yet: nothing removes it for an hour. */
  handedOver(digest: string): void {
    const now = this.#elapsedMs();
    for (const [other, at] of this.#handedOver) {
      if (now - at < handedOverMs) break;
      this.#handedOver.delete(other);
    }
    this.#handedOver.delete(digest);
    this.#handedOver.set(digest, now);
  }

  /** A document names them now. */
  named(digests: readonly string[]): void {
    for (const digest of digests) this.#handedOver.delete(digest);
  }

  /** Runs `work`, which nobody's use overlaps; undefined, and nothing done, where somebody uses the content. */
  async remove<Result>(digest: string, work: () => Promise<Result>): Promise<Result | undefined> {
    const handedOver = this.#handedOver.get(digest);
    const waits = handedOver !== undefined && this.#elapsedMs() - handedOver < handedOverMs;
    if (waits || this.#users.has(digest) || this.#removing.has(digest)) return undefined;
    const removal = work();
    this.#removing.set(digest, removal);
    try {
      return await removal;
    } finally {
      this.#removing.delete(digest);
    }
  }
}
