/** Examines many files on all cores: threads that each take a few files at a time, results in the order of the files. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Examined } from '../../evidence/index.js';
import type { Setting } from './setting.js';
import type { Answer, Task } from './worker.js';

/** So many files are worth the start of threads, which takes about as long as examining this many. */
export const worthThreads = 256;
/** Tells a thread to end. */
const noMore = null;
/** Files in one task: few enough to share them out evenly, enough that asking costs nothing. */
const taskFiles = 32;

/**
 * @param onDone called with the number of files that were just done
 * @throws what a thread ends with, where it ends before its work
 */
export async function examineInThreads(
  paths: readonly string[],
  setting: Setting,
  onDone: (files: number) => void,
): Promise<Examined[]> {
  const results = new Array<readonly Examined[]>(paths.length);
  const tasks = tasksOf(paths);
  const threads = Math.min(availableParallelism(), Math.ceil(paths.length / taskFiles));
  const working = Array.from({ length: threads }, () =>
    work(new Worker(new URL('./worker.js', import.meta.url), { workerData: setting }), tasks, (answer) => {
      for (const [index, examined] of answer.examined.entries()) results[answer.first + index] = examined;
      onDone(answer.examined.length);
    }),
  );
  await Promise.all(working);
  return results.flat();
}

function* tasksOf(paths: readonly string[]): Generator<Task> {
  for (let first = 0; first < paths.length; first += taskFiles) {
    yield { first, paths: paths.slice(first, first + taskFiles) };
  }
}

/** Gives the thread one task after the other until none is left. Two are with it at any time, so that it never waits. */
function work(thread: Worker, tasks: Iterator<Task>, take: (answer: Answer) => void): Promise<void> {
  let given = 0;
  const give = () => {
    const { value, done } = tasks.next();
    if (done) return;
    given += 1;
    thread.postMessage(value satisfies Task);
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
