/** One input, and whether what became of it is a fault. */
import { types } from 'node:util';
import type { FuzzTarget, Outcome } from './target.js';

export interface Fault {
  readonly kind: 'exception' | 'oracle' | 'slow' | 'hang' | 'memory';
  /** In words, for people. */
  readonly what: string;
}

export interface Tried {
  readonly outcome?: Outcome;
  readonly fault?: Fault;
  readonly ms: number;
}

const mostWords = 600;
/** A run that was long is made again, and the quickest counts: on a busy machine anything takes long, once. */
const slowRuns = 3;
const longShare = 0.25;

export async function tryInput(target: FuzzTarget, input: Buffer, slowMs: number): Promise<Tried> {
  let tried = await once(target, input);
  for (let run = 1; run < slowRuns && tried.ms > longShare * slowMs && !tried.fault; run += 1) {
    const again = await once(target, input);
    if (again.ms < tried.ms) tried = again;
  }
  if (tried.fault || tried.ms <= slowMs) return tried;
  return { ...tried, fault: { kind: 'slow', what: `takes ${tried.ms.toFixed(0)} ms` } };
}

async function once(target: FuzzTarget, input: Buffer): Promise<Tried> {
  const from = performance.now();
  try {
    const outcome = await target.run(input);
    const ms = performance.now() - from;
    const what = await target.oracle(input, outcome);
    return { outcome, ms, ...(what === undefined ? {} : { fault: { kind: 'oracle', what } }) };
  } catch (error) {
    return { ms: performance.now() - from, fault: { kind: 'exception', what: wordsOf(error) } };
  }
}

function wordsOf(error: unknown): string {
  return (types.isNativeError(error) ? (error.stack ?? error.message) : String(error)).slice(0, mostWords);
}
