import type { Database } from '../database.js';

/** One step of the layout, forward only. It runs once, in a transaction of its own. */
export interface Migration {
  /** From 1, without gaps; `PRAGMA user_version` after it ran. */
  readonly version: number;
  up(database: Database): Promise<void>;
}
