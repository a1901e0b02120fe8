import { join } from 'node:path';
import { expect } from 'chai';
import { Commits, type Work } from '../../src/store/commits.js';
import { Database } from '../../src/store/database.js';
import type { LogEntry } from '../../src/store/log-entry.js';
import { migrate } from '../../src/store/migrate.js';
import type { Unit } from '../../src/store/unit.js';
import { codeOf, inFolder, start } from './samples.js';

function withCommits<Result>(
  use: (commits: Commits, database: Database) => Promise<Result>,
): Promise<Result> {
  return inFolder(async (folder) => {
    const database = await Database.open(join(folder, 'store.db'), 'create');
    await database.exec('PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON');
    await migrate(database);
    await database.exec('CREATE TABLE number (value INTEGER PRIMARY KEY) STRICT');
    const commits = await Commits.start(database, () => start);
    try {
      return await use(commits, database);
    } finally {
      await commits.close();
      await database.close();
    }
  });
}

function work<Result>(
  run: (unit: Unit) => Promise<Result>,
  touches: Work<Result>['touches'] = [],
): Work<Result> {
  return { touches, octets: 0, run };
}

const put = (value: number, touches: readonly string[] = []) =>
  work(async (unit) => {
    await unit.run('INSERT INTO number VALUES (?)', [value]);
    unit.event({ kind: 'number.put', detail: { value } });
  }, touches);

const receipt = (packetId: string) =>
  ({
    direction: 'issued',
    packet_id: packetId,
    packet_sha256: 's',
    agency: 'H41',
    outcome: 'accepted',
    code: null,
    reason: null,
    bytes: Buffer.from('b'),
    at: 1,
  }) as const;

async function numbers(database: Database): Promise<number[]> {
  return (await database.all<{ value: number }>('SELECT value FROM number ORDER BY value')).map(
    ({ value }) => value,
  );
}

async function kinds(database: Database): Promise<string[]> {
  const rows = await database.all<Pick<LogEntry, 'kind'>>('SELECT kind FROM event ORDER BY sequence');
  return rows.map(({ kind }) => kind);
}

describe('group commit', () => {
  it('commits many units that wait together, all of them', () =>
    withCommits(async (commits, database) => {
      await Promise.all(Array.from({ length: 700 }, (_, value) => commits.do(put(value))));
      expect(await numbers(database)).to.have.length(700);
      expect(commits.head.sequence).to.equal(700);
    }));

  it('a unit that fails before it changed anything fails alone', () =>
    withCommits(async (commits, database) => {
      const outcomes = await Promise.all([
        codeOf(commits.do(put(1))),
        codeOf(commits.do(work(() => Promise.reject(Object.assign(new Error('no'), { code: 'mine' }))))),
        codeOf(commits.do(put(2))),
      ]);
      expect(outcomes).to.deep.equal([undefined, 'mine', undefined]);
      expect(await numbers(database)).to.deep.equal([1, 2]);
    }));

  it('a unit that fails after it changed rows is undone alone, with its events', () =>
    withCommits(async (commits, database) => {
      const failing = work(async (unit) => {
        await unit.run('INSERT INTO number VALUES (99)');
        unit.event({ kind: 'never' });
        throw Object.assign(new Error('no'), { code: 'mine' });
      });
      const outcomes = await Promise.all([
        codeOf(commits.do(put(1))),
        codeOf(commits.do(failing)),
        codeOf(commits.do(put(2))),
      ]);
      expect(outcomes).to.deep.equal([undefined, 'mine', undefined]);
      expect(await numbers(database)).to.deep.equal([1, 2]);
      expect(await kinds(database)).to.deep.equal(['number.put', 'number.put']);
      expect(commits.head.sequence).to.equal(2);
    }));

  it('a unit whose statement breaks a constraint fails alone', () =>
    withCommits(async (commits, database) => {
      const outcomes = await Promise.all([commits.do(put(1)), commits.do(put(2))].map(codeOf));
      expect(outcomes).to.deep.equal([undefined, undefined]);
      const more = await Promise.all([
        codeOf(commits.do(put(3))),
        codeOf(commits.do(put(1))),
        codeOf(commits.do(put(4))),
      ]);
      expect(more).to.deep.equal([undefined, 'store.statement', undefined]);
      expect(await numbers(database)).to.deep.equal([1, 2, 3, 4]);
    }));

  it('keeps nothing of a unit beside one with whose statement SQLite gave the transaction up', () =>
    withCommits(async (commits, database) => {
      await database.exec('CREATE TABLE filler (octets BLOB)');
      const pages = await database.first<{ page_count: number }>('PRAGMA page_count');
      await database.exec(`PRAGMA max_page_count = ${(pages?.page_count ?? 0) + 1}`);
      const filling = work((unit) => unit.run('INSERT INTO filler VALUES (zeroblob(1000000))'));
      const late = (write: (unit: Unit) => Promise<unknown>) =>
        work(async (unit) => {
          for (let turn = 0; turn < 20; turn += 1) await unit.first('SELECT 1');
          await write(unit);
          unit.event({ kind: 'number.put' });
        });
      const outcomes = await Promise.all(
        [
          commits.do(filling),
          commits.do(late((unit) => unit.run('INSERT INTO number VALUES (1)'))),
          commits.do(late((unit) => unit.change('INSERT INTO number SELECT value FROM json_each(?1)', [2]))),
        ].map(codeOf),
      );
      expect(outcomes[0]).to.equal('store.full');
      // Whatever their units were told, rows and events are there together or not at all.
      const kept = outcomes.filter((code) => code === undefined).length;
      expect(await numbers(database)).to.have.length(kept);
      expect(await kinds(database)).to.have.length(kept);
      expect(commits.head.sequence).to.equal(kept);
    }));

  it('a collected row that breaks a constraint fails its unit alone', () =>
    withCommits(async (commits, database) => {
      const orphan = work(async (unit) =>
        unit.insert('packet_octets', { packet_id: 'nobody', direction: 'in', bytes: Buffer.from('x') }),
      );
      const outcomes = await Promise.all([
        codeOf(commits.do(put(1))),
        codeOf(commits.do(orphan)),
        codeOf(commits.do(put(2))),
      ]);
      expect(outcomes).to.deep.equal([undefined, 'store.statement', undefined]);
      expect(await numbers(database)).to.deep.equal([1, 2]);
    }));

  it('a unit sees the rows of an earlier one that touched the same packet, in the order of asking', () =>
    withCommits(async (commits) => {
      const write = work(async (unit) => unit.insert('receipt', receipt('m')), ['m']);
      const read = work(
        async (unit) => (await unit.all('SELECT 1 FROM receipt WHERE packet_id = ?', ['m'])).length,
        ['m'],
      );
      const counts = await Promise.all([commits.do(read), commits.do(write), commits.do(read)]);
      expect(counts).to.deep.equal([0, undefined, 1]);
    }));

  it('tells the head of the log only after the commit', () =>
    withCommits(async (commits) => {
      const seen = await commits.do(
        work(async (unit) => {
          unit.event({ kind: 'one' });
          return commits.head.sequence;
        }),
      );
      expect([seen, commits.head.sequence]).to.deep.equal([0, 1]);
    }));

  it('a full disk fails every unit of the batch with store.full, and later ones go through again', () =>
    withCommits(async (commits, database) => {
      await commits.do(put(1));
      const pages = await database.first<{ page_count: number }>('PRAGMA page_count');
      await database.exec(`PRAGMA max_page_count = ${pages?.page_count ?? 0}`);
      const large = work(async (unit) =>
        unit.insert('receipt', { ...receipt('big'), bytes: Buffer.alloc(1_000_000) }),
      );
      const outcomes = await Promise.all([codeOf(commits.do(put(2))), codeOf(commits.do(large))]);
      expect(outcomes).to.deep.equal(['store.full', 'store.full']);
      await database.exec('PRAGMA max_page_count = 1000000');
      await commits.do(put(3));
      expect(await numbers(database)).to.deep.equal([1, 3]);
      expect(commits.head.sequence).to.equal(2);
    }));

  it('takes nothing more once it is closed, but finishes what waits', () =>
    withCommits(async (commits, database) => {
      const waiting = commits.do(put(1));
      await commits.close();
      await waiting;
      expect(await codeOf(commits.do(put(2)))).to.equal('store.closed');
      expect(await numbers(database)).to.deep.equal([1]);
    }));
});
