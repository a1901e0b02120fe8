/** A copy of the database as it is at one moment, made while the node goes on writing. */
import { chmod, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EdocError, isEdocError } from '../errors.js';
import { Database } from './database.js';
import { syncFolder } from './durable-file.js';
import { fileError } from './file-error.js';
import { takeFileLock } from './lock.js';
import type { LogHead } from './log-entry.js';
import { storedHead } from './log-rows.js';
import { storedLayout } from './migrate.js';
import { forReading, storeFile } from './pragmas.js';
import { requireWhole } from './restoring.js';

/** What a copy holds. */
export interface Snapshot {
  /** Octets. */
  readonly size: number;
  readonly layout: number;
  readonly head: LogHead;
}

/** The content of an attachment that stands beside the database. */
export interface NamedContent {
  readonly sha256: string;
  /** Octets. */
  readonly size: number;
}

/** How long a backup waits for another one, or for a pruning, to end. */
const lockWaitMs = 10_000;

/**
 * Writes the database of the store in `folder` to the new file `to`, durably. One statement of SQLite in one read
 * transaction: the writer is not held up, and what it commits meanwhile is not in the copy.
 * @throws EdocError `store.missing`, `store.restoring`, `store.newer`, `store.corrupt`, `store.full`, `store.io`
 */
export async function writeSnapshot(folder: string, to: string): Promise<Snapshot> {
  await requireWhole(folder);
  const path = join(folder, storeFile);
  await requireFile(path, folder);
  await rm(to, { force: true });
  const source = await Database.open(path, 'read');
  try {
    await source.exec('PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY;');
    await source.run('VACUUM INTO ?', [to]);
  } finally {
    await source.close();
  }
  // VACUUM INTO leaves the flushing to its caller.
  await flushed(to);
  return describeSnapshot(to);
}

/** @throws EdocError `store.newer`, `store.corrupt`, `store.io` */
export async function describeSnapshot(path: string): Promise<Snapshot> {
  const copy = await openCopy(path);
  try {
    const [layout, head] = [await storedLayout(copy), await storedHead(copy)];
    return { size: (await stat(path)).size, layout, head };
  } finally {
    await copy.close();
  }
}

/**
 * The contents that a database needs beside it: attachments that travelled as parts. Others are inside their packets, and those of
 * archived documents in the archive.
 */
export async function* namedContents(database: Database): AsyncGenerator<NamedContent> {
  const needed = await neededRows(database);
  let last = '';
  for (;;) {
    const rows = await database.all<NamedContent>(
      `SELECT sha256, MAX(size) AS size FROM ${needed} AND sha256 > ?
       GROUP BY sha256 ORDER BY sha256 LIMIT 500`,
      [last],
    );
    yield* rows;
    const end = rows.at(-1);
    if (!end) return;
    last = end.sha256;
  }
}

/** A copy may be older than the archive. */
async function neededRows(database: Database): Promise<string> {
  const archive = await database.first(
    `SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'archived'`,
  );
  const inParts = `attachment WHERE transfer = 'parts'`;
  if (!archive) return inParts;
  return `${inParts} AND NOT EXISTS (SELECT 1 FROM archived a WHERE a.packet_id = attachment.packet_id)`;
}

/** Those of a copy, by its file. */
export async function* contentsNamedBy(path: string): AsyncGenerator<NamedContent> {
  const copy = await openCopy(path);
  try {
    yield* namedContents(copy);
  } finally {
    await copy.close();
  }
}

/**
 * Keeps contents in their place while they are copied: whoever removes contents takes the same right.
 * @throws EdocError `backup.under-way`
 */
export async function holdContents<Result>(
  folder: string,
  work: () => Promise<Result>,
  waitMs = lockWaitMs,
): Promise<Result> {
  const lock = await takeFileLock(join(folder, 'contents.lock'), waitMs).catch((error: unknown) => {
    if (isEdocError(error, 'store.busy')) throw new EdocError('backup.under-way', { cause: error });
    throw error;
  });
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

async function openCopy(path: string): Promise<Database> {
  const copy = await Database.open(path, 'read');
  await copy.exec(forReading);
  return copy;
}

async function requireFile(path: string, folder: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new EdocError('store.missing', { detail: { folder } });
}

async function flushed(path: string): Promise<void> {
  try {
    await chmod(path, 0o600);
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await syncFolder(dirname(path));
  } catch (error) {
    throw fileError(error);
  }
}

/** About how much there is to copy: octets of the database and of the contents that it names. */
export async function storeOctets(folder: string): Promise<{ database: number; contents: number }> {
  const path = join(folder, storeFile);
  await requireFile(path, folder);
  const database = await Database.open(path, 'read');
  try {
    const pages = await database.first<{ octets: number }>(
      'SELECT page_count * page_size AS octets FROM pragma_page_count, pragma_page_size',
    );
    const sum = await database.first<{ octets: number | null }>(
      `SELECT SUM(size) AS octets FROM (SELECT MAX(size) AS size FROM ${await neededRows(database)} GROUP BY sha256)`,
    );
    return { database: pages?.octets ?? 0, contents: sum?.octets ?? 0 };
  } finally {
    await database.close();
  }
}
