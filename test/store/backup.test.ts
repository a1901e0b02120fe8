import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Database } from '../../src/store/database.js';
import {
  type Backup,
  ContentFolder,
  checkBackup,
  checkStore,
  openReader,
  openStore,
  restoreBackup,
  type Store,
  writeBackup,
} from '../../src/store/index.js';
import {
  afterSeconds,
  codeOf,
  documentMessage,
  inbound,
  inFolder,
  outbound,
  packetOf,
  sha256,
  start,
} from './samples.js';

const octets = Buffer.alloc(700_000, 9);
const large = {
  name: 'Phụ lục.bin',
  contentType: 'application/octet-stream',
  sha256: sha256(octets),
  size: octets.length,
  transfer: 'parts',
} as const;

const backUp = (folder: string, to: string): Promise<Backup> =>
  writeBackup({ folder, to, node: 'h41', files: [], leftOut: [], now: () => new Date() });

const contentOf = (folder: string) =>
  join(folder, 'content', large.sha256.slice(0, 2), large.sha256.slice(2));

/** Runs with a store that holds a document with a large attachment, and a folder for backups. */
function withDocument<Result>(use: (store: Store, folder: string, to: string) => Promise<Result>) {
  return inFolder(async (root) => {
    const [folder, to] = [join(root, 'data'), join(root, 'backup')];
    const store = await openStore({ folder });
    await new ContentFolder(folder).put([octets]);
    await store.accept(inbound(packetOf(documentMessage(), { attachments: [large] })));
    try {
      return await use(store, folder, to);
    } finally {
      await store.close();
    }
  });
}

async function change(folder: string, sql: string): Promise<void> {
  const database = await Database.open(join(folder, 'store.db'), 'write');
  await database.exec(sql);
  await database.close();
}

async function faultsOf(folder: string): Promise<string[]> {
  const { faults } = await checkStore({
    database: join(folder, 'store.db'),
    contents: join(folder, 'content'),
  });
  return faults.map(({ code }) => code);
}

describe('a backup of a store', () => {
  it('is of one moment while the store is written to, and holds what was stored before it began', () =>
    withDocument(async (store, folder, to) => {
      let writing = true;
      const writer = (async () => {
        while (writing) await store.submit(outbound());
      })();
      const before = store.logHead().sequence;
      const { manifest, check } = await backUp(folder, to);
      writing = false;
      await writer;
      expect(check.faults).to.deep.equal([]);
      expect(manifest.log.sequence).to.be.within(before, store.logHead().sequence);
      expect(manifest.contents).to.deep.equal({ count: 1, octets: octets.length });
      expect((await checkBackup(to, manifest.name)).check.log?.head).to.deep.equal(manifest.log);
    }));

  it('shares attachments with the backups before it', () =>
    withDocument(async (_store, folder, to) => {
      expect((await backUp(folder, to)).copied.count).to.equal(1);
      expect((await backUp(folder, to)).copied.count).to.equal(0);
      expect(await readdir(join(to, 'snapshots'))).to.have.length(2);
    }));

  it('is none where an attachment of the store is damaged (backup.not-whole) or missing (content.missing)', () =>
    withDocument(async (_store, folder, to) => {
      await writeFile(contentOf(folder), Buffer.alloc(octets.length, 8));
      expect(await codeOf(backUp(folder, to))).to.equal('backup.not-whole');
      await rm(contentOf(folder));
      expect(await codeOf(backUp(folder, to))).to.equal('content.missing');
      expect(await readdir(join(to, 'snapshots'))).to.deep.equal([]);
    }));

  it('is told as store.io where the system refuses its folder, and not by what could not be tidied up after it', () =>
    withDocument(async (_store, folder, to) => {
      await writeFile(to, 'a file where the folder should be');
      expect(await codeOf(backUp(folder, join(to, 'below')))).to.equal('store.io');
    }));

  it('copies an attachment again that is damaged in the folder of the backups', () =>
    withDocument(async (_store, folder, to) => {
      await backUp(folder, to);
      await writeFile(contentOf(to), Buffer.alloc(octets.length, 8));
      expect(await codeOf(backUp(folder, to))).to.equal('backup.not-whole');
      expect((await backUp(folder, to)).copied.count).to.equal(1);
    }));

  it('is restored with what was in it, and says in its log that it was', () =>
    withDocument(async (_store, folder, to) => {
      const { manifest } = await backUp(folder, to);
      const target = join(to, '..', 'new');
      await restoreBackup({ from: to, name: manifest.name, folder: target, now: () => start });
      expect(await readFile(contentOf(target))).to.deep.equal(octets);
      const restored = await openStore({ folder: target });
      const rows = await restored.reader.logRows(manifest.log.sequence, 10);
      expect(rows.map(({ kind, detail }) => [kind, detail['sequence']])).to.deep.equal([
        ['store.restored', manifest.log.sequence],
      ]);
      expect((await restored.recovery.open())?.backupAt.toISOString()).to.equal(manifest.at);
      await restored.close();
      const again = restoreBackup({ from: to, name: manifest.name, folder: target, now: () => start });
      expect(await codeOf(again)).to.equal('restore.not-empty');
    }));

  it('has what was sent tried again once restored, also what had its last try before the backup', () =>
    withDocument(async (store, folder, to) => {
      const sent = outbound(undefined, { deadlineAt: afterSeconds(10) });
      await store.submit(sent);
      const item = (await store.outbox(10, new Set())).find(({ type }) => type === 'packet');
      if (item) await store.outboxDone(item, 'confirmed', afterSeconds(20), afterSeconds(30));
      expect(await store.retries(afterSeconds(25), 10)).to.deep.equal([]);
      const { manifest } = await backUp(folder, to);
      const target = join(to, '..', 'new');
      const now = afterSeconds(40);
      await restoreBackup({ from: to, name: manifest.name, folder: target, now: () => now });
      const restored = await openStore({ folder: target });
      expect(await restored.expireTried(now)).to.equal(0);
      const due = await restored.retries(now, 10);
      expect(due.map(({ packetId, last }) => [packetId, last])).to.deep.equal([
        [sent.packet.packetId, false],
        [sent.packet.packetId, false],
      ]);
      await restored.close();
    }));

  it('leaves a store that is not opened where its restore was broken off (store.restoring)', () =>
    withDocument(async (_store, folder, to) => {
      const { manifest } = await backUp(folder, to);
      const target = join(to, '..', 'new');
      let copied = 0;
      const broken = restoreBackup({
        from: to,
        name: manifest.name,
        folder: target,
        now: () => start,
        progress: (phase) => {
          copied += phase === 'contents' ? 1 : 0;
          if (copied > 0) throw new Error('the power goes out');
        },
      });
      await codeOf(broken);
      expect(copied).to.equal(1);
      expect(await codeOf(openStore({ folder: target }))).to.equal('store.restoring');
      expect(await codeOf(openReader(target))).to.equal('store.restoring');
    }));
});

describe('the check of a store', () => {
  const faults: readonly (readonly [what: string, code: string, sql: string])[] = [
    [
      'octets of a packet that were changed',
      'store.packet-damaged',
      `UPDATE packet_octets SET bytes = x'00'`,
    ],
    [
      'rows that name others that are gone',
      'store.reference',
      `PRAGMA foreign_keys = OFF; UPDATE entry SET packet_id = 'x'`,
    ],
    [
      'an entry of the log that was changed',
      'log.broken',
      `DROP TRIGGER event_no_update; UPDATE event SET kind = 'x'`,
    ],
  ];
  for (const [what, code, sql] of faults) {
    it(`finds ${what} (${code})`, () =>
      withDocument(async (store, folder) => {
        await store.close();
        expect(await faultsOf(folder)).to.deep.equal([]);
        await change(folder, sql);
        expect(await faultsOf(folder)).to.include(code);
      }));
  }

  it('finds attachments that are damaged or missing, and counts what nothing names', () =>
    withDocument(async (_store, folder) => {
      await new ContentFolder(folder).put([Buffer.from('nobody’s')]);
      const look = () =>
        checkStore({
          database: join(folder, 'store.db'),
          contents: join(folder, 'content'),
          countOrphans: true,
        });
      expect((await look()).orphans.count).to.equal(1);
      expect((await look()).faults).to.deep.equal([]);
      await writeFile(contentOf(folder), Buffer.alloc(octets.length, 8));
      expect((await look()).faults.map(({ code }) => code)).to.deep.equal(['content.damaged']);
      await rm(contentOf(folder));
      expect((await look()).faults.map(({ code }) => code)).to.deep.equal(['content.missing']);
    }));

  it('is made in short at every start: damaged pages are store.corrupt, a changed log is log.broken', () =>
    withDocument(async (store, folder) => {
      await store.close();
      const whole = await readFile(join(folder, 'store.db'));
      await change(folder, `DROP TRIGGER event_no_update; UPDATE event SET kind = 'x'`);
      expect(await codeOf(openStore({ folder }))).to.equal('log.broken');
      await rm(join(folder, 'store.db-wal'), { force: true });
      await writeFile(join(folder, 'store.db'), whole.fill(0x5a, 3 * 4_096, 30 * 4_096));
      expect(await codeOf(openStore({ folder }))).to.equal('store.corrupt');
      expect(await faultsOf(folder)).to.include('store.corrupt');
    }));
});
