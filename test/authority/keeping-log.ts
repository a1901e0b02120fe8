/** A log that keeps its lines, for tests that look at what is and what is not in them. */
import type { Log, LogFields } from '../../src/log.js';

export interface KeepingLog extends Log {
  readonly lines: readonly (readonly [event: string, fields: LogFields | undefined])[];
}

/** Keeps warnings and errors. */
export function keepingLog(): KeepingLog {
  const lines: [string, LogFields | undefined][] = [];
  const keep = (event: string, fields?: LogFields) => void lines.push([event, fields]);
  return { lines, debug() {}, info() {}, warn: keep, error: keep };
}
