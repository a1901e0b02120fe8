/**
 * Which pieces of our code have run, as V8 counts them. Asked after a batch of inputs it says how many pieces ran for the first
 * time: then something in the batch led somewhere new. Counting makes everything slower by about a third.
 */
import { Session } from 'node:inspector';

interface Block {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Block[] }[];
}

const ours = /\/dist\/src\//;

export class Coverage {
  readonly #session = new Session();
  readonly #seen = new Set<string>();

  constructor() {
    this.#session.connect();
    this.#post('Profiler.enable');
    this.#post('Profiler.startPreciseCoverage', { callCount: false, detailed: true });
  }

  /** Pieces that ran for the first time since the last question. */
  news(): number {
    const before = this.#seen.size;
    const { result } = this.#post('Profiler.takePreciseCoverage') as { result: readonly Script[] };
    for (const { url, functions } of result) {
      if (!ours.test(url)) continue;
      for (const { startOffset, endOffset, count } of functions.flatMap(({ ranges }) => ranges)) {
        if (count > 0) this.#seen.add(`${url} ${startOffset} ${endOffset}`);
      }
    }
    return this.#seen.size - before;
  }

  /** The session answers at once. @throws Error where it refuses. */
  #post(method: string, parameters: object = {}): unknown {
    let answer: unknown;
    this.#session.post(method, parameters, (error, result) => {
      if (error) throw error;
      answer = result;
    });
    return answer;
  }
}
