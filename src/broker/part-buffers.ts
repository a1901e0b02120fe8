/**
 * Buffers of a part's size, used again. What is allocated outside of its heap makes V8 mark the whole of it every some dozen megabytes: with a
 * buffer of its own for each part that was the largest single cost of receiving one (docs/adr/0023).
 */
import { limits } from '../edoc/index.js';

/** Kept for those to come: 8 MiB. */
const mostFree = 16;

export class PartBuffers {
  readonly #free: Buffer[] = [];

  /** A buffer of that length, with any octets in it. */
  readonly allocate = (length: number): Buffer => {
    if (length !== limits.partBytes) return Buffer.allocUnsafe(length);
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(length);
  };

  /** Nobody reads it any more. */
  giveBack(buffer: Buffer): void {
    if (buffer.length === limits.partBytes && this.#free.length < mostFree) this.#free.push(buffer);
  }
}
