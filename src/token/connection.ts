/**
 * The way from the process to the thread of a PKCS#11 module. A module may be initialised once in a process (PKCS#11 v2.40,
 * section 5.4), so there is one thread for each path, shared by all keys of it and ended with the last of them.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { EdocError } from '../errors.js';
import type { Answer, Reply, Request } from './protocol.js';

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: EdocError): void;
}

/** A card makes a key of 3072 bits in a minute; a signature takes no such time anywhere. */
const patienceMs = { generate: 300_000, other: 30_000 };

const connections = new Map<string, TokenConnection>();

export class TokenConnection {
  readonly #path: string;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #users = 0;
  #number = 0;

  private constructor(path: string) {
    this.#path = path;
    this.#worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: path });
    // It keeps the process alive only while something is asked of it.
    this.#worker.unref();
    this.#worker.on('message', (reply: Reply) => this.#take(reply));
    this.#worker.on('error', (cause) => this.#ended(cause));
    this.#worker.on('exit', () => this.#ended());
  }

  /** The thread of the module; {@link release} gives it back. */
  static to(path: string): TokenConnection {
    const connection = connections.get(path) ?? new TokenConnection(path);
    connections.set(path, connection);
    connection.#users += 1;
    return connection;
  }

  /** @throws EdocError `token.…`, as the thread answers; `token.no-answer` where it does not. */
  async ask<Asked extends Request>(request: Asked): Promise<Answer<Asked>> {
    const number = this.#number++;
    const limit = new AbortController();
    const milliseconds = request.do === 'generate' ? patienceMs.generate : patienceMs.other;
    const answered = new Promise<Answer>((resolve, reject) => this.#waiting.set(number, { resolve, reject }));
    this.#worker.ref();
    this.#worker.postMessage({ number, request });
    const late = delay(milliseconds, undefined, { signal: limit.signal }).then(() => {
      const detail = { module: this.#path, seconds: milliseconds / 1_000 };
      throw new EdocError('token.no-answer', { detail });
    });
    try {
      // The thread answers each request with what belongs to it.
      return (await Promise.race([answered, late])) as Answer<Asked>;
    } finally {
      late.catch(() => {});
      limit.abort();
      this.#waiting.delete(number);
      if (this.#waiting.size === 0) this.#worker.unref();
    }
  }

  /** The last one to give it back ends the thread. */
  async release(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    connections.delete(this.#path);
    try {
      await this.ask({ do: 'finish' });
    } finally {
      await this.#worker.terminate();
    }
  }

  #take(reply: Reply): void {
    const waiting = this.#waiting.get(reply.number);
    if (!waiting) return;
    if ('error' in reply) waiting.reject(new EdocError(reply.error.code, { detail: reply.error.detail }));
    else waiting.resolve(reply.answer);
  }

  #ended(cause?: unknown): void {
    if (connections.get(this.#path) === this) connections.delete(this.#path);
    const reason = cause instanceof Error ? cause.name : 'exit';
    const error = new EdocError('token.failed', { detail: { token: this.#path, reason }, cause });
    for (const { reject } of this.#waiting.values()) reject(error);
  }
}
