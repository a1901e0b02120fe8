/**
 * The inbox at a million documents beside one at a thousand: a page of fifty, newest first, filtered by agency and
 * state. Once with opening the store, as each command of a clerk does, and once on a connection that is open.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite3 from 'sqlite3';
import { organId } from '../src/edoc/index.js';
import { openReader, openStore, type StoreReader } from '../src/store/index.js';

/** A page of the register must not take longer, however many documents there are. */
export const inboxBudgetMs = 50;

const small = 1_000;
const large = 1_000_000;
const pageLines = 50;
const rounds = 15;
const agency = organId('H53');

export interface InboxFigures {
  readonly documents: number;
  /** Opening the store and listing one page; median, milliseconds. */
  readonly openAndListMs: number;
  /** Listing one page on an open connection; median, milliseconds. */
  readonly listMs: number;
}

/** Builds both stores in a temporary folder, measures, prints, and removes them. True where the budget is kept. */
export async function benchInbox(print: (line: string) => void): Promise<boolean> {
  const few = await measure(small);
  const many = await measure(large);
  print(`inbox, a page of ${pageLines} of one agency in one state, newest first (median of ${rounds})`);
  for (const { documents, openAndListMs, listMs } of [few, many]) {
    print(
      `  ${documents.toLocaleString('en-US').padStart(9)} documents: ` +
        `open and list ${openAndListMs.toFixed(1)} ms, list ${listMs.toFixed(1)} ms`,
    );
  }
  const ratio = many.openAndListMs / few.openAndListMs;
  const kept = many.openAndListMs <= inboxBudgetMs;
  print(
    `  ratio ${ratio.toFixed(1)} (open and list), ${(many.listMs / few.listMs).toFixed(1)} (list); ` +
      `at most ${inboxBudgetMs} ms at a million: ${kept ? 'kept' : 'MISSED'}`,
  );
  return kept;
}

async function measure(documents: number): Promise<InboxFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'edoc-inbox-'));
  try {
    await (await openStore({ folder })).close();
    await fill(join(folder, 'store.db'), documents);
    const openAndList: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      openAndList.push(
        await timed(async () => {
          const reader = await openReader(folder);
          await page(reader);
          await reader.close();
        }),
      );
    }
    const reader = await openReader(folder);
    const list: number[] = [];
    for (let round = 0; round < rounds; round += 1) list.push(await timed(() => page(reader)));
    await reader.close();
    return { documents, openAndListMs: median(openAndList), listMs: median(list) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function page(reader: StoreReader): Promise<void> {
  const lines = await reader.inbox({ agency, state: '03', limit: pageLines });
  if (lines.length !== pageLines) throw new Error(`the page has ${lines.length} lines`);
}

/** Written past the store, in one transaction and with the indices made afterwards: a million in well under a minute. */
async function fill(path: string, documents: number): Promise<void> {
  const database = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened: sqlite3.Database = new sqlite3.Database(path, (error) =>
      error ? reject(error) : resolve(opened),
    );
  });
  const exec = (sql: string) =>
    new Promise<void>((resolve, reject) =>
      database.exec(sql, (error) => (error ? reject(error) : resolve())),
    );
  const indices = await new Promise<{ name: string; sql: string }[]>((resolve, reject) =>
    database.all<{ name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'entry' AND sql IS NOT NULL`,
      (error, rows) => (error ? reject(error) : resolve(rows)),
    ),
  );
  await exec(`
    PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN;
    ${indices.map(({ name }) => `DROP INDEX ${name};`).join('\n')}
    CREATE TEMP TABLE number AS
      WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${documents})
      SELECT n, printf('01930000-%04x-7%03x-8000-%012x', n >> 12, n & 4095, n) AS id FROM counted;
    INSERT INTO packet (id, direction, kind, sha256, size, sender, sender_node, lane, at)
      SELECT id, 'in', 'document', printf('%064x', n), 5000, 'H41', 'nghean', 'ordinary', 1763600000000 + n FROM number;
    INSERT INTO entry (box, agency, packet_id, counterpart, counterpart_name, document_id, code, code_key, subject,
        type_name, business_type, priority, promulgated, at, attachments, attachment_bytes, business, recall, amendment, state)
      SELECT 'in', CASE n % 3 WHEN 0 THEN 'H57' ELSE 'H53' END, id, 'H41', 'UBND tỉnh Nghệ An', 'H41,2026/11/20,' || n,
        n || '/UBND-VP', n || '/UBND-VP', 'Về việc rà soát, báo cáo kết quả thực hiện nhiệm vụ được giao số ' || n,
        'Công văn', 0, n % 5 = 0, '2026/11/20', 1763600000000 + n, 1, 250000,
        business, 'none', 'none', business
      FROM (SELECT n, id, CASE WHEN n % 10 < 6 THEN '06' WHEN n % 10 < 8 THEN '03' ELSE '01' END AS business FROM number)
      ORDER BY n;
    ${indices.map(({ sql }) => `${sql};`).join('\n')}
    COMMIT;`);
  await new Promise<void>((resolve, reject) =>
    database.close((error) => (error ? reject(error) : resolve())),
  );
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - from) / 1e6;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
