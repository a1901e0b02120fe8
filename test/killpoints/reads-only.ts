/** Finds out a method that writes though the table says that it reads. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Commits } from '../../src/store/commits.js';

const reading = new AsyncLocalStorage<string>();
const { do: real } = Commits.prototype;

Commits.prototype.do = function (this: Commits, work) {
  const method = reading.getStore();
  if (method !== undefined) throw new TypeError(`${method} writes, and durable-writes.ts says that it reads`);
  return real.call(this, work);
} as typeof real;

/** Runs a method that must not write. @throws TypeError where it does */
export function readsOnly<Result>(method: string, run: () => Result): Result {
  return reading.run(method, run);
}
