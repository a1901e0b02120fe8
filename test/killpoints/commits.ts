/** What stands before and after each COMMIT of a store: a copy of the folder as a killed process leaves it, or the death itself. */
import { cp } from 'node:fs/promises';
import { Database } from '../../src/store/database.js';

export type Moment = 'before' | 'after';

/** Calls `at` around each COMMIT, the first of which has the number 1, while `run` runs. Returns how many there were. */
export async function aroundCommits(
  at: (moment: Moment, number: number) => Promise<void>,
  run: () => Promise<unknown>,
): Promise<number> {
  const { run: real } = Database.prototype;
  let number = 0;
  Database.prototype.run = async function (this: Database, sql, values) {
    if (sql !== 'COMMIT') return real.call(this, sql, values);
    number += 1;
    const mine = number;
    await at('before', mine);
    const changed = await real.call(this, sql, values);
    await at('after', mine);
    return changed;
  };
  try {
    await run();
    return number;
  } finally {
    Database.prototype.run = real;
  }
}

/**
 * The folder as it is at this moment: the one connection that writes waits meanwhile, so these are the octets that the system
 * keeps of a process that is killed here. Not the index of the write-ahead log, which is memory and is made anew.
 */
export function leftBehind(folder: string, copy: string): Promise<void> {
  return cp(folder, copy, { recursive: true, filter: (path) => !/-shm$|\.lock$/.test(path) });
}

/** Every row of every table, as text: two stores that hold the same have the same. Which numbers were given out is no matter. */
export async function everyRow(file: string): Promise<string[]> {
  const database = await Database.open(file, 'read');
  try {
    const tables = await database.all<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence' ORDER BY name`,
    );
    const lines: string[] = [];
    for (const { name } of tables) {
      const rows = await database.all<Record<string, unknown>>(`SELECT * FROM "${name}"`);
      lines.push(...rows.map((row) => `${name} ${JSON.stringify(row, asText)}`).sort());
    }
    return lines;
  } finally {
    await database.close();
  }
}

function asText(_name: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data)
    ? Buffer.from(value.data).toString('hex')
    : value;
}
