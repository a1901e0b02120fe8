/**
 * The thread of one PKCS#11 module, started by `connection.ts`. Modules block: a card takes half a second for a signature,
 * a network module waits for its network. Here they hold up nobody else.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { EdocError } from '../errors.js';
import { failure } from './failures.js';
import { TokenKeys } from './keys.js';
import { TokenModule } from './module.js';
import type { Answer, Reply, Request } from './protocol.js';
import { describeTokens, tokenName } from './slots.js';

/** The module, its keys, and the order in which requests are answered: as they finish. */
class Thread {
  readonly #path: string;
  #loading: Promise<{ module: TokenModule; keys: TokenKeys }> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async answer(request: Request): Promise<Answer> {
    if (request.do === 'finish') {
      const loaded = await this.#loading?.catch(() => undefined);
      loaded?.module.finish();
      return undefined;
    }
    const { module, keys } = await this.#loaded();
    switch (request.do) {
      case 'open':
        return keys.open(request.token, request.key, request.login);
      case 'generate':
        return keys.generate(request);
      case 'sign':
        return keys.sign(request.key, request.data);
      case 'check':
        return keys.check(request.key);
      case 'list':
        try {
          return describeTokens(module, request.token);
        } catch (error) {
          throw failure(error, { token: tokenName(request.token) });
        }
    }
  }

  /** At the first request, so that what is wrong with the module is answered like anything else. */
  #loaded(): Promise<{ module: TokenModule; keys: TokenKeys }> {
    this.#loading ??= TokenModule.load(this.#path).then((module) => ({
      module,
      keys: new TokenKeys(module),
    }));
    return this.#loading;
  }
}

function replyOf(number: number, error: unknown): Reply {
  const coded = error instanceof EdocError ? error : failure(error, { token: '–' });
  return { number, error: { code: coded.code, detail: coded.detail } };
}

const port = parentPort;
if (port) {
  const thread = new Thread(String(workerData));
  port.on('message', ({ number, request }: { readonly number: number; readonly request: Request }) => {
    thread.answer(request).then(
      (answer) => port.postMessage({ number, answer } satisfies Reply),
      (error: unknown) => port.postMessage(replyOf(number, error)),
    );
  });
}
