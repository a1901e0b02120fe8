/**
 * SQLite's result codes as our codes. The primary result code (the low octet of what the driver calls `errno`) decides;
 * the text of a message never does.
 */
import { EdocError } from '../errors.js';

/** https://www.sqlite.org/rescode.html */
const result = {
  PERM: 3,
  BUSY: 5,
  LOCKED: 6,
  NOMEM: 7,
  READONLY: 8,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  CONSTRAINT: 19,
  NOTADB: 26,
} as const;

/** The coded error for what the driver reported. `cause` keeps the driver's error for the log. */
export function sqliteError(error: unknown): EdocError {
  if (error instanceof EdocError) return error;
  const primary = primaryResult(error);
  switch (primary) {
    case result.BUSY:
    case result.LOCKED:
      return new EdocError('store.busy', { cause: error });
    case result.FULL:
      return new EdocError('store.full', { cause: error });
    case result.CORRUPT:
    case result.NOTADB:
      return new EdocError('store.corrupt', { cause: error });
    case result.IOERR:
    case result.CANTOPEN:
    case result.READONLY:
    case result.PERM:
    case result.NOMEM:
      return new EdocError('store.io', { detail: { cause: `SQLite ${primary}` }, cause: error });
    default:
      return new EdocError('store.statement', { detail: { result: primary ?? 'unknown' }, cause: error });
  }
}

/** True where a row broke a constraint: the fault of one unit of work, not of the store. */
export function isConstraint(error: unknown): boolean {
  return error instanceof EdocError && primaryResult(error.cause) === result.CONSTRAINT;
}

/** True for an error that the database itself reported. */
export function isSqliteError(error: unknown): boolean {
  return error instanceof EdocError && primaryResult(error.cause) !== undefined;
}

function primaryResult(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errno' in error)) return undefined;
  return typeof error.errno === 'number' ? error.errno & 0xff : undefined;
}
