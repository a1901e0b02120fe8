/** A campaign: one target, one seed, inputs by the number, on all cores; a watchdog over every worker. */
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { SharedInput } from './shared-input.js';
import type { Found, Report, WorkerTask } from './worker.js';

export interface CampaignOptions {
  readonly target: string;
  readonly seed: number;
  readonly count: number;
  /** It ends then at the latest; left out, when all inputs are done. */
  readonly minutes?: number;
  /** What one input may take. */
  readonly slowMs?: number;
  /** What one input may take before its worker is stopped. */
  readonly hangMs?: number;
  readonly workers?: number;
  /** Megabytes of objects that a worker may have: a bound that only a fault goes beyond. */
  readonly workerMegabytes?: number;
  /** It ends after so many faults: more of them seldom say more. */
  readonly mostFaults?: number;
  /** Keep inputs that ran new code too; slower, and what is kept depends on the number of workers. */
  readonly coverage?: boolean;
  readonly progress?: (result: CampaignResult) => void;
}

export interface CampaignResult {
  readonly target: string;
  readonly seed: number;
  done: number;
  accepted: number;
  readonly codes: Record<string, number>;
  newOutcomes: number;
  /** Of all workers together; each counts what is new to itself. */
  newPieces: number;
  slowestMs: number;
  seconds: number;
  /** Octets of memory that the process had at most. */
  peakBytes: number;
  readonly found: Found[];
}

const defaults = { slowMs: 1_000, hangMs: 10_000, workerMegabytes: 512, mostFaults: 20 };
const lookEveryMs = 250;

export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const began = performance.now();
  const workers = options.workers ?? availableParallelism();
  const result: CampaignResult = {
    target: options.target,
    seed: options.seed,
    done: 0,
    accepted: 0,
    codes: {},
    newOutcomes: 0,
    newPieces: 0,
    slowestMs: 0,
    seconds: 0,
    peakBytes: 0,
    found: [],
  };
  const ended = new AbortController();
  const watch = watching(result, began, options, ended.signal);
  const until =
    options.minutes === undefined ? Number.MAX_SAFE_INTEGER : Date.now() + options.minutes * 60_000;
  try {
    await Promise.all(
      Array.from({ length: workers }, (_, first) => runWorker(first, workers, until, options, result)),
    );
  } finally {
    ended.abort();
    await watch;
  }
  result.seconds = (performance.now() - began) / 1_000;
  return result;
}

async function watching(
  result: CampaignResult,
  began: number,
  { progress }: CampaignOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await delay(lookEveryMs, undefined, { signal }).catch(() => undefined);
    result.peakBytes = Math.max(result.peakBytes, process.memoryUsage.rss());
    result.seconds = (performance.now() - began) / 1_000;
    progress?.(result);
  }
}

/** A worker that hangs or dies is a finding; another one goes on behind its input. */
async function runWorker(
  first: number,
  step: number,
  until: number,
  options: CampaignOptions,
  result: CampaignResult,
): Promise<void> {
  const { target, seed, count } = options;
  const { slowMs = defaults.slowMs, mostFaults = defaults.mostFaults, coverage = false } = options;
  let next = first;
  while (next < count && Date.now() < until && result.found.length < mostFaults) {
    const shared = new SharedInput();
    const { memory } = shared;
    const bounds = { count, until, slowMs, mostFaults };
    const task: WorkerTask = { target, seed, first: next, step, ...bounds, coverage, shared: memory };
    const fault = await runOnce(task, shared, options, result);
    if (!fault) return;
    result.found.push({ index: shared.index, input: shared.input, fault });
    next = shared.index + step;
  }
}

/** The fault with which the worker ended; undefined where it did its work. */
async function runOnce(
  task: WorkerTask,
  shared: SharedInput,
  { hangMs = defaults.hangMs, workerMegabytes = defaults.workerMegabytes }: CampaignOptions,
  result: CampaignResult,
): Promise<Found['fault'] | undefined> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: workerMegabytes },
  });
  worker.on('message', (report: Report) => add(result, report));
  let hangs = false;
  const watchdog = setInterval(() => {
    if (shared.busyMs <= hangMs) return;
    hangs = true;
    void worker.terminate();
  }, lookEveryMs);
  try {
    return await new Promise((resolve, reject) => {
      worker.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
          resolve({ kind: 'memory', what: `needs more than ${workerMegabytes} MB` });
        } else reject(error);
      });
      worker.once('exit', () =>
        resolve(hangs ? { kind: 'hang', what: `takes over ${hangMs} ms` } : undefined),
      );
    });
  } finally {
    clearInterval(watchdog);
  }
}

function add(result: CampaignResult, report: Report): void {
  result.done += report.done;
  result.accepted += report.accepted;
  result.newOutcomes += report.newOutcomes;
  result.newPieces += report.newPieces;
  result.slowestMs = Math.max(result.slowestMs, report.slowestMs);
  result.found.push(...report.found);
  for (const [code, count] of Object.entries(report.codes)) {
    result.codes[code] = (result.codes[code] ?? 0) + count;
  }
}
