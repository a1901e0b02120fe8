/** A thread of `edoc verify`: examines the files that it is told, one task after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Kept } from '../../evidence/index.js';
import { examineFiles } from './examine-file.js';
import { examiningOf, type Setting } from './setting.js';

export interface Task {
  /** The place of the first path among all. */
  readonly first: number;
  readonly paths: readonly string[];
}

export interface Answer {
  readonly first: number;
  /** In the order of the task's paths: each file, and after a container the files in it. */
  readonly examined: readonly (readonly Kept[])[];
}

const setting: Setting = workerData;
const options = examiningOf(setting);

parentPort?.on('message', async (task: Task | null) => {
  if (!task) {
    parentPort?.close();
    return;
  }
  const { first, paths } = task;
  parentPort?.postMessage({ first, examined: await examineFiles(paths, options) } satisfies Answer);
});
