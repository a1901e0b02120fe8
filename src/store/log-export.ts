/** The event log for outsiders: JSON lines that anyone can check without the store (`spec/log.md`, section 3). */
import { canonicalJson, emptyHead, type LogEntry, type LogHead } from './log-entry.js';
import { parseDetail, type RowSource, rowsAfter, rowToEntry } from './log-rows.js';
import { broken, follow, type LogVerdict, otherHead, type WitnessedHead } from './log-verify.js';

const pageRows = 500;

/**
 * Every entry as one line of canonical JSON, without the line feed, up to the head at the time of asking.
 * @throws EdocError `log.broken` where a row cannot be told as an entry
 */
export async function* exportLog(source: RowSource): AsyncGenerator<string> {
  let sequence = 0;
  for (;;) {
    const rows = await rowsAfter(source, sequence, pageRows);
    for (const row of rows) {
      const entry = rowToEntry(row);
      if (!entry) throw broken(row.sequence, 'its detail is not in canonical form');
      yield canonicalJson(entry);
      sequence = row.sequence;
    }
    if (rows.length < pageRows) return;
  }
}

/**
 * Checks an export alone, or against a checkpoint: an earlier or the last head, got some other way. Without one a log
 * that was cut at its end, or rewritten as a whole, cannot be told from a true one. Lines are without line feeds.
 * @throws EdocError `log.broken`, `log.other-head`
 */
export async function verifyLogExport(
  lines: AsyncIterable<string> | Iterable<string>,
  checkpoint?: LogHead,
): Promise<LogVerdict> {
  const claimed: WitnessedHead | undefined = checkpoint && { ...checkpoint, witness: 'checkpoint' };
  let head: LogHead = emptyHead;
  let found = claimed?.sequence === 0 && claimed.hash === emptyHead.hash;
  for await (const line of lines) {
    if (line === '') continue;
    const entry = parseLine(line);
    if (!entry) throw broken(head.sequence + 1, 'the line is not an entry in canonical form');
    head = follow(head, entry);
    found ||= claimed?.sequence === head.sequence && claimed.hash === head.hash;
  }
  if (claimed && !found) throw otherHead(claimed);
  return { entries: head.sequence, head, witnessed: found ? 1 : 0 };
}

/** The entry in a line; undefined where the line is anything but the canonical form of one. */
function parseLine(line: string): LogEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { sequence, at, kind, packet, agency, detail, previous, hash }: Record<string, unknown> = {
    ...value,
  };
  if (!Number.isSafeInteger(sequence) || typeof sequence !== 'number') return undefined;
  if (typeof at !== 'string' || typeof kind !== 'string') return undefined;
  if (typeof previous !== 'string' || typeof hash !== 'string') return undefined;
  if (packet !== undefined && typeof packet !== 'string') return undefined;
  if (agency !== undefined && typeof agency !== 'string') return undefined;
  if (typeof detail !== 'object' || detail === null) return undefined;
  const parsedDetail = parseDetail(canonicalJson(detail));
  if (!parsedDetail) return undefined;
  const entry: LogEntry = {
    sequence,
    at,
    kind,
    ...(packet === undefined ? {} : { packet }),
    ...(agency === undefined ? {} : { agency }),
    detail: parsedDetail,
    previous,
    hash,
  };
  return canonicalJson(entry) === line ? entry : undefined;
}
