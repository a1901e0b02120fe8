/**
 * One writer for an axis directory: an exclusive SQLite lock on a small file of its own, held while a command runs. The
 * system takes it back when the process ends, however it ends, so nothing is left to clean up by hand.
 */
import { open } from 'node:fs/promises';
import sqlite3 from 'sqlite3';
import { EdocError } from '../../errors.js';

export interface AxisLock {
  release(): Promise<void>;
}

/** Commands that run at the same time, from a script, take turns. */
const longestWaitMs = 60_000;

/** @param path of the lock file. @throws EdocError `axis.locked` where another command holds it for too long */
export async function takeAxisLock(path: string, waitMs = longestWaitMs): Promise<AxisLock> {
  await (await open(path, 'a', 0o600)).close();
  const database = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(path, (error) => (error ? reject(error) : resolve(opened)));
  });
  const release = () =>
    new Promise<void>((resolve, reject) => database.close((error) => (error ? reject(error) : resolve())));
  try {
    database.configure('busyTimeout', waitMs);
    // Without a journal file there is nothing to recover after a kill.
    await run(database, 'PRAGMA journal_mode = MEMORY');
    await run(database, 'BEGIN EXCLUSIVE');
  } catch (cause) {
    await release();
    if (isBusy(cause)) throw new EdocError('axis.locked', { cause });
    throw cause;
  }
  return { release };
}

function run(database: sqlite3.Database, statement: string): Promise<void> {
  return new Promise((resolve, reject) =>
    database.exec(statement, (error) => (error ? reject(error) : resolve())),
  );
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
}
