/** Looks at everything that a store keeps, and names every fault that it finds: `edoc agent check`, and every backup. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, isEdocError } from '../errors.js';
import { Database } from './database.js';
import { fileError, isAbsent } from './file-error.js';
import type { LogHead } from './log-entry.js';
import { type LogVerdict, verifyLog, type WitnessedHead } from './log-verify.js';
import { storedLayout } from './migrate.js';
import { forReading } from './pragmas.js';
import { type NamedContent, namedContents } from './snapshot.js';
import { issuedHeads } from './witnesses.js';

export interface StoreCheck {
  /** Every fault; none means that the store is whole. */
  readonly faults: readonly Finding[];
  readonly log?: LogVerdict;
  readonly packets: number;
  /** Contents that the database names and that were read to their end. */
  readonly contents: { readonly count: number; readonly octets: number };
  /** Contents that nothing names: uploads that were not sent, say. They do no harm. */
  readonly orphans: { readonly count: number; readonly octets: number };
}

export interface CheckOptions {
  /** The file of the database, which may be a copy of one. */
  readonly database: string;
  /** The folder `content`. */
  readonly contents: string;
  /** Heads of the log that somebody else kept. */
  readonly heads?: readonly LogHead[];
  /** False passes over contents of the right size without reading them. */
  readonly readContents?: boolean | ((content: NamedContent) => boolean);
  readonly countOrphans?: boolean;
  /** Called with the octets that were read since the last call. */
  readonly progress?: (octets: number) => void;
}

/** Lines of SQLite's own check that are told at most, and faults of one kind. */
const mostFaults = 20;

/**
 * Never throws for what is wrong with the store: that is in the faults.
 * @throws EdocError `store.newer`, `store.io`
 */
export async function checkStore(options: CheckOptions): Promise<StoreCheck> {
  const faults: Finding[] = [];
  const found = {
    packets: 0,
    contents: { count: 0, octets: 0 },
    orphans: { count: 0, octets: 0 },
    log: undefined as LogVerdict | undefined,
  };
  const database = await Database.open(options.database, 'read');
  try {
    await collect(faults, async () => {
      await database.exec(forReading);
      await storedLayout(database);
      // Not to be looked into further where the pages themselves are wrong.
      if (!(await checkPages(database, faults))) return;
      await checkReferences(database, faults);
      await collect(faults, async () => {
        found.log = await verifyLog(database, witnesses(database, options.heads ?? []));
      });
      found.packets = await checkPackets(database, faults, options.progress);
      found.contents = await checkContents(database, options, faults);
      if (options.countOrphans) found.orphans = await countOrphans(database, options.contents);
    });
  } finally {
    await database.close();
  }
  const { log, ...others } = found;
  return { faults, ...others, ...(log ? { log } : {}) };
}

/** SHA-256 and size of a file, read to its end. @throws EdocError `store.io` and, where it is missing, undefined */
export async function digestFile(
  path: string,
  progress?: (octets: number) => void,
): Promise<{ sha256: string; size: number } | undefined> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 512 * 1024 })) {
      hash.update(piece);
      size += piece.length;
      progress?.(piece.length);
    }
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw fileError(error);
  }
  return { sha256: hash.digest('hex'), size };
}

export function contentPath(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), sha256.slice(2));
}

/** What says that the store is damaged becomes a fault; anything else passes on. */
async function collect(faults: Finding[], check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    const damages = ['store.corrupt', 'log.broken', 'log.other-head', 'store.statement'] as const;
    if (!damages.some((code) => isEdocError(error, code)) || !isEdocError(error)) throw error;
    faults.push(...error.findings);
  }
}

async function checkPages(database: Database, faults: Finding[]): Promise<boolean> {
  const rows = await database.all<{ integrity_check: string }>(`PRAGMA integrity_check(${mostFaults})`);
  const whole = rows.length === 1 && rows[0]?.integrity_check === 'ok';
  if (!whole) faults.push({ code: 'store.corrupt', severity: 'error' });
  return whole;
}

async function checkReferences(database: Database, faults: Finding[]): Promise<void> {
  const rows = await database.all<{ table: string; parent: string }>('PRAGMA foreign_key_check');
  const pairs = new Set(rows.map(({ table, parent }) => `${table} → ${parent}`));
  for (const tables of [...pairs].slice(0, mostFaults)) {
    faults.push({ code: 'store.reference', severity: 'error', detail: { tables } });
  }
}

async function* witnesses(database: Database, heads: readonly LogHead[]): AsyncGenerator<WitnessedHead> {
  for (const head of heads) yield { ...head, witness: 'checkpoint' };
  yield* issuedHeads(database);
}

/** The octets of every packet against the digest that was taken when it was stored. */
async function checkPackets(
  database: Database,
  faults: Finding[],
  progress: CheckOptions['progress'],
): Promise<number> {
  let last = 0;
  let count = 0;
  for (;;) {
    const rows = await database.all<{ key: number; packet_id: string; bytes: Buffer; sha256: string }>(
      `SELECT o.key, o.packet_id, o.bytes, p.sha256 FROM packet_octets o
       JOIN packet p ON p.id = o.packet_id AND p.direction = o.direction WHERE o.key > ? ORDER BY o.key LIMIT 50`,
      [last],
    );
    for (const { key, packet_id, bytes, sha256 } of rows) {
      last = key;
      count += 1;
      progress?.(bytes.length);
      if (createHash('sha256').update(bytes).digest('hex') === sha256) continue;
      faults.push({ code: 'store.packet-damaged', severity: 'error', detail: { packet: packet_id } });
    }
    if (rows.length === 0) return count;
  }
}

async function checkContents(
  database: Database,
  { contents, progress, readContents = true }: CheckOptions,
  faults: Finding[],
): Promise<StoreCheck['contents']> {
  let count = 0;
  let octets = 0;
  for await (const content of namedContents(database)) {
    const { sha256, size } = content;
    const path = contentPath(contents, sha256);
    const read = typeof readContents === 'boolean' ? readContents : readContents(content);
    const found = read ? await digestFile(path, progress) : await sizeOf(path, sha256);
    count += 1;
    octets += size;
    if (!found) faults.push({ code: 'content.missing', severity: 'error', detail: { sha256 } });
    else if (found.sha256 !== sha256 || found.size !== size) {
      faults.push({ code: 'content.damaged', severity: 'error', detail: { sha256 } });
    }
  }
  return { count, octets };
}

async function sizeOf(path: string, sha256: string): Promise<{ sha256: string; size: number } | undefined> {
  try {
    return { sha256, size: (await stat(path)).size };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw fileError(error);
  }
}

async function countOrphans(database: Database, contents: string): Promise<StoreCheck['orphans']> {
  let count = 0;
  let octets = 0;
  for (const begin of await names(contents)) {
    for (const end of await names(join(contents, begin))) {
      const sha256 = begin + end;
      if (await database.first('SELECT 1 FROM attachment WHERE sha256 = ? LIMIT 1', [sha256])) continue;
      count += 1;
      octets += (await sizeOf(join(contents, begin, end), sha256))?.size ?? 0;
    }
  }
  return { count, octets };
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw fileError(error);
  }
}
