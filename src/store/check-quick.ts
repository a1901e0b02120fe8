/**
 * A look at a store before the node starts on it, short enough for every start: the whole database where it is small, and
 * always the first and last rows of each table and the end of the event log.
 */
import { EdocError } from '../errors.js';
import type { Database } from './database.js';
import { emptyHead } from './log-entry.js';
import { rowsAfter, rowToEntry, storedHead } from './log-rows.js';
import { broken, follow } from './log-verify.js';

/** Up to this size the whole database is read: some tenths of a second. */
const wholeUpToOctets = 32 * 1024 * 1024;
const logEntries = 500;

/** @throws EdocError `store.corrupt`, `log.broken` */
export async function quickCheck(database: Database): Promise<void> {
  const pages = await database.first<{ octets: number }>(
    'SELECT page_count * page_size AS octets FROM pragma_page_count, pragma_page_size',
  );
  if ((pages?.octets ?? 0) <= wholeUpToOctets) {
    const [row] = await database.all<{ quick_check: string }>('PRAGMA quick_check(1)');
    if (row?.quick_check !== 'ok') throw new EdocError('store.corrupt', { cause: row?.quick_check });
  } else {
    await readEnds(database);
  }
  await checkLogEnd(database);
}

/** An unreadable page shows as `store.corrupt` from SQLite itself. */
async function readEnds(database: Database): Promise<void> {
  const tables = await database.all<{ name: string; keyed: number }>(
    `SELECT name, wr = 0 AS keyed FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'`,
  );
  for (const { name, keyed } of tables) {
    await database.all(`SELECT * FROM "${name}" LIMIT 1`);
    if (keyed === 1) await database.all(`SELECT * FROM "${name}" ORDER BY rowid DESC LIMIT 1`);
  }
}

async function checkLogEnd(database: Database): Promise<void> {
  const head = await storedHead(database);
  const from = Math.max(0, head.sequence - logEntries);
  const [before] = from === 0 ? [] : await rowsAfter(database, from - 1, 1);
  let last = from === 0 ? emptyHead : { sequence: from, hash: before?.hash ?? '' };
  for (const row of await rowsAfter(database, from, logEntries)) {
    const entry = rowToEntry(row);
    if (!entry) throw broken(row.sequence, 'its detail is not in canonical form');
    last = follow(last, entry);
  }
}
