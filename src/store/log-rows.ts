/** Log entries as rows of the table `event`, and back. */
import { canonicalJson, emptyHead, type LogEntry, type LogHead } from './log-entry.js';
import type { RowOf } from './tables.js';
import type { Given } from './together.js';

export interface EventRow {
  readonly sequence: number;
  readonly at: string;
  readonly kind: string;
  readonly packet_id: string | null;
  readonly agency: string | null;
  readonly detail: string;
  readonly previous: string;
  readonly hash: string;
}

/** Where rows can be asked for: a connection or a unit of work. */
export interface RowSource {
  all<Row extends object>(sql: string, values?: readonly (string | number | null)[]): Promise<Row[]>;
  rowsFor<Row extends object>(sql: string, key: Given): Promise<Row[]>;
}

export function entryToRow(entry: LogEntry): RowOf<'event'> {
  return {
    sequence: entry.sequence,
    at: entry.at,
    kind: entry.kind,
    packet_id: entry.packet ?? null,
    agency: entry.agency ?? null,
    detail: canonicalJson(entry.detail),
    previous: entry.previous,
    hash: entry.hash,
  };
}

/** The entry in a row; undefined where its detail is not what was ever written. */
export function rowToEntry(row: EventRow): LogEntry | undefined {
  const detail = parseDetail(row.detail);
  if (detail === undefined) return undefined;
  return {
    sequence: row.sequence,
    at: row.at,
    kind: row.kind,
    ...(row.packet_id === null ? {} : { packet: row.packet_id }),
    ...(row.agency === null ? {} : { agency: row.agency }),
    detail,
    previous: row.previous,
    hash: row.hash,
  };
}

/** Rows after a sequence number, in order. */
export function rowsAfter(source: RowSource, sequence: number, limit: number): Promise<EventRow[]> {
  return source.all<EventRow>(
    `SELECT sequence, at, kind, packet_id, agency, detail, previous, hash
     FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?`,
    [sequence, limit],
  );
}

export async function storedHead(source: RowSource): Promise<LogHead> {
  const [row] = await source.all<LogHead>('SELECT sequence, hash FROM event ORDER BY sequence DESC LIMIT 1');
  return row ?? emptyHead;
}

/** A detail object as {@link canonicalJson} writes it; undefined for any other text. */
export function parseDetail(text: string): Record<string, string | number> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const detail: Record<string, string | number> = {};
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'string' && typeof member !== 'number') return undefined;
    detail[name] = member;
  }
  return canonicalJson(detail) === text ? detail : undefined;
}
