import { readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Database } from '../../src/store/database.js';
import { openReader, openStore } from '../../src/store/index.js';
import { layoutVersion } from '../../src/store/migrate.js';
import { migrations } from '../../src/store/migrations/all.js';
import { codeOf, inFolder, outbound } from './samples.js';

async function change(folder: string, sql: string): Promise<void> {
  const database = await Database.open(join(folder, 'store.db'), 'write');
  await database.exec(sql);
  await database.close();
}

async function mode(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

describe('opening a store', () => {
  it('makes the folder and the files for their owner alone', () =>
    inFolder(async (folder) => {
      const inner = join(folder, 'node', 'store');
      const store = await openStore({ folder: inner });
      await store.submit(outbound());
      expect(await mode(inner)).to.equal('700');
      const files = (await readdir(inner)).filter((name) => name.startsWith('store.db'));
      expect(files).to.have.members(['store.db', 'store.db-shm', 'store.db-wal']);
      for (const name of files) expect(await mode(join(inner, name)), name).to.equal('600');
      await store.close();
    }));

  it('brings an empty file to the present layout, one step after the other', () =>
    inFolder(async (folder) => {
      expect(migrations.map(({ version }) => version)).to.deep.equal(migrations.map((_, index) => index + 1));
      const store = await openStore({ folder });
      await store.close();
      const database = await Database.open(join(folder, 'store.db'), 'read');
      expect(await database.first('PRAGMA user_version')).to.deep.equal({ user_version: layoutVersion });
      expect(await database.all('PRAGMA foreign_key_check')).to.deep.equal([]);
      await database.close();
    }));

  it('goes on from whatever layout it finds', () =>
    inFolder(async (folder) => {
      const database = await Database.open(join(folder, 'store.db'), 'create');
      await migrations[0]?.up(database);
      await database.exec('PRAGMA user_version = 1');
      await database.close();
      expect(await codeOf(openReader(folder))).to.equal('store.older');
      const store = await openStore({ folder });
      expect(await store.submit(outbound())).to.equal('stored');
      await store.close();
    }));

  it('knows what a packet of an earlier layout speaks of, and has its deliveries tried on', () =>
    inFolder(async (folder) => {
      const database = await Database.open(join(folder, 'store.db'), 'create');
      for (const migration of migrations.filter(({ version }) => version < 7)) await migration.up(database);
      const at = Date.UTC(2026, 10, 20);
      await database.exec(`
        PRAGMA user_version = 6;
        INSERT INTO packet (id, direction, kind, sha256, size, sender, lane, at) VALUES
          ('d1', 'out', 'document', 'aa', 1, 'H41', 'ordinary', ${at}), ('s1', 'out', 'status', 'bb', 1, 'H41', 'ordinary', ${at});
        INSERT INTO packet_octets (packet_id, direction, bytes) VALUES ('d1', 'out', x'01'), ('s1', 'out', x'02');
        INSERT INTO status (packet_id, direction, concerns, code, sender, addressee, description, stated_at, standing, at)
          VALUES ('s1', 'out', 'd1', '13', 'H41', 'H53', '', '', 'sent', ${at});
        INSERT INTO delivery (packet_id, recipient, node, state, business, recall, amendment, published, attempt, retry_at,
            deadline_at, changed_at) VALUES
          ('d1', 'H53', 'tayninh', 'queued', 'none', 'none', 'none', 0, 0, NULL, ${at + 1_000}, ${at}),
          ('s1', 'H53', 'tayninh', 'queued', 'none', 'none', 'none', 0, 0, NULL, ${at + 1_000}, ${at});
        INSERT INTO outbox (type, packet_id, urgent) VALUES ('packet', 's1', 0), ('packet', 'd1', 0);`);
      await database.close();
      const store = await openStore({ folder });
      const [item, ...held] = await store.outbox(10, new Set());
      expect([item?.packetId, held]).to.deep.equal(['d1', []]);
      if (item) await store.outboxDone(item, 'confirmed', new Date(at), new Date(at + 500));
      expect((await store.outbox(10, new Set())).map(({ packetId }) => packetId)).to.deep.equal(['s1']);
      expect((await store.retries(new Date(at + 1_000), 10)).map(({ last }) => last)).to.deep.equal([true]);
      await store.close();
    }));

  it('a migration that fails leaves the layout as it was', () =>
    inFolder(async (folder) => {
      await (await Database.open(join(folder, 'store.db'), 'create')).close();
      await change(folder, 'CREATE TABLE delivery (in_the_way TEXT)');
      expect(await codeOf(openStore({ folder }))).to.equal('store.statement');
      const database = await Database.open(join(folder, 'store.db'), 'read');
      expect(await database.first('PRAGMA user_version')).to.deep.equal({ user_version: 1 });
      const tables = await database.all(`SELECT name FROM sqlite_schema WHERE name IN ('packet', 'entry')`);
      expect(tables).to.deep.equal([{ name: 'packet' }]);
      await database.close();
    }));

  it('refuses a store of a later version with store.newer, for writing and for reading', () =>
    inFolder(async (folder) => {
      await (await openStore({ folder })).close();
      await change(folder, 'PRAGMA user_version = 999');
      expect(await codeOf(openStore({ folder }))).to.equal('store.newer');
      expect(await codeOf(openReader(folder))).to.equal('store.newer');
    }));

  it('refuses a file that is no database with store.corrupt', () =>
    inFolder(async (folder) => {
      await writeFile(
        join(folder, 'store.db'),
        'this is no database, but long enough to be looked at as one'.repeat(50),
      );
      expect(await codeOf(openStore({ folder }))).to.equal('store.corrupt');
      expect(await codeOf(openStore({ folder })), 'the lock was given back').to.equal('store.corrupt');
    }));

  it('tells a reader that there is no store with store.missing', () =>
    inFolder(async (folder) => {
      expect(await codeOf(openReader(join(folder, 'nowhere')))).to.equal('store.missing');
    }));

  it('says store.full where the disk has no room for the file that names the writer, and lets go of the store', () =>
    inFolder(async (folder) => {
      const pid = join(folder, 'writer.pid');
      await symlink('/dev/full', pid);
      expect(await codeOf(openStore({ folder }))).to.equal('store.full');
      await rm(pid);
      const store = await openStore({ folder });
      await store.close();
    }));

  it('refuses every call after it was closed with store.closed', () =>
    inFolder(async (folder) => {
      const store = await openStore({ folder });
      await store.close();
      expect(await codeOf(store.submit(outbound()))).to.equal('store.closed');
      expect(await codeOf(store.reader.counts())).to.equal('store.closed');
    }));

  it('does not guess at a state that it does not know', () =>
    inFolder(async (folder) => {
      const store = await openStore({ folder });
      const record = outbound();
      await store.submit(record);
      await store.close();
      await change(folder, `UPDATE delivery SET state = 'teleported'`);
      const again = await openStore({ folder });
      expect(await codeOf(again.deliveries(record.packet.packetId))).to.equal('lifecycle.unknown-state');
      await again.close();
    }));

  it('a reader cannot write', () =>
    inFolder(async (folder) => {
      await (await openStore({ folder })).close();
      const database = await Database.open(join(folder, 'store.db'), 'read');
      expect(await codeOf(database.run('DELETE FROM outbox'))).to.equal('store.io');
      await database.close();
    }));
});
