/**
 * Checks the event log of a store from its first entry to its last (`spec/log.md`, section 4): every hash, every link,
 * every sequence number, and that the log still holds each head that somebody else was given.
 */
import { EdocError } from '../errors.js';
import { emptyHead, entryHash, type LogEntry, type LogHead } from './log-entry.js';
import { type EventRow, type RowSource, rowsAfter, rowToEntry } from './log-rows.js';

/** A head of the log that stands outside it: in a checkpoint, or in a receipt that the node gave. */
export interface WitnessedHead extends LogHead {
  /** Who vouches, for the message: `checkpoint`, `receipt {packet id}`. */
  readonly witness: string;
}

export interface LogVerdict {
  /** Entries read. */
  readonly entries: number;
  readonly head: LogHead;
  /** Witnessed heads that were found in the log. */
  readonly witnessed: number;
}

const pageRows = 500;

/**
 * Streams through the log in a few hundred rows at a time.
 * @throws EdocError `log.broken` with the first broken sequence number; `log.other-head`
 */
export async function verifyLog(
  source: RowSource,
  witnesses: AsyncIterable<WitnessedHead> | Iterable<WitnessedHead> = [],
): Promise<LogVerdict> {
  let head: LogHead = emptyHead;
  for (;;) {
    const rows = await rowsAfter(source, head.sequence, pageRows);
    for (const row of rows) head = follow(head, entryOf(row, head));
    if (rows.length < pageRows) break;
  }
  let witnessed = 0;
  for await (const claimed of witnesses) {
    await requireHead(source, claimed);
    witnessed += 1;
  }
  return { entries: head.sequence, head, witnessed };
}

/**
 * The head after an entry that must be the next one.
 * @throws EdocError `log.broken`
 */
export function follow(head: LogHead, entry: LogEntry): LogHead {
  const expected = head.sequence + 1;
  if (entry.sequence !== expected) throw broken(expected, `entry ${entry.sequence} stands in its place`);
  if (entry.previous !== head.hash) throw broken(expected, 'it does not follow the entry before');
  if (entryHash(entry) !== entry.hash) throw broken(expected, 'its hash is not that of its content');
  return { sequence: entry.sequence, hash: entry.hash };
}

export function broken(sequence: number, cause: string): EdocError {
  return new EdocError('log.broken', { detail: { sequence, cause } });
}

export function otherHead(claimed: WitnessedHead): EdocError {
  return new EdocError('log.other-head', {
    detail: { sequence: claimed.sequence, witness: claimed.witness },
  });
}

function entryOf(row: EventRow, head: LogHead): LogEntry {
  const entry = rowToEntry(row);
  if (!entry) throw broken(head.sequence + 1, 'its detail is not in canonical form');
  return entry;
}

async function requireHead(source: RowSource, claimed: WitnessedHead): Promise<void> {
  if (claimed.sequence === 0 && claimed.hash === emptyHead.hash) return;
  const [row] = await source.all<{ hash: string }>('SELECT hash FROM event WHERE sequence = ?', [
    claimed.sequence,
  ]);
  if (row?.hash !== claimed.hash) throw otherHead(claimed);
}
