/**
 * One SQLite connection behind promises. Statements are prepared once and kept; every error is a coded one.
 *
 * Rows are always read to their end (`all`): a statement left on a row would hold the connection's snapshot open.
 */
import sqlite3 from 'sqlite3';
import { EdocError } from '../errors.js';
import { isConstraint, sqliteError } from './sqlite-error.js';
import { type Given, Together } from './together.js';

export type SqlValue = string | number | null | Buffer;

export class Database {
  readonly #connection: sqlite3.Database;
  readonly #statements = new Map<string, Promise<sqlite3.Statement>>();
  readonly #together = new Together(this);
  /** The transaction, while one is open, and what a statement in it failed by. */
  #transaction: { failure?: unknown } | undefined;
  #closed = false;

  private constructor(connection: sqlite3.Database) {
    this.#connection = connection;
  }

  /**
   * Opens the file; `create` makes it where it is missing.
   * @throws EdocError `store.io`, `store.corrupt`
   */
  static open(path: string, mode: 'read' | 'write' | 'create'): Promise<Database> {
    const flags =
      mode === 'read'
        ? sqlite3.OPEN_READONLY
        : mode === 'write'
          ? sqlite3.OPEN_READWRITE
          : sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE;
    return new Promise((resolve, reject) => {
      const connection = new sqlite3.Database(path, flags | sqlite3.OPEN_FULLMUTEX, (error) => {
        if (error) reject(sqliteError(error));
        else {
          // One statement at a time: several at once would only wait for each other in threads that others need.
          connection.serialize();
          resolve(new Database(connection));
        }
      });
    });
  }

  /** Every row. The shape of a row is the statement's; the caller names it. */
  async all<Row extends object>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    const { statement, failed } = await this.#ready(sql);
    return new Promise((resolve, reject) => {
      statement.all<Row>(values, (error, rows) => {
        if (error) reject(failed(error));
        else resolve(rows);
      });
    });
  }

  /** The first row, where there is one. */
  async first<Row extends object>(sql: string, values: readonly SqlValue[] = []): Promise<Row | undefined> {
    const [row] = await this.all<Row>(sql, values);
    return row;
  }

  /** Runs a statement and tells how many rows it changed. */
  async run(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    const { statement, failed } = await this.#ready(sql);
    return new Promise((resolve, reject) => {
      statement.run(values, function (this: sqlite3.RunResult, error: Error | null) {
        if (error) reject(failed(error));
        else resolve(this.changes);
      });
    });
  }

  /**
   * Opens a transaction. Behind a statement that fails in it, other than by a constraint, none is begun: SQLite may have given the
   * transaction up, and each would be kept by itself.
   */
  async begin(): Promise<void> {
    await this.run('BEGIN IMMEDIATE');
    this.#transaction = {};
  }

  async commit(): Promise<void> {
    await this.run('COMMIT');
    this.#transaction = undefined;
  }

  async rollback(): Promise<void> {
    this.#transaction = undefined;
    await this.run('ROLLBACK');
  }

  /** The rows for one of many keys that are asked for at the same time: {@link Together.rowsFor}. */
  rowsFor<Row extends object>(sql: string, key: Given): Promise<Row[]> {
    return this.#together.rowsFor<Row>(sql, key);
  }

  /** Changes rows together with others: {@link Together.change}. */
  change(sql: string, rows: readonly Given[], one?: boolean): Promise<void> {
    return this.#together.change(sql, rows, one);
  }

  /** Runs a script of several statements, for set-up and migrations. */
  exec(sql: string): Promise<void> {
    if (this.#closed) return Promise.reject(new EdocError('store.closed'));
    return new Promise((resolve, reject) => {
      this.#connection.exec(sql, (error) => {
        if (error) reject(sqliteError(error));
        else resolve();
      });
    });
  }

  /** Finishes what is under way, then closes. A second call does nothing. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const statements = await Promise.allSettled(this.#statements.values());
    for (const statement of statements) {
      if (statement.status === 'fulfilled') {
        await new Promise<void>((resolve) => {
          statement.value.finalize(() => resolve());
        });
      }
    }
    await new Promise<void>((resolve, reject) => {
      this.#connection.close((error) => {
        if (error) reject(sqliteError(error));
        else resolve();
      });
    });
  }

  async #ready(sql: string): Promise<{ statement: sqlite3.Statement; failed: (error: Error) => EdocError }> {
    const statement = await this.#prepared(sql);
    const transaction = this.#transaction;
    if (transaction?.failure !== undefined) throw transaction.failure;
    const failed = (error: Error) => {
      const known = sqliteError(error);
      if (transaction && !isConstraint(known)) transaction.failure ??= known;
      return known;
    };
    return { statement, failed };
  }

  #prepared(sql: string): Promise<sqlite3.Statement> {
    if (this.#closed) return Promise.reject(new EdocError('store.closed'));
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = new Promise<sqlite3.Statement>((resolve, reject) => {
      const statement = this.#connection.prepare(sql, (error) => {
        if (error) reject(sqliteError(error));
        else resolve(statement);
      });
    });
    this.#statements.set(sql, prepared);
    // A statement that could not be prepared may be possible later (the table was locked, the disk full).
    prepared.catch(() => this.#statements.delete(sql));
    return prepared;
  }
}
