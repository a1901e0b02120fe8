/**
 * The input that a worker is at, in memory that its parent sees too: of a worker that hangs or died, nothing else is left to ask.
 */
import { mostOctets } from './mutations.js';

const headerWords = 3;
const headerBytes = headerWords * Int32Array.BYTES_PER_ELEMENT;
const lengthWord = 0;
/** Seconds since 1970 at which the input was begun; 0 between inputs. */
const sinceWord = 1;
const indexWord = 2;

export class SharedInput {
  readonly memory: SharedArrayBuffer;
  readonly #header: Int32Array;
  readonly #octets: Buffer;

  constructor(memory = new SharedArrayBuffer(headerBytes + mostOctets)) {
    this.memory = memory;
    this.#header = new Int32Array(memory, 0, headerWords);
    this.#octets = Buffer.from(memory, headerBytes);
  }

  begin(index: number, input: Buffer): void {
    input.copy(this.#octets);
    Atomics.store(this.#header, lengthWord, input.length);
    Atomics.store(this.#header, indexWord, index);
    Atomics.store(this.#header, sinceWord, Math.floor(Date.now() / 1_000));
  }

  end(): void {
    Atomics.store(this.#header, sinceWord, 0);
  }

  get index(): number {
    return Atomics.load(this.#header, indexWord);
  }

  get input(): Buffer {
    return Buffer.from(this.#octets.subarray(0, Atomics.load(this.#header, lengthWord)));
  }

  /** How long the worker has been at its input, to the second. */
  get busyMs(): number {
    const since = Atomics.load(this.#header, sinceWord);
    return since === 0 ? 0 : Date.now() - since * 1_000;
  }
}
