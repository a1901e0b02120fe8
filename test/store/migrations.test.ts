/** A store that an earlier version wrote, with rows in every table that it had, is read and goes on. */
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Database } from '../../src/store/database.js';
import { checkStore, openReader, openStore, type StoreReader } from '../../src/store/index.js';
import { migrations } from '../../src/store/migrations/all.js';
import {
  afterSeconds,
  directoryPage,
  documentMessage,
  first,
  inbound,
  inboundStatus,
  inFolder,
  listedAgency,
  outbound,
  outboundStatus,
  packetOf,
  receiptBy,
  sender,
  sha256,
} from './samples.js';

const pdf = {
  name: 'Công văn.pdf',
  contentType: 'application/pdf',
  sha256: sha256(Buffer.from('pdf')),
  size: 3,
  transfer: 'inline',
} as const;

interface Filled {
  readonly sent: string;
  readonly received: string;
  /** Not published yet, and asked back. */
  readonly waiting: string;
}

/** Rows of every kind: sent and answered, received, a status, a refusal, a directory, events. */
async function fill(folder: string): Promise<Filled> {
  const store = await openStore({ folder });
  await store.takeDirectoryPage(directoryPage(1, 1, 1, [listedAgency('H41'), listedAgency('H53')]), []);
  const sent = outbound();
  const received = inbound(packetOf(documentMessage(), { attachments: [pdf] }));
  await store.submit(sent);
  await store.accept(received);
  for (const item of await store.outbox(10, new Set())) {
    await store.outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(120));
  }
  await store.settle({
    packetId: sent.packet.packetId,
    recipient: first,
    outcome: 'accepted',
    bytes: receiptBy().bytes,
    at: afterSeconds(2),
    events: [{ kind: 'delivery.accepted', packetId: sent.packet.packetId, agency: first }],
  });
  await store.accept(inboundStatus('03', sent.packet.packetId));
  await store.quarantine({
    type: 'packet',
    messageId: 'x',
    senderNode: 'hue',
    code: 'packet.id',
    bytes: Buffer.from('x'),
    at: afterSeconds(3),
    receipts: [],
    events: [{ kind: 'message.quarantined' }],
  });
  const waiting = outbound();
  const { packetId } = waiting.packet;
  await store.submit(waiting);
  await store.submit({
    ...outboundStatus('13', packetId, { recall: { packetId, recipient: first, reason: 'Ban hành nhầm' } }),
    sender,
    deliveries: [{ recipient: first, node: 'tayninh' }],
  });
  await store.close();
  return { sent: sent.packet.packetId, received: received.packet.packetId, waiting: packetId };
}

/** Makes the layout of a version with its own migrations, and brings the rows of the full store that fit into it. */
async function takeBackTo(version: number, folder: string): Promise<void> {
  const [full, old] = [join(folder, 'full.db'), join(folder, 'store.db')];
  await rename(old, full);
  const database = await Database.open(old, 'create');
  for (const migration of migrations.slice(0, version)) await migration.up(database);
  await database.exec(
    `PRAGMA user_version = ${version}; PRAGMA foreign_keys = OFF; ATTACH '${full}' AS full`,
  );
  const tables = await database.all<{ name: string }>(
    `SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid`,
  );
  for (const { name } of tables) {
    const columns = (
      await database.all<{ name: string }>(`SELECT name FROM pragma_table_info(?, 'main')`, [name])
    )
      .map((column) => column.name)
      .join(', ');
    await database.run(`INSERT OR IGNORE INTO main.${name} (${columns}) SELECT ${columns} FROM full.${name}`);
  }
  await database.close();
}

async function shown(reader: StoreReader, { sent, received }: Filled) {
  const statuses = await reader.statuses(sent);
  const receipts = [...(await reader.receipts(sent)), ...(await reader.receipts(received))];
  return {
    inbox: (await reader.inbox({ limit: 10 })).map(({ packetId, state }) => [packetId, state]),
    outbox: (await reader.outbox({ limit: 10 })).map(({ packetId, state }) => [packetId, state]),
    deliveries: (await reader.deliveries(sent)).map(({ recipient, state, business }) => [
      recipient,
      state,
      business,
    ]),
    history: (await reader.history(sent)).length,
    statuses: statuses.map(({ code }) => code),
    receipts: receipts.map(({ bytes }) => bytes.toString()),
    quarantined: (await reader.quarantined({ limit: 10 })).length,
    octets: [await reader.packetBytes(sent, 'out'), await reader.packetBytes(received, 'in')].map(String),
  };
}

describe('migrating a store with rows in it', () => {
  for (const [index, { version }] of migrations.entries()) {
    if (version < 2 || index === migrations.length - 1) continue;
    it(`from layout ${version} loses nothing, and the store goes on`, () =>
      inFolder(async (folder) => {
        const filled = await fill(folder);
        const before = await openReader(folder);
        const expected = await shown(before, filled);
        const entries = (await before.verifyLog()).entries;
        await before.close();
        await takeBackTo(version, folder);

        const store = await openStore({ folder });
        expect(await shown(store.reader, filled)).to.deep.equal(expected);
        if (version >= 3) expect((await store.reader.verifyLog()).entries).to.equal(entries);
        if (version >= 4) expect((await store.agency(sender))?.code).to.equal(sender);
        // Rows that later layouts have for every file are there for the files of before too.
        const { levels } = await store.evidence.counts(['B']);
        expect(levels.B).to.equal(5 + 3);
        expect((await store.attachmentsToInspect(10)).map(({ packetId }) => packetId)).to.deep.equal([
          filled.received,
        ]);
        const offered = (await store.outbox(10, new Set())).filter(({ type }) => type === 'packet');
        expect(offered.map(({ packetId }) => packetId)).to.deep.equal([filled.waiting]);
        const { outbox } = await store.attention.waitingWork([]);
        expect(outbox.oldest?.getTime()).to.be.greaterThan(0);
        expect(await store.reader.quarantineTotals()).to.deep.include({
          node: 'hue',
          messages: 1,
          octets: 1,
          dropped: 0,
          lastAt: afterSeconds(3),
        });
        expect(await store.recovery.open()).to.equal(undefined);
        const next = outbound();
        expect(await store.submit(next)).to.equal('stored');
        expect(await store.accept(inbound())).to.equal('stored');
        expect(await store.knownPacket(filled.received, '00')).to.equal('conflict');
        await store.close();
        const check = await checkStore({
          database: join(folder, 'store.db'),
          contents: join(folder, 'content'),
        });
        expect(check.faults).to.deep.equal([]);
      }));
  }

  it('from layout 1, which had no register yet, keeps the octets and the outbox', () =>
    inFolder(async (folder) => {
      const { sent, received } = await fill(folder);
      await takeBackTo(1, folder);
      const store = await openStore({ folder });
      expect(await store.reader.packetBytes(sent, 'out')).to.be.instanceOf(Buffer);
      expect(await store.reader.packetBytes(received, 'in')).to.be.instanceOf(Buffer);
      expect((await store.reader.receipts(received)).length).to.equal(1);
      await store.close();
    }));
});
