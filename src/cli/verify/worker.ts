/** A thread of `edoc verify`: examines the files that it is told, one task after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Examined } from '../../evidence/index.js';
import { trustFromPem } from '../../signing/index.js';
import { examineFile } from './examine-file.js';

/** What is the same for all files. */
export interface Setting {
  readonly trustPem: string;
  readonly at: Date;
  readonly secondOpinion: boolean;
}

export interface Task {
  /** The place of the first path among all. */
  readonly first: number;
  readonly paths: readonly string[];
}

export interface Answer {
  readonly first: number;
  /** In the order of the task's paths. */
  readonly examined: readonly Examined[];
}

const { trustPem, at, secondOpinion }: Setting = workerData;
const options = { trust: trustFromPem(trustPem), at, secondOpinion };

parentPort?.on('message', async (task: Task | null) => {
  if (!task) {
    parentPort?.close();
    return;
  }
  const { first, paths } = task;
  const examined: Examined[] = [];
  for (const path of paths) examined.push(await examineFile(path, options));
  parentPort?.postMessage({ first, examined } satisfies Answer);
});
