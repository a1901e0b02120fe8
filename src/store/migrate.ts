/** Brings a store's layout up to date, forward only: `PRAGMA user_version` counts the migrations that ran. */
import { EdocError } from '../errors.js';
import type { Database } from './database.js';
import { migrations } from './migrations/all.js';

/** The layout that this program reads and writes. */
export const layoutVersion = migrations.length;

/** @throws EdocError `store.newer` for a store that a later program wrote */
export async function migrate(database: Database): Promise<void> {
  const found = await storedLayout(database);
  for (const migration of migrations.slice(found)) {
    await database.exec('BEGIN IMMEDIATE');
    try {
      await migration.up(database);
      await database.exec(`PRAGMA user_version = ${migration.version}; COMMIT`);
    } catch (error) {
      // SQLite may have rolled back by itself; the first error is the one to tell.
      await database.exec('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }
}

/** For those that cannot migrate. @throws EdocError `store.newer`, `store.older` */
export async function requireLayout(database: Database): Promise<void> {
  const found = await storedLayout(database);
  if (found < layoutVersion) {
    throw new EdocError('store.older', { detail: { found, known: layoutVersion } });
  }
}

/** @throws EdocError `store.newer` */
export async function storedLayout(database: Database): Promise<number> {
  const row = await database.first<{ user_version: number }>('PRAGMA user_version');
  const found = row?.user_version ?? 0;
  if (found > layoutVersion) {
    throw new EdocError('store.newer', { detail: { found, known: layoutVersion } });
  }
  return found;
}
