import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import sqlite3 from 'sqlite3';
import {
  canonicalJson,
  emptyHead,
  entryHash,
  type LogEntry,
  openReader,
  openStore,
  type Store,
  verifyLogExport,
} from '../../src/store/index.js';
import {
  codeOf,
  documentMessage,
  first,
  inbound,
  inFolder,
  packetOf,
  receiptBy,
  start,
  withStore,
} from './samples.js';

/** What someone with the file and a tool of their own can do. */
function tamper(folder: string, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(join(folder, 'store.db'), (opening) => {
      if (opening) return reject(opening);
      database.exec(`DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete; ${sql}`, (failure) => {
        database.close((closing) => {
          const error = failure ?? closing;
          if (error) reject(error);
          else resolve();
        });
      });
    });
  });
}

async function fill(store: Store, count: number): Promise<void> {
  for (let index = 1; index <= count; index += 1) {
    await store.appendEvents([
      { kind: 'test.event', agency: first, detail: { index, note: 'é "quoted"\n' } },
    ]);
  }
}

/** A store with 1,200 events, more than one page of the verifier, closed. */
function withLog<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  return inFolder(async (folder) => {
    const store = await openStore({ folder, now: () => start });
    await Promise.all(Array.from({ length: 12 }, () => fill(store, 100)));
    await store.close();
    return use(folder);
  });
}

async function verdict(folder: string, heads: { sequence: number; hash: string }[] = []): Promise<unknown> {
  const reader = await openReader(folder);
  try {
    const { entries } = await reader.verifyLog(heads);
    return entries;
  } catch (error) {
    return error instanceof Error && 'detail' in error ? [codeIn(error), sequenceIn(error.detail)] : error;
  } finally {
    await reader.close();
  }
}

function codeIn(error: Error): unknown {
  return 'code' in error ? error.code : undefined;
}

function sequenceIn(detail: unknown): unknown {
  return typeof detail === 'object' && detail !== null && 'sequence' in detail ? detail.sequence : undefined;
}

describe('the event log', () => {
  it('the example in spec/log.md has the hashes that it says', async () => {
    const text = await readFile('spec/log.md', 'utf8');
    const lines = text.split('\n').filter((line) => line.startsWith('{'));
    const [one = '', two = '', hashed = ''] = lines;
    const { hash, ...body }: LogEntry = JSON.parse(one);
    expect(canonicalJson(body)).to.equal(hashed);
    expect(entryHash(body)).to.equal(hash);
    expect((await verifyLogExport([one, two])).entries).to.equal(2);
  });

  it('numbers entries from 1 and binds each to the one before', () =>
    withStore(async (store) => {
      expect(store.logHead()).to.deep.equal(emptyHead);
      await store.appendEvents([{ kind: 'a.first' }, { kind: 'a.second', packetId: 'p', detail: { n: 1 } }]);
      const [one, two] = await store.reader.logRows(0, 10);
      expect(one).to.include({
        sequence: 1,
        at: '2026-11-20T02:00:00.000Z',
        kind: 'a.first',
        previous: emptyHead.hash,
      });
      expect(two).to.deep.include({ sequence: 2, packet: 'p', previous: one?.hash, detail: { n: 1 } });
      expect(store.logHead()).to.deep.equal({ sequence: 2, hash: two?.hash });
    }));

  it('goes on where it was after the store was opened again', () =>
    inFolder(async (folder) => {
      const before = await openStore({ folder });
      await fill(before, 3);
      const head = before.logHead();
      await before.close();
      const store = await openStore({ folder });
      expect(store.logHead()).to.deep.equal(head);
      await fill(store, 1);
      await store.close();
      expect(await verdict(folder, [head])).to.equal(4);
    }));

  it('is whole when nobody touched it', () =>
    withLog(async (folder) => expect(await verdict(folder)).to.equal(1_200)));

  const changes: readonly (readonly [string, string, unknown])[] = [
    ['a changed detail', `UPDATE event SET detail = '{"index":7}' WHERE sequence = 700`, ['log.broken', 700]],
    ['a changed kind', `UPDATE event SET kind = 'other' WHERE sequence = 1`, ['log.broken', 1]],
    [
      'a changed time',
      `UPDATE event SET at = '2026-11-20T02:00:00.001Z' WHERE sequence = 1200`,
      ['log.broken', 1200],
    ],
    ['a changed agency', `UPDATE event SET agency = NULL WHERE sequence = 5`, ['log.broken', 5]],
    ['detail that is not canonical', `UPDATE event SET detail = '{ }' WHERE sequence = 9`, ['log.broken', 9]],
    ['a dropped entry', `DELETE FROM event WHERE sequence = 42`, ['log.broken', 42]],
    ['a dropped first entry', `DELETE FROM event WHERE sequence = 1`, ['log.broken', 1]],
    ['a hash from elsewhere', `UPDATE event SET hash = previous WHERE sequence = 3`, ['log.broken', 3]],
  ];
  for (const [what, sql, expected] of changes) {
    it(`finds ${what} and names the place`, () =>
      withLog(async (folder) => {
        await tamper(folder, sql);
        expect(await verdict(folder)).to.deep.equal(expected);
      }));
  }

  it('finds with a checkpoint, and only with one, that the end was cut off', () =>
    withLog(async (folder) => {
      const reader = await openReader(folder);
      const head = await reader.logHead();
      await reader.close();
      await tamper(folder, 'DELETE FROM event WHERE sequence > 1000');
      expect(await verdict(folder)).to.equal(1_000);
      expect(await verdict(folder, [head])).to.deep.equal(['log.other-head', 1_200]);
    }));

  it('compares the head in each receipt that the node gave', () =>
    inFolder(async (folder) => {
      const store = await openStore({ folder });
      await fill(store, 4);
      const { sequence, hash } = store.logHead();
      const bytes = Buffer.from(
        `<Receipt><LogHead Sequence="${sequence}" Sha256="${hash}"></LogHead></Receipt>`,
      );
      await store.accept(
        inbound(packetOf(documentMessage()), { receipts: [receiptBy(first, { bytes })], events: [] }),
      );
      expect(await store.reader.verifyLog()).to.include({ entries: 4, witnessed: 1 });
      await store.close();
      await tamper(folder, 'DELETE FROM event WHERE sequence > 3');
      expect(await verdict(folder)).to.deep.equal(['log.other-head', 4]);
    }));

  it('aborts updates and deletes', () =>
    withLog(async (folder) => {
      const plain = (sql: string) =>
        new Promise<string>((resolve) => {
          const database = new sqlite3.Database(join(folder, 'store.db'), () =>
            database.exec(sql, (failure) => database.close(() => resolve(failure ? 'refused' : 'done'))),
          );
        });
      expect(await plain('DELETE FROM event WHERE sequence = 1')).to.equal('refused');
      expect(await plain(`UPDATE event SET kind = 'x' WHERE sequence = 1`)).to.equal('refused');
      expect(await verdict(folder)).to.equal(1_200);
    }));
});

describe('an exported event log', () => {
  async function exported(folder: string): Promise<string[]> {
    const reader = await openReader(folder);
    const lines: string[] = [];
    for await (const line of reader.exportLog()) lines.push(line);
    await reader.close();
    return lines;
  }

  it('is checked without the store, alone and against a checkpoint', () =>
    withLog(async (folder) => {
      const lines = await exported(folder);
      const entry: LogEntry = JSON.parse(lines[599] ?? '');
      const found = await verifyLogExport(lines, { sequence: 600, hash: entry.hash });
      expect(found).to.include({ entries: 1_200, witnessed: 1 });
    }));

  it('is broken where a line was changed, dropped, moved or is not canonical', () =>
    withLog(async (folder) => {
      const lines = await exported(folder);
      const [one = '', two = '', three = ''] = lines;
      const wrong = [
        [one, two.replace('test.event', 'best.event')],
        [one, three],
        [two, one],
        [one.replace(',', ', ')],
        [one, 'no JSON'],
        [one, '[]'],
      ];
      for (const some of wrong) expect(await codeOf(verifyLogExport(some))).to.equal('log.broken');
    }));

  it('that was cut or written anew does not hold the checkpoint', () =>
    withLog(async (folder) => {
      const lines = await exported(folder);
      const last: LogEntry = JSON.parse(lines.at(-1) ?? '');
      const checkpoint = { sequence: last.sequence, hash: last.hash };
      expect(await codeOf(verifyLogExport(lines.slice(0, -1), checkpoint))).to.equal('log.other-head');
      const other = { sequence: 3, hash: 'ff'.repeat(32) };
      expect(await codeOf(verifyLogExport(lines, other))).to.equal('log.other-head');
    }));
});
