/** Opening a store, for writing (one process) or for reading (any number, while the other one writes). */
import { chmod, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EdocError } from '../errors.js';
import { quickCheck } from './check-quick.js';
import { Commits } from './commits.js';
import { Database } from './database.js';
import { makeFolder } from './durable-file.js';
import { fileError } from './file-error.js';
import { takeWriterLock } from './lock.js';
import { migrate, requireLayout } from './migrate.js';
import { forCommits, forReading, forWriting, storeFile } from './pragmas.js';
import { StoreReader } from './reader.js';
import { requireWhole } from './restoring.js';
import { Store } from './store.js';

/**
 * Opens the store in `folder` for writing, makes it where it is missing, and brings its layout up to date. The folder is
 * for its owner alone (0700), the files too (0600). `now` gives the time of event log entries.
 * @throws EdocError `store.locked`, `store.restoring`, `store.newer`, `store.corrupt`, `log.broken`, `store.full`, `store.io`
 */
export async function openStore(options: {
  readonly folder: string;
  readonly now?: () => Date;
  /** True for the restore itself, which opens a store that is not finished. */
  readonly restoring?: boolean;
}): Promise<Store> {
  const { folder, now = () => new Date(), restoring = false } = options;
  if (!restoring) await requireWhole(folder);
  await makePrivate(folder);
  const path = join(folder, storeFile);
  const lock = await takeWriterLock(folder);
  const opened: Database[] = [];
  try {
    await createPrivate(path);
    const writing = await Database.open(path, 'write');
    opened.push(writing);
    await writing.exec(forWriting);
    await migrate(writing);
    await writing.exec(forCommits);
    await quickCheck(writing);
    const reading = await Database.open(path, 'read');
    opened.push(reading);
    await reading.exec(forReading);
    return new Store({ writing, reading, lock, now, commits: await Commits.start(writing, now) });
  } catch (error) {
    for (const database of opened.reverse()) await database.close();
    await lock.release();
    throw error;
  }
}

/**
 * Opens the store in `folder` for reading only, also while the node writes or after it was killed.
 * @throws EdocError `store.missing`, `store.restoring`, `store.older`, `store.newer`, `store.corrupt`, `store.io`
 */
export async function openReader(folder: string): Promise<StoreReader> {
  await requireWhole(folder);
  const path = join(folder, storeFile);
  const there = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!there) throw new EdocError('store.missing', { detail: { folder } });
  const database = await Database.open(path, 'read');
  try {
    await database.exec(forReading);
    await requireLayout(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return new StoreReader(database);
}

async function makePrivate(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await chmod(folder, 0o700);
  } catch (error) {
    throw fileError(error);
  }
}

/** SQLite gives its `-wal` and `-shm` files the mode of the database file. Called before SQLite opens it. */
async function createPrivate(path: string): Promise<void> {
  try {
    const handle = await open(path, 'a', 0o600);
    await handle.chmod(0o600);
    await handle.close();
  } catch (error) {
    throw fileError(error);
  }
}
