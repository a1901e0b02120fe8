/** How the database is opened. */

/** The database's file in the folder of the store. */
export const storeFile = 'store.db';

/** How long a statement waits for another process's lock, such as a checkpoint by a reader that closes. */
const busyTimeoutMs = 5_000;

const shared = `PRAGMA busy_timeout = ${busyTimeoutMs}; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
  PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;`;

/**
 * Write-ahead log, flushed at every commit: what was promised survives a power cut. The log file is cut back after it
 * grew in a burst.
 */
export const forWriting = `${shared} PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;`;

/**
 * After the migrations, which may change more than memory holds: no page is written before the commit, so that a full disk is met
 * there and nowhere else. Met in a statement, SQLite would give up the transaction, and statements of other units behind it
 * would each be kept by themselves. A transaction is bounded (`commits.ts`), and so is the memory for it.
 */
export const forCommits = 'PRAGMA cache_spill = OFF;';

export const forReading = `${shared} PRAGMA query_only = ON;`;
