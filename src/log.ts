/**
 * The structured log: one JSON object a line, redacting by construction.
 *
 * A log line can hold only the fields named in {@link LogFields}: identifiers, codes, counts and durations. There is
 * no field for a message's text, a document's content, a key or a passphrase, so none can slip in. An error is
 * logged by its code alone; an error that is not ours adds its class and the first line of its own message.
 */
import { destination, type Logger, pino } from 'pino';
import { EdocError } from './errors.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogFields {
  readonly packet?: string;
  readonly kind?: string;
  readonly agency?: string;
  readonly node?: string;
  readonly peer?: string;
  readonly state?: string;
  readonly code?: string;
  readonly count?: number;
  readonly bytes?: number;
  readonly attempt?: number;
  readonly durationMs?: number;
  readonly delayMs?: number;
  readonly days?: number;
  readonly version?: number;
  readonly address?: string;
  readonly error?: unknown;
}

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

const fieldNames: readonly (keyof LogFields)[] = [
  'packet',
  'kind',
  'agency',
  'node',
  'peer',
  'state',
  'code',
  'count',
  'bytes',
  'attempt',
  'durationMs',
  'delayMs',
  'days',
  'version',
  'address',
];

/** A log on a file descriptor (2 is standard error). */
export function openLog(options: { level: LogLevel; fd: number; name: string }): Log {
  const logger = pino(
    { level: options.level, base: { name: options.name }, timestamp: pino.stdTimeFunctions.isoTime },
    destination({ fd: options.fd, sync: true }),
  );
  return fromPino(logger);
}

/** A log that keeps nothing, for callers that have no use for one. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

function fromPino(logger: Logger): Log {
  return {
    debug: (event, fields) => logger.debug(permitted(fields), event),
    info: (event, fields) => logger.info(permitted(fields), event),
    warn: (event, fields) => logger.warn(permitted(fields), event),
    error: (event, fields) => logger.error(permitted(fields), event),
  };
}

function permitted(fields: LogFields = {}): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of fieldNames) {
    if (fields[name] !== undefined) kept[name] = fields[name];
  }
  if (fields.error !== undefined) Object.assign(kept, errorFields(fields.error));
  return kept;
}

function errorFields(error: unknown): Record<string, unknown> {
  if (error instanceof EdocError) {
    return { code: error.code, ...(error.place === undefined ? {} : { place: error.place }) };
  }
  if (error instanceof Error) return { error: error.name, message: error.message.split('\n')[0] };
  return { error: typeof error };
}
