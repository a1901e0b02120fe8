/** One call of `edoc agent archive`: what earlier runs left, then document after document, gently. */
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import type { Desk } from '../../agent/index.js';
import { EdocError, type ErrorCode, type Finding, isEdocError } from '../../errors.js';
import { type FileLock, type StoreReader, takeFileLock } from '../../store/index.js';
import type { AgentPlace } from '../agent/directory.js';
import type { Progress } from '../terminal/progress-bar.js';
import type { Examining } from '../verify/setting.js';
import { archiveOne } from './archiver.js';
import { type Candidate, type Choice, candidates, type OpenCounts } from './candidates.js';
import { ArchivePlaces } from './place.js';

export interface ArchiveRun {
  readonly documents: number;
  /** Octets of the containers. */
  readonly octets: number;
  /** Contents that were removed from the node, also for documents of earlier runs. */
  readonly removed: { readonly count: number; readonly octets: number };
  readonly open: OpenCounts;
  /** Documents that stay because something is wrong with them; the first of them with what. */
  readonly failed: number;
  readonly failures: readonly { readonly packetId: string; readonly finding: Finding }[];
  /** Archived documents whose attachments stay for now, with the reason of the last. */
  readonly waiting: number;
  readonly waitsFor?: ErrorCode;
  /** Set where it ended before the last document. */
  readonly stopped?: Finding;
}

export interface RunOptions extends Choice {
  readonly folder: string;
  readonly register: StoreReader;
  readonly place: AgentPlace;
  readonly desk: Desk;
  readonly examining: Examining;
  readonly progress: Pick<Progress, 'advance'>;
}

/** Failures that are told one by one; the others are counted. */
const mostTold = 100;
const removalsAtATime = 100;
/** A trouble of the world that so many documents meet in a row will meet the next one too. */
const mostInARow = 3;
/** No other document would fare better. */
const atOnce: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'agent.not-running',
  'agent.stopping',
  'archive.recovering',
  'cli.file-unwritable',
  'door.forbidden',
]);

/** @throws EdocError `archive.under-way`, `cli.file-unwritable`, `agent.not-running` before anything was done */
export async function runArchive(options: RunOptions): Promise<ArchiveRun> {
  const { place, folder } = options;
  const lock = await takeLock(join(place.config.data, 'archive.lock'));
  const places = new ArchivePlaces(folder, place.config.node);
  // The agent that works at the same time goes first.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  try {
    await places.prepare();
    const run = new Run(options, places);
    await run.removeLeft();
    await run.all();
    await places.finish();
    return run.outcome();
  } finally {
    await lock.release();
  }
}

class Run {
  readonly #options: RunOptions;
  readonly #places: ArchivePlaces;
  readonly #open: Record<string, number> = {};
  readonly #failures: { packetId: string; finding: Finding }[] = [];
  #documents = 0;
  #octets = 0;
  #failed = 0;
  #removed = { count: 0, octets: 0 };
  #waiting = 0;
  #waitsFor: ErrorCode | undefined;
  #inARow: { code: ErrorCode | undefined; count: number } = { code: undefined, count: 0 };
  #stopped: Finding | undefined;

  constructor(options: RunOptions, places: ArchivePlaces) {
    this.#options = options;
    this.#places = places;
  }

  outcome(): ArchiveRun {
    return {
      ...{ documents: this.#documents, octets: this.#octets, removed: this.#removed, open: this.#open },
      ...{ failed: this.#failed, failures: this.#failures, waiting: this.#waiting },
      ...(this.#waitsFor ? { waitsFor: this.#waitsFor } : {}),
      ...(this.#stopped ? { stopped: this.#stopped } : {}),
    };
  }

  /** Attachments of documents that were archived before, by a run that died or while something used them. */
  async removeLeft(): Promise<void> {
    const { desk } = this.#options;
    let after: number | undefined;
    do {
      const page = await desk.removeArchived({
        ...(after === undefined ? {} : { after }),
        limit: removalsAtATime,
      });
      this.#count(page.removed, page.waiting);
      after = page.next;
    } while (after !== undefined);
  }

  async all(): Promise<void> {
    const { register, progress, limit } = this.#options;
    for await (const candidate of candidates(register, this.#options)) {
      // Of a limit only what goes counts; else every document that is looked at.
      if (limit === undefined || candidate.reason === undefined) progress.advance(1);
      if (candidate.reason !== undefined) this.#stays(candidate.reason);
      else await this.#take(candidate);
      if (this.#stopped || this.#documents === limit) return;
    }
  }

  async #take(candidate: Candidate): Promise<void> {
    const { register, place, desk, examining, unfinished } = this.#options;
    const places = this.#places;
    try {
      const archived = await archiveOne({ register, place, desk, places, examining, unfinished }, candidate);
      this.#documents += 1;
      this.#octets += archived.size;
      this.#count(archived.removed, archived.removed.left === undefined ? 0 : 1);
      this.#inARow = { code: undefined, count: 0 };
    } catch (error) {
      if (!isEdocError(error)) throw error;
      // Something came while it was packed: it is the next run's.
      if (error.code === 'archive.open') this.#stays(String(error.detail?.['reason']));
      else this.#fails(candidate.packetId, error);
    }
  }

  #stays(reason: string): void {
    this.#open[reason] = (this.#open[reason] ?? 0) + 1;
  }

  #fails(packetId: string, error: EdocError): void {
    const [finding = { code: error.code, severity: 'error' as const, detail: error.detail }] = error.findings;
    this.#failed += 1;
    if (this.#failures.length < mostTold) this.#failures.push({ packetId, finding });
    const { code } = error;
    this.#inARow = { code, count: this.#inARow.code === code ? this.#inARow.count + 1 : 1 };
    const { count } = this.#inARow;
    if (!atOnce.has(code) && !(error.retryable && count >= mostInARow)) return;
    this.#stopped = { code: 'archive.stopped', severity: 'error', detail: { code } };
  }

  #count(removed: { count: number; octets: number; left?: ErrorCode }, waiting: number): void {
    this.#removed = {
      count: this.#removed.count + removed.count,
      octets: this.#removed.octets + removed.octets,
    };
    this.#waiting += waiting;
    this.#waitsFor = removed.left ?? this.#waitsFor;
  }
}

async function takeLock(path: string): Promise<FileLock> {
  try {
    return await takeFileLock(path, 0);
  } catch (error) {
    if (!isEdocError(error, 'store.busy')) throw error;
    throw new EdocError('archive.under-way', { cause: error });
  }
}
