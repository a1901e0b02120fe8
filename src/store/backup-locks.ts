/**
 * Who is at a folder of backups. Whoever writes there is alone; whoever reads shares it, so that a check of hours holds up no backup. Only
 * to take backups out of sight nobody may be reading, and that takes a moment.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EdocError, type ErrorCode, isEdocError } from '../errors.js';
import { makeFolder } from './durable-file.js';
import { fileError } from './file-error.js';
import { type FileLock, takeFileLock, takeSharedLock } from './lock.js';

const writingFile = 'writing.lock';
const readingFile = 'reading.lock';

/** How long anybody waits for the others. */
const lockWaitMs = 10_000;

/** Who reads may do so for hours, and what is not removed now goes next time. */
const readersWaitMs = 500;

/** The right to make backups in the folder and to remove them. @throws EdocError `backup.under-way`, `store.io` */
export async function whileWritingBackups<Result>(
  folder: string,
  work: () => Promise<Result>,
  waitMs = lockWaitMs,
): Promise<Result> {
  try {
    await makeFolder(folder);
    return await holding(
      takeFileLock(join(folder, writingFile), waitMs),
      'backup.under-way',
      folder,
      async () => {
        await makeReadingFile(join(folder, readingFile));
        return work();
      },
    );
  } catch (error) {
    throw fileError(error);
  }
}

/**
 * No backup that is there leaves until `work` has ended. It writes nothing, since backups may be read where they cannot be changed, or by
 * another user: without the file of the lock, which every backup makes, it holds nothing.
 * @throws EdocError `backup.under-way`
 */
export async function whileReadingBackups<Result>(
  folder: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const path = join(folder, readingFile);
  const found = await stat(path).catch(() => undefined);
  if (!found) return work();
  return holding(takeSharedLock(path, lockWaitMs), 'backup.under-way', folder, work);
}

/** Runs `work` while nobody reads. @throws EdocError `backup.being-read` */
export function whileNobodyReads<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  return holding(takeFileLock(join(folder, readingFile), readersWaitMs), 'backup.being-read', folder, work);
}

async function makeReadingFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) await (await takeFileLock(path, 0)).release();
}

async function holding<Result>(
  taken: Promise<FileLock>,
  otherwise: ErrorCode,
  folder: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const lock = await taken.catch((error: unknown) => {
    if (isEdocError(error, 'store.busy'))
      throw new EdocError(otherwise, { detail: { folder }, cause: error });
    throw error;
  });
  try {
    return await work();
  } finally {
    await lock.release();
  }
}
