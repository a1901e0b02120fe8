/** The broker's management API over HTTPS: one certificate authority, one user, JSON both ways. */
import { Agent, request } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { EdocError } from '../errors.js';

export interface ManagementAddress {
  /** `https://host:port`, without credentials. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Other brokers of the same cluster, asked where the one before does not answer. */
  readonly furtherUrls?: readonly string[];
}

export interface ManagementOptions extends ManagementAddress {
  /** PEM; nothing else is trusted. */
  readonly ca: string;
  readonly timeoutMs?: number;
}

const retries = 3;
const connectTimeoutMs = 10_000;
const retryPauseMs = 200;

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Path segments are encoded here: names of virtual hosts and connections hold slashes and spaces. */
export class ManagementClient {
  readonly #options: ManagementOptions;
  readonly #agent: Agent;
  /** The one that answered last comes first. */
  #urls: readonly string[];

  constructor(options: ManagementOptions) {
    this.#options = options;
    this.#urls = [options.url, ...(options.furtherUrls ?? [])];
    this.#agent = new Agent({ keepAlive: true, maxSockets: 8, ca: options.ca, minVersion: 'TLSv1.2' });
  }

  /** The answer's JSON. @throws EdocError `broker.management`, `broker.management-unavailable` */
  async get(path: readonly string[], query = ''): Promise<unknown> {
    const { body } = await this.#send('GET', path, undefined, query);
    return JSON.parse(body);
  }

  /** Creates or confirms what is there. @throws as {@link get} */
  async put(path: readonly string[], body: object = {}): Promise<void> {
    await this.#send('PUT', path, body);
  }

  /** @throws as {@link get} */
  async post(path: readonly string[], body: object): Promise<void> {
    await this.#send('POST', path, body);
  }

  /** What is not there is deleted already. @throws as {@link get} */
  async delete(path: readonly string[]): Promise<void> {
    await this.#send('DELETE', path);
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Every call may be repeated, and is where the broker stumbles: 3.10 answers 500 when what it is to end ends by itself. */
  async #send(method: Method, path: readonly string[], body?: object, query = ''): Promise<Answer> {
    let answer = await this.#exchange(method, path, body, query);
    for (let retry = 1; answer.status >= 500 && retry <= retries; retry += 1) {
      await delay(retry * retryPauseMs);
      answer = await this.#exchange(method, path, body, query);
    }
    const gone = method === 'DELETE' && answer.status === 404;
    if (answer.status >= 200 && answer.status < 300) return answer;
    if (gone) return answer;
    const detail = { operation: `${method} ${path.join('/')}`, status: answer.status };
    throw new EdocError('broker.management', { detail });
  }

  /** Every call may be repeated, and so at another broker, where this one may have done it already. */
  async #exchange(
    method: Method,
    path: readonly string[],
    body: object | undefined,
    query: string,
  ): Promise<Answer> {
    let failure: unknown;
    for (const url of this.#urls) {
      try {
        const answer = await this.#ask(url, method, path, body, query);
        this.#urls = [url, ...this.#urls.filter((other) => other !== url)];
        return answer;
      } catch (error) {
        failure ??= error;
      }
    }
    throw failure;
  }

  #ask(
    url: string,
    method: Method,
    path: readonly string[],
    body: object | undefined,
    query: string,
  ): Promise<Answer> {
    const { user, password, timeoutMs = 30_000 } = this.#options;
    const target = new URL(`/api/${path.map(encodeURIComponent).join('/')}${query}`, url);
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const fail = (cause: unknown) => reject(unavailable(target.host, cause));
      const headers = {
        accept: 'application/json',
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const call = request(
        target,
        { method, agent: this.#agent, auth: `${user}:${password}`, headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', fail);
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
          );
        },
      );
      // A host that is gone says nothing at all; then the next one is asked.
      const connecting = setTimeout(() => call.destroy(new Error('timeout')), connectTimeoutMs);
      connecting.unref();
      call.on('socket', (socket) => {
        if (socket.connecting) socket.once('secureConnect', () => clearTimeout(connecting));
        else clearTimeout(connecting);
      });
      call.on('close', () => clearTimeout(connecting));
      call.setTimeout(timeoutMs, () => call.destroy(new Error('timeout')));
      call.on('error', fail);
      call.end(text);
    });
  }
}

function unavailable(address: string, cause: unknown): EdocError {
  const known =
    typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string';
  const reason = known ? String(cause.code) : 'timeout';
  return new EdocError('broker.management-unavailable', { detail: { address, reason }, cause });
}
