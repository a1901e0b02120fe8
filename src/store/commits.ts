/**
 * Group commit: every write is a unit of work; one loop takes the units that wait, runs them inside one transaction and
 * commits once for all of them. A unit's promise resolves when its change is durable.
 *
 * Units that touch different packets run side by side; a unit that touches what another one of its batch touched runs
 * after that one's rows are written. A unit that fails before it changed anything fails alone; where it failed after, or
 * a collected row was refused, the batch is rolled back and its units run again, each in a transaction of its own.
 */
import { setImmediate } from 'node:timers/promises';
import { EdocError } from '../errors.js';
import type { Database } from './database.js';
import { type LogEntry, type LogHead, nextEntry } from './log-entry.js';
import { entryToRow, storedHead } from './log-rows.js';
import { isConstraint, isSqliteError } from './sqlite-error.js';
import { insertStatement, insertValues, mostRowsAtOnce, type StoredRow, tableNames } from './tables.js';
import { Unit } from './unit.js';

export interface Work<Result> {
  /** Packet ids whose rows the unit reads or changes; `everything` where that is not known beforehand. */
  readonly touches: readonly string[] | 'everything';
  /** About how much it writes, to keep a transaction bounded. */
  readonly octets: number;
  run(unit: Unit): Promise<Result>;
}

interface Job {
  readonly work: Work<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly job: Job } & ({ readonly result: unknown } | { readonly error: unknown });

const batchUnits = 256;
const batchOctets = 16 * 1024 * 1024;

/** Thrown inside a batch to have its units run again one by one. */
class RunApart extends Error {}

export class Commits {
  readonly #database: Database;
  readonly #now: () => Date;
  readonly #waiting: Job[] = [];
  #loop: Promise<void> | undefined;
  #head: LogHead;
  #headInDoubt = false;
  #closed = false;

  private constructor(database: Database, now: () => Date, head: LogHead) {
    this.#database = database;
    this.#now = now;
    this.#head = head;
  }

  static async start(database: Database, now: () => Date): Promise<Commits> {
    return new Commits(database, now, await storedHead(database));
  }

  /** The last committed head of the event log. */
  get head(): LogHead {
    return this.#head;
  }

  do<Result>(work: Work<Result>): Promise<Result> {
    if (this.#closed) return Promise.reject(new EdocError('store.closed'));
    return new Promise<Result>((resolve, reject) => {
      // The loop hands each job the result of its own work, which is a Result.
      this.#waiting.push({ work, resolve: (result) => resolve(result as Result), reject });
      this.#loop ??= this.#drain();
    });
  }

  /** Takes no more work and finishes what waits. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#loop;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Let those who were just answered bring their next piece of work: fuller batches, fewer commits.
      await setImmediate();
      await this.#commit(this.#takeBatch());
    }
    this.#loop = undefined;
  }

  #takeBatch(): Job[] {
    let octets = 0;
    let count = 0;
    for (const job of this.#waiting) {
      octets += job.work.octets;
      if (count > 0 && (count >= batchUnits || octets > batchOctets)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(batch: readonly Job[]): Promise<void> {
    try {
      settle(await this.#transaction(batch));
    } catch (error) {
      const separable = error instanceof RunApart || isConstraint(error);
      if (separable && batch.length > 1) {
        for (const job of batch) await this.#commit([job]);
      } else {
        const told = error instanceof RunApart ? error.cause : error;
        for (const job of batch) job.reject(told);
      }
    }
  }

  async #transaction(batch: readonly Job[]): Promise<Outcome[]> {
    await this.#database.begin();
    try {
      if (this.#headInDoubt) {
        this.#head = await storedHead(this.#database);
        this.#headInDoubt = false;
      }
      const outcomes: Outcome[] = [];
      let head = this.#head;
      for (const group of independentGroups(batch)) {
        const units = group.map((job) => ({ job, unit: new Unit(this.#database) }));
        // All of them are waited for before any failure is acted on: none may go on after a rollback.
        const ran = await Promise.allSettled(units.map(({ job, unit }) => runUnit(job, unit)));
        const done: Unit[] = [];
        for (const [index, one] of ran.entries()) {
          if (one.status === 'rejected') throw one.reason;
          outcomes.push(one.value);
          const unit = units[index]?.unit;
          if (unit && 'result' in one.value) done.push(unit);
        }
        head = await this.#write(done, head);
      }
      await this.#database.commit();
      this.#head = head;
      return outcomes;
    } catch (error) {
      // After a failed commit only the file knows what happened.
      this.#headInDoubt = true;
      // SQLite may have rolled back by itself; the first error is the one to tell.
      await this.#database.rollback().catch(() => undefined);
      throw error;
    }
  }

  /** Writes what the units collected, and their events; returns the head after them. */
  async #write(units: readonly Unit[], head: LogHead): Promise<LogHead> {
    const entries: LogEntry[] = [];
    let last = head;
    for (const event of units.flatMap((unit) => unit.events)) {
      const entry = nextEntry(last, event, this.#now());
      entries.push(entry);
      last = entry;
    }
    for (const table of tableNames) {
      const rows: readonly StoredRow[] =
        table === 'event' ? entries.map(entryToRow) : units.flatMap((unit) => unit.rows.get(table) ?? []);
      for (let start = 0; start < rows.length; start += mostRowsAtOnce) {
        const some = rows.slice(start, start + mostRowsAtOnce);
        const values = some.flatMap((row) => insertValues(table, row));
        await this.#database.run(insertStatement(table, some.length), values);
      }
    }
    return { sequence: last.sequence, hash: last.hash };
  }
}

async function runUnit(job: Job, unit: Unit): Promise<Outcome> {
  try {
    return { job, result: await job.work.run(unit) };
  } catch (error) {
    if (unit.changed) throw new RunApart('a unit failed after it had changed rows', { cause: error });
    // SQLite may have given up the whole transaction with it.
    if (isSqliteError(error)) throw error;
    return { job, error };
  }
}

function settle(outcomes: readonly Outcome[]): void {
  for (const outcome of outcomes) {
    if ('error' in outcome) outcome.job.reject(outcome.error);
    else outcome.job.resolve(outcome.result);
  }
}

/** Cuts a batch, in order, into runs of jobs no two of which touch the same packet. */
function independentGroups(batch: readonly Job[]): Job[][] {
  const groups: Job[][] = [];
  let touched = new Set<string>();
  let alone = true;
  for (const job of batch) {
    const { touches } = job.work;
    const group = groups.at(-1);
    const apart = touches === 'everything' || touches.some((id) => touched.has(id));
    if (!group || alone || apart) {
      groups.push([job]);
      touched = new Set(touches === 'everything' ? [] : touches);
      alone = touches === 'everything';
    } else {
      group.push(job);
      for (const id of touches) touched.add(id);
    }
  }
  return groups;
}
