/**
 * One writer for a store. The right to write is an exclusive SQLite lock on a small database of its own, held open:
 * the system takes it back when its process ends, however it ends, so nothing is left to clean up by hand.
 *
 * The file `writer.lock` must never be opened by other code of the same process: POSIX drops a process's locks on a
 * file when any of its descriptors is closed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EdocError, isEdocError } from '../errors.js';
import { Database } from './database.js';

export interface WriterLock {
  release(): Promise<void>;
}

/**
 * Takes the right to write in `folder`.
 * @throws EdocError `store.locked` where another process, or this one, has it
 */
export async function takeWriterLock(folder: string): Promise<WriterLock> {
  const pidFile = join(folder, 'writer.pid');
  const database = await Database.open(join(folder, 'writer.lock'), 'create');
  try {
    // Without a journal file there is nothing to recover after a kill.
    await database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    await writeFile(pidFile, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    await database.close();
    if (!isEdocError(error, 'store.busy')) throw error;
    throw new EdocError('store.locked', { detail: { pid: await holder(pidFile) }, cause: error });
  }
  return { release: () => database.close() };
}

/** For the message only: the lock is what counts. */
async function holder(pidFile: string): Promise<string> {
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  return /^\d+$/.test(text.trim()) ? text.trim() : '?';
}
