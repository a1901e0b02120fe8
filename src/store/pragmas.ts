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

export const forReading = `${shared} PRAGMA query_only = ON;`;
