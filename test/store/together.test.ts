import { join } from 'node:path';
import { expect } from 'chai';
import { knownPacket } from '../../src/store/accept.js';
import { Commits } from '../../src/store/commits.js';
import { Database, type SqlValue } from '../../src/store/database.js';
import {
  changeDeliveries,
  type DeliveryRow,
  leaveOutbox,
  readDeliveries,
} from '../../src/store/deliveries.js';
import { sentPacket } from '../../src/store/messages.js';
import { migrate } from '../../src/store/migrate.js';
import { forgetFirstSending } from '../../src/store/part-sending.js';
import { type Given, givenAs, Together } from '../../src/store/together.js';
import { Unit } from '../../src/store/unit.js';
import { codeOf, inFolder, start } from './samples.js';

const rowsOf = `SELECT j.key AS asked, name FROM json_each(?1) j CROSS JOIN member ON team = j.value ORDER BY j.key, name`;
const rename = `UPDATE member SET name = c.name FROM ${givenAs('team', 'was', 'name')}
  WHERE member.team = c.team AND member.name = c.was`;

/** A database whose statements are noted as they are run. */
class Watched {
  readonly run: string[] = [];
  readonly together: Together;

  constructor(readonly database: Database) {
    this.together = new Together({
      all: (sql, values) => {
        this.run.push(sql);
        return database.all(sql, values);
      },
      run: (sql, values) => {
        this.run.push(sql);
        return database.run(sql, values);
      },
    });
  }

  async names(team: string): Promise<string[]> {
    return (await this.together.rowsFor<{ name: string }>(rowsOf, team)).map(({ name }) => name);
  }
}

function withMembers<Result>(use: (watched: Watched) => Promise<Result>): Promise<Result> {
  return inFolder(async (folder) => {
    const database = await Database.open(join(folder, 'store.db'), 'create');
    await database.exec(`CREATE TABLE member (team TEXT, name TEXT CHECK (name <> '')) STRICT;
      INSERT INTO member VALUES ('one', 'a'), ('one', 'b'), ('two', 'c')`);
    try {
      return await use(new Watched(database));
    } finally {
      await database.close();
    }
  });
}

describe('statements that many share', () => {
  it('answer each who asks at the same time with its own rows, in one statement', () =>
    withMembers(async (watched) => {
      const found = await Promise.all(['two', 'none', 'one', 'two'].map((team) => watched.names(team)));
      expect(found).to.deep.equal([['c'], [], ['a', 'b'], ['c']]);
      expect(watched.run).to.deep.equal([rowsOf]);
    }));

  it('gather who comes while one is under way, and go on for who comes later', () =>
    withMembers(async (watched) => {
      const first = watched.names('one');
      const later = new Promise<string[]>((resolve) => setImmediate(() => resolve(watched.names('two'))));
      expect(await first).to.deep.equal(['a', 'b']);
      expect(await later).to.deep.equal(['c']);
      expect(await watched.names('one')).to.deep.equal(['a', 'b']);
    }));

  it('take more than one statement where very many ask', () =>
    withMembers(async (watched) => {
      const found = await Promise.all(Array.from({ length: 2_500 }, () => watched.names('two')));
      expect(found.every(([name]) => name === 'c')).to.equal(true);
      expect(watched.run).to.have.length(3);
    }));

  it('fail for all whose they were, and work again for the next', () =>
    withMembers(async (watched) => {
      const { together } = watched;
      const change = (to: string, was: string) => codeOf(together.change(rename, [['one', was, to]], true));
      expect(await Promise.all([change('x', 'a'), change('', 'b')])).to.deep.equal([
        'store.statement',
        'store.statement',
      ]);
      expect(await watched.names('one')).to.deep.equal(['a', 'b']);
      expect(await change('x', 'a')).to.equal(undefined);
      expect(await watched.names('one')).to.deep.equal(['b', 'x']);
    }));

  it('are store.busy where a member changes no row, though each should', () =>
    withMembers(async ({ together }) => {
      expect(await codeOf(together.change(rename, [['one', 'nobody', 'x']], true))).to.equal('store.busy');
      expect(await codeOf(together.change(rename, [['one', 'nobody', 'x']]))).to.equal(undefined);
    }));

  it('let only the unit fail whose member changed no row', () =>
    inFolder(async (folder) => {
      const database = await Database.open(join(folder, 'store.db'), 'create');
      await migrate(database);
      await database.exec(`CREATE TABLE member (team TEXT, name TEXT) STRICT;
        INSERT INTO member VALUES ('one', 'a'), ('two', 'c')`);
      const commits = await Commits.start(database, () => start);
      const change = (team: string, was: string) =>
        codeOf(
          commits.do({
            touches: [team],
            octets: 0,
            run: (unit) => unit.change(rename, [[team, was, 'new']], true),
          }),
        );
      expect(await Promise.all([change('one', 'a'), change('two', 'gone')])).to.deep.equal([
        undefined,
        'store.busy',
      ]);
      const rows = await database.all('SELECT team, name FROM member ORDER BY team');
      expect(rows).to.deep.equal([
        { team: 'one', name: 'new' },
        { team: 'two', name: 'c' },
      ]);
      await commits.close();
      await database.close();
    }));

  it('find their rows by the key, however much is stored', () =>
    inFolder(async (folder) => {
      const database = await Database.open(join(folder, 'store.db'), 'create');
      await migrate(database);
      const statements = await statementsOf(database);
      expect(statements.size).to.be.at.least(8);
      for (const sql of statements) {
        const plan = await database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ['[]']);
        const reads = plan.map(({ detail }) => detail).filter((detail) => /^(SCAN|SEARCH) /.test(detail));
        for (const detail of reads) {
          expect(detail, sql).to.match(/VIRTUAL TABLE|\((id|packet_id|direction|concerns|message_id)=\?/);
        }
      }
      await database.close();
    }));
});

/** What the hot path asks and changes together. */
async function statementsOf(database: Database): Promise<ReadonlySet<string>> {
  const statements = new Set<string>();
  class Noting extends Unit {
    override rowsFor<Row extends object>(sql: string, key: Given): Promise<Row[]> {
      statements.add(sql);
      return super.rowsFor<Row>(sql, key);
    }

    override async change(sql: string): Promise<void> {
      statements.add(sql);
    }

    override async run(sql: string, _values?: readonly SqlValue[]): Promise<number> {
      throw new Error(`not together with others: ${sql}`);
    }
  }
  const unit = new Noting(database);
  const [packetId, at] = ['h41-1', start];
  const states = { state: 'queued', business: 'none', recall: 'none', amendment: 'none' };
  const row: DeliveryRow = {
    ...{ packet_id: packetId, recipient: 'H14', node: 'h14', ...states, published: 0, attempt: 0 },
    ...{ deadline_at: 0, last: 0, changed_at: 0, code: null, reason: null },
  };
  await readDeliveries(unit, packetId);
  await readDeliveries(unit, packetId, ['H14']);
  await changeDeliveries(unit, packetId, [row], { state: 'sent', cause: 'confirmed', at, retryAt: at });
  await leaveOutbox(unit, packetId);
  await forgetFirstSending(unit, packetId);
  await sentPacket(unit, packetId);
  await knownPacket(unit, packetId, 'digest');
  return statements;
}
