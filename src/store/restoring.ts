/**
 * The mark of a restore that is not finished. It lies in the folder of the store from before the first file comes until
 * after the last one is checked; a store beside it is never opened, since nobody knows what is missing. It names the directory
 * that the restore is for: what lies beside such a mark is what that restore put there, and another try of it may put it anew.
 */
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EdocError, isEdocError } from '../errors.js';
import { DurableFile, makeFolder, syncFolder, temporarySuffix } from './durable-file.js';
import { fileError, isAbsent } from './file-error.js';
import { type FileLock, takeFileLock } from './lock.js';
import { storeFile } from './pragmas.js';

export const restoreMark = 'restore.incomplete';
const lockFile = 'restore.lock';

/** @throws EdocError `store.restoring` */
export async function requireWhole(folder: string): Promise<void> {
  const found = await stat(join(folder, restoreMark)).catch(() => undefined);
  if (found) throw new EdocError('store.restoring', { detail: { folder } });
}

/** True where a restore into this directory was begun in this folder and not finished. */
export async function isRestoring(folder: string, directory: string): Promise<boolean> {
  const text = await readFile(join(folder, restoreMark), 'utf8').catch((error: unknown) => {
    if (isAbsent(error)) return '';
    throw fileError(error);
  });
  return text === markOf(directory);
}

/**
 * The right to restore into the folder, which is made where it is missing.
 * @throws EdocError `restore.under-way` where another process has it
 */
export async function takeRestoreLock(folder: string): Promise<FileLock> {
  try {
    await makeFolder(folder);
    return await takeFileLock(join(folder, lockFile), 0);
  } catch (error) {
    if (isEdocError(error, 'store.busy')) throw new EdocError('restore.under-way', { detail: { folder } });
    throw fileError(error);
  }
}

/** Durable when it resolves. */
export async function markRestoring(folder: string, directory: string): Promise<void> {
  const mark = await DurableFile.create(folder);
  await mark.write(Buffer.from(markOf(directory)));
  await mark.keepAs(join(folder, restoreMark));
}

/** Removes the database that a restore left, so that none of it is mixed with another one. Attachments are what their names say. */
export async function clearUnfinished(folder: string): Promise<void> {
  try {
    for (const name of await readdir(folder)) {
      if (name.startsWith(storeFile) || name.endsWith(temporarySuffix)) await rm(join(folder, name));
    }
    await syncFolder(folder);
  } catch (error) {
    throw fileError(error);
  }
}

export async function unmarkRestoring(folder: string): Promise<void> {
  try {
    // What was restored is on the disk before the mark goes.
    await syncFolder(folder);
    await rm(join(folder, restoreMark));
    await syncFolder(folder);
  } catch (error) {
    throw fileError(error);
  }
}

function markOf(directory: string): string {
  return `${JSON.stringify({ directory })}\n`;
}
