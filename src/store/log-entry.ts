/**
 * One entry of the event log and its hash (`spec/log.md`). Pure: an outsider's verifier needs no more than this file.
 */
import { hash } from 'node:crypto';

/** What happened, as the caller tells it. Values are identifiers, codes and numbers, never content. */
export interface NewEvent {
  readonly kind: string;
  readonly packetId?: string;
  readonly agency?: string;
  readonly detail?: Readonly<Record<string, string | number>>;
}

/** A place in the log and the hash of the entry there. `sequence` 0 with {@link emptyHead}'s hash is the empty log. */
export interface LogHead {
  readonly sequence: number;
  /** SHA-256 in lower-case hexadecimal. */
  readonly hash: string;
}

export interface LogEntry {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string;
  readonly kind: string;
  readonly packet?: string;
  readonly agency?: string;
  readonly detail: Readonly<Record<string, string | number>>;
  /** The hash of the entry before; 64 zeros before the first. */
  readonly previous: string;
  readonly hash: string;
}

export const emptyHead: LogHead = { sequence: 0, hash: '0'.repeat(64) };

/** The entry that follows `head`. */
export function nextEntry(head: LogHead, event: NewEvent, at: Date): LogEntry {
  const body = {
    sequence: head.sequence + 1,
    at: at.toISOString(),
    kind: event.kind,
    ...(event.packetId === undefined ? {} : { packet: event.packetId }),
    ...(event.agency === undefined ? {} : { agency: event.agency }),
    detail: event.detail ?? {},
    previous: head.hash,
  };
  return { ...body, hash: entryHash(body) };
}

/** SHA-256 over the canonical form of everything but the hash itself. */
export function entryHash(entry: Omit<LogEntry, 'hash'>): string {
  const { sequence, at, kind, packet, agency, detail, previous } = entry;
  return hash('sha256', canonicalJson({ sequence, at, kind, packet, agency, detail, previous }));
}

/**
 * RFC 8785 (JSON Canonicalization Scheme) for the values that entries hold: strings, numbers and objects of them.
 * Members that are undefined are left out; a lone surrogate, which RFC 8785 forbids, becomes U+FFFD.
 */
export function canonicalJson(value: object): string {
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${scalar(name)}:${nested(member)}`).join(',')}}`;
}

function nested(value: unknown): string {
  return typeof value === 'object' && value !== null ? canonicalJson(value) : scalar(value);
}

function scalar(value: unknown): string {
  return JSON.stringify(typeof value === 'string' ? Buffer.from(value).toString() : value);
}
