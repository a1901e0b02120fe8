/**
 * One holder at a time. The right is an exclusive SQLite lock on a small file of its own, held open: the system takes it
 * back when its process ends, however it ends, so nothing is left to clean up by hand.
 *
 * The file must never be opened by other code of the same process: POSIX drops a process's locks on a file when any of
 * its descriptors is closed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EdocError, isEdocError } from '../errors.js';
import { Database } from './database.js';
import { fileError } from './file-error.js';

export interface FileLock {
  release(): Promise<void>;
}

/**
 * Makes the file where it is missing and takes the right that it stands for.
 * @throws EdocError `store.busy` where another process, or this one, still has it after `waitMs`
 */
export async function takeFileLock(path: string, waitMs: number): Promise<FileLock> {
  const database = await Database.open(path, 'create');
  try {
    // Without a journal file there is nothing to recover after a kill.
    await database.exec(`PRAGMA busy_timeout = ${waitMs}; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE`);
  } catch (error) {
    await database.close();
    throw error;
  }
  return { release: () => database.close() };
}

/**
 * Shares the right that the file stands for with others who do so, and keeps those out who want it alone. Writes nothing.
 * @throws EdocError `store.busy` where somebody has it alone after `waitMs`; `store.io` where the file is missing
 */
export async function takeSharedLock(path: string, waitMs: number): Promise<FileLock> {
  const database = await Database.open(path, 'read');
  try {
    await database.exec(`PRAGMA busy_timeout = ${waitMs}; BEGIN; SELECT 1 FROM sqlite_master`);
  } catch (error) {
    await database.close();
    throw error;
  }
  return { release: () => database.close() };
}

/**
 * Takes the right to write in `folder`.
 * @throws EdocError `store.locked` where another process, or this one, has it; `store.full`, `store.io`
 */
export async function takeWriterLock(folder: string): Promise<FileLock> {
  const pidFile = join(folder, 'writer.pid');
  const lock = await takeFileLock(join(folder, 'writer.lock'), 0).catch(async (error: unknown) => {
    if (!isEdocError(error, 'store.busy')) throw error;
    throw new EdocError('store.locked', { detail: { pid: await holder(pidFile) }, cause: error });
  });
  try {
    await writeFile(pidFile, `${process.pid}\n`, { mode: 0o600 });
    return lock;
  } catch (error) {
    await lock.release();
    throw fileError(error);
  }
}

/** For the message only: the lock is what counts. */
async function holder(pidFile: string): Promise<string> {
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  return /^\d+$/.test(text.trim()) ? text.trim() : '?';
}
