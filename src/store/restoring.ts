/**
 * The mark of a restore that is not finished. It lies in the folder of the store from before the first file comes until
 * after the last one is checked; a store beside it is never opened, since nobody knows what is missing.
 */
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EdocError } from '../errors.js';
import { makeFolder, syncFolder } from './durable-file.js';
import { fileError } from './file-error.js';

export const restoreMark = 'restore.incomplete';

/** @throws EdocError `store.restoring` */
export async function requireWhole(folder: string): Promise<void> {
  const found = await stat(join(folder, restoreMark)).catch(() => undefined);
  if (found) throw new EdocError('store.restoring', { detail: { folder } });
}

/** Durable when it resolves. The folder is made where it is missing. */
export async function markRestoring(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    const handle = await open(join(folder, restoreMark), 'w', 0o600);
    await handle.sync();
    await handle.close();
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
