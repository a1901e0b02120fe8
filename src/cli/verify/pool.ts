/**
 * Examines many files on all cores: this thread and others take a few files at a time until none is left. Results are in the
 * order of the files.
 */
import { availableParallelism } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Kept } from '../../evidence/index.js';
import { examineFiles } from './examine-file.js';
import { examiningOf, type Setting } from './setting.js';
import type { Answer, Task } from './worker.js';

/** So many files are worth the start of threads, which takes about as long as examining this many. */
export const worthThreads = 256;
/** Tells a thread to end. */
const noMore = null;
/** What was made for one file is of no use to the next: with room for many, hardly any of it is ever moved. */
const maxYoungGenerationSizeMb = 64;
/** Files in one task: few enough to share them out evenly, enough that asking costs nothing. */
const taskFiles = 128;
/** Files that this thread takes at a time: it hands out tasks in between, and nobody should wait for one. */
const ownFiles = 128;

/**
 * @param onDone called with the number of files that were just done
 * @throws what a thread ends with, where it ends before its work
 */
export async function examineInThreads(
  paths: readonly string[],
  setting: Setting,
  onDone: (files: number) => void,
): Promise<Kept[]> {
  const results = new Array<readonly Kept[]>(paths.length);
  const take = ({ first, examined }: Answer) => {
    for (const [index, file] of examined.entries()) results[first + index] = file;
    onDone(examined.length);
  };
  const tasks = new Tasks(paths);
  const others = Math.min(availableParallelism(), Math.ceil(paths.length / taskFiles)) - 1;
  const working = Array.from({ length: others }, () => workThere(startThread(setting), tasks, take));
  await Promise.all([...working, workHere(setting, tasks, take)]);
  return results.flat();
}

function startThread(setting: Setting): Worker {
  return new Worker(new URL('./worker.js', import.meta.url), {
    workerData: setting,
    resourceLimits: { maxYoungGenerationSizeMb },
  });
}

/** The files that nobody has taken yet. */
class Tasks {
  readonly #paths: readonly string[];
  #next = 0;

  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  take(files: number): Task | undefined {
    const first = this.#next;
    if (first >= this.#paths.length) return undefined;
    this.#next += files;
    return { first, paths: this.#paths.slice(first, this.#next) };
  }
}

async function workHere(setting: Setting, tasks: Tasks, take: (answer: Answer) => void): Promise<void> {
  const options = examiningOf(setting);
  for (let task = tasks.take(ownFiles); task; task = tasks.take(ownFiles)) {
    take({ first: task.first, examined: await examineFiles(task.paths, options) });
    // What the others have done is taken, and they get new tasks.
    await turn();
  }
}

/** Gives the thread one task after the other until none is left. Two are with it at any time, so that it never waits. */
function workThere(thread: Worker, tasks: Tasks, take: (answer: Answer) => void): Promise<void> {
  let given = 0;
  const give = () => {
    const task = tasks.take(taskFiles);
    if (!task) return;
    given += 1;
    thread.postMessage(task);
  };
  return new Promise<void>((resolve, reject) => {
    thread.on('message', (answer: Answer) => {
      given -= 1;
      take(answer);
      give();
      if (given === 0) thread.postMessage(noMore);
    });
    thread.once('error', reject);
    thread.once('exit', (code) => {
      if (given === 0) resolve();
      else reject(new Error(`a thread ended with ${code}`));
    });
    give();
    give();
    if (given === 0) thread.postMessage(noMore);
  });
}
