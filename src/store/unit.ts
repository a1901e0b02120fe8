/**
 * What one unit of work sees: reads and updates run at once inside the open transaction, with those that units beside it
 * ask and change alike; new rows and events are collected and written with those of the other units of the batch.
 *
 * A unit does not see its own collected rows. It may run a second time from the start (when another unit of its batch
 * failed), so it changes nothing outside the database.
 */
import type { Database, SqlValue } from './database.js';
import type { NewEvent } from './log-entry.js';
import type { RowOf, StoredRow, TableName } from './tables.js';
import type { Given } from './together.js';

export class Unit {
  readonly #database: Database;
  readonly rows = new Map<TableName, StoredRow[]>();
  readonly events: NewEvent[] = [];
  /** True once the unit has changed the database itself. */
  changed = false;

  constructor(database: Database) {
    this.#database = database;
  }

  all<Row extends object>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return this.#database.all<Row>(sql, values);
  }

  first<Row extends object>(sql: string, values: readonly SqlValue[] = []): Promise<Row | undefined> {
    return this.#database.first<Row>(sql, values);
  }

  run(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    this.changed = true;
    return this.#database.run(sql, values);
  }

  /** What units side by side ask alike: {@link Database.rowsFor}. */
  rowsFor<Row extends object>(sql: string, key: Given): Promise<Row[]> {
    return this.#database.rowsFor<Row>(sql, key);
  }

  /** What units side by side change alike: {@link Database.change}. */
  change(sql: string, rows: readonly Given[], one?: boolean): Promise<void> {
    this.changed = true;
    return this.#database.change(sql, rows, one);
  }

  insert<T extends TableName>(table: T, row: RowOf<T>): void {
    const rows = this.rows.get(table);
    if (rows) rows.push(row);
    else this.rows.set(table, [row]);
  }

  event(event: NewEvent): void {
    this.events.push(event);
  }
}
