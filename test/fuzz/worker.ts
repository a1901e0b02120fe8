/** A worker thread of a campaign: makes every n-th input of the seed, tries it, and tells what it found. */
import { parentPort, workerData } from 'node:worker_threads';
import { Coverage } from './coverage.js';
import { makeInput } from './mutations.js';
import { Random } from './random.js';
import { SharedInput } from './shared-input.js';
import type { Outcome, Sample } from './target.js';
import { loadTarget } from './targets.js';
import { type Fault, tryInput } from './try-input.js';

export interface WorkerTask {
  readonly target: string;
  readonly seed: number;
  readonly first: number;
  readonly step: number;
  /** Inputs of all workers together. */
  readonly count: number;
  /** Milliseconds since 1970 at which it ends at the latest. */
  readonly until: number;
  readonly slowMs: number;
  readonly mostFaults: number;
  /** Inputs are also kept where a batch ran code that had not run before. */
  readonly coverage: boolean;
  readonly shared: SharedArrayBuffer;
}

export interface Found {
  readonly index: number;
  readonly input: Uint8Array;
  readonly fault: Fault;
}

/** What was done since the last message. */
export interface Report {
  readonly done: number;
  readonly accepted: number;
  /** First code of each refusal, with how many. */
  readonly codes: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  /** Outcomes that were seen for the first time. */
  readonly newOutcomes: number;
  /** Pieces of code that ran for the first time; 0 without coverage. */
  readonly newPieces: number;
  readonly found: readonly Found[];
}

const reportEveryMs = 200;
/** Inputs that led to an outcome not seen before are changed further; no more of them, and no larger ones, are kept. */
const mostKept = 2_000;
const mostKeptOctets = 20_000;
/** Inputs between two looks at the coverage, and how many of them are kept where there is something new. */
const batchInputs = 200;
const keptOfBatch = 8;

class Tally {
  done = 0;
  accepted = 0;
  slowestMs = 0;
  newOutcomes = 0;
  newPieces = 0;
  found: Found[] = [];
  codes: Record<string, number> = {};

  add(outcome: Outcome | undefined, ms: number): void {
    this.done += 1;
    this.slowestMs = Math.max(this.slowestMs, ms);
    if (outcome?.verdict === 'accepted') this.accepted += 1;
    const [code = 'accepted'] = outcome?.codes ?? ['fault'];
    this.codes[code] = (this.codes[code] ?? 0) + 1;
  }

  get report(): Report {
    const { done, accepted, codes, slowestMs, newOutcomes, newPieces, found } = this;
    return { done, accepted, codes, slowestMs, newOutcomes, newPieces, found };
  }
}

async function work(task: WorkerTask, send: (report: Report) => void): Promise<void> {
  const target = await loadTarget(task.target);
  const shared = new SharedInput(task.shared);
  const seen = new Set<string>();
  const kept: Sample[] = [];
  const coverage = task.coverage ? new Coverage() : undefined;
  let batch: Sample[] = [];
  let faults = 0;
  let tally = new Tally();
  let reported = Date.now();
  for (let index = task.first; index < task.count && faults < task.mostFaults; index += task.step) {
    const input = makeInput(target, Random.of(task.seed, index), kept);
    shared.begin(index, input);
    const { outcome, fault, ms } = await tryInput(target, input, task.slowMs);
    shared.end();
    tally.add(outcome, ms);
    const shape = outcome && [outcome.verdict, ...outcome.codes].join(' ');
    if (shape !== undefined && !seen.has(shape)) {
      seen.add(shape);
      tally.newOutcomes += 1;
      if (kept.length < mostKept && input.length <= mostKeptOctets)
        kept.push({ name: String(index), octets: input });
    }
    if (coverage && input.length <= mostKeptOctets) batch.push({ name: String(index), octets: input });
    if (coverage && batch.length >= batchInputs) {
      const pieces = coverage.news();
      tally.newPieces += pieces;
      if (pieces > 0) kept.push(...batch.slice(0, Math.min(keptOfBatch, mostKept - kept.length)));
      batch = [];
    }
    if (fault) {
      faults += 1;
      tally.found.push({ index, input, fault });
    }
    const now = Date.now();
    if (now >= task.until) break;
    if (fault || now - reported >= reportEveryMs) {
      send(tally.report);
      tally = new Tally();
      reported = now;
    }
  }
  send(tally.report);
}

if (parentPort) await work(workerData as WorkerTask, (report) => parentPort?.postMessage(report));
