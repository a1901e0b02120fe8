import { expect } from 'chai';
import { limits } from '../../src/edoc/index.js';
import { Database } from '../../src/store/database.js';
import { openStore, type Store } from '../../src/store/index.js';
import { quarantine } from '../../src/store/migrations/0008-quarantine.js';
import { migrations } from '../../src/store/migrations/all.js';
import { refused } from './refused.js';
import {
  afterSeconds,
  codeOf,
  documentMessage,
  first,
  inbound,
  inFolder,
  newPacketId,
  outbound,
  outboundStatus,
  packetOf,
  sender,
  sha256,
  withStore,
} from './samples.js';

const none = new Set<number>();

async function only(store: Store) {
  const [message, ...more] = await store.reader.quarantined({ limit: 5, state: 'all' });
  expect(more).to.deep.equal([]);
  if (!message) throw new Error('nothing in quarantine');
  return message;
}

async function sendAll(store: Store): Promise<string[]> {
  const items = await store.outbox(50, none);
  for (const item of items) await store.outboxDone(item, 'confirmed', afterSeconds(2), afterSeconds(122));
  return items.map((item) => item.body.toString());
}

async function kinds(store: Store): Promise<string[]> {
  return (await store.reader.logRows(0, 100)).map(({ kind }) => kind);
}

describe('a message in quarantine', () => {
  it('is kept with all that a replay needs', () =>
    withStore(async (store) => {
      const part = { index: 2, count: 3, size: 1_100_000 };
      const digest = sha256(Buffer.from('whole'));
      const bytes = Buffer.from('a part');
      await store.quarantine(
        refused(digest, bytes, {
          type: 'part',
          lane: 'urgent',
          sentAt: afterSeconds(0),
          part,
          receipts: [],
        }),
      );
      const { key } = await only(store);
      expect(await store.quarantined(key)).to.deep.equal({
        id: key,
        state: 'kept',
        type: 'part',
        messageId: digest,
        senderNode: 'nghean',
        code: 'packet.outside',
        bytes,
        lane: 'urgent',
        sentAt: afterSeconds(0),
        part,
      });
      expect(await store.quarantined(key + 1)).to.equal(undefined);
    }));

  it('is found by node, code, type and the beginning of its id', () =>
    withStore(async (store) => {
      const one = newPacketId();
      const other = newPacketId();
      await store.quarantine(refused(one, Buffer.from('1')));
      await store.quarantine(refused(other, Buffer.from('2'), { senderNode: 'hue', code: 'seal.encoding' }));
      const found = async (filter: object) =>
        (await store.reader.quarantined({ limit: 5, ...filter })).map(({ messageId }) => messageId);
      expect(await found({})).to.deep.equal([other, one]);
      expect(await found({ node: 'hue' })).to.deep.equal([other]);
      expect(await found({ code: 'packet.outside' })).to.deep.equal([one]);
      expect(await found({ type: 'receipt' })).to.deep.equal([]);
      expect(await found({ message: one.slice(0, 30) })).to.deep.equal([one]);
      const [newest] = await store.reader.quarantined({ limit: 1 });
      expect(await found({ before: newest?.key })).to.deep.equal([one]);
    }));

  it('that is accepted on replay answers with the acceptance alone, though the refusal still waited', () =>
    withStore(async (store) => {
      const packet = packetOf(documentMessage());
      await store.quarantine(refused(packet.packetId, packet.bytes));
      expect(await store.accept(inbound(packet))).to.equal('duplicate');
      expect(await store.accept(inbound(packet, { replay: true }))).to.equal('stored');
      const { key, state, answered } = await only(store);
      expect({ state, answered }).to.deep.equal({ state: 'accepted', answered: true });
      expect(await store.reader.quarantinedBytes(key)).to.equal(undefined);
      expect(await sendAll(store)).to.deep.equal([`<Receipt>${first}</Receipt>`]);
      await store.resendReceipts(packet.packetId, packet.sha256);
      expect(await sendAll(store)).to.deep.equal([`<Receipt>${first}</Receipt>`]);
      expect(await store.reader.inbox({ limit: 5 })).to.have.length(1);
      expect(await kinds(store)).to.include.members(['packet.accepted', 'message.released']);
      expect(await store.accept(inbound(packet, { replay: true }))).to.equal('duplicate');
    }));

  it('whose acceptance comes while its refusal is on its way to the broker is answered with both, in this order', () =>
    withStore(async (store) => {
      const packet = packetOf(documentMessage());
      await store.quarantine(refused(packet.packetId, packet.bytes));
      const [inFlight] = await store.outbox(5, none);
      await store.accept(inbound(packet, { replay: true }));
      if (inFlight) await store.outboxDone(inFlight, 'confirmed', afterSeconds(2), afterSeconds(9));
      expect(inFlight?.body.toString()).to.equal('<refused/>');
      expect(await sendAll(store)).to.deep.equal([`<Receipt>${first}</Receipt>`]);
    }));

  it('that comes by another way after the broker gave up on it leaves the quarantine', () =>
    withStore(async (store) => {
      const packet = packetOf(documentMessage());
      await store.quarantine(
        refused(packet.packetId, packet.bytes, { code: 'transport.gave-up', receipts: [] }),
      );
      expect(await store.accept(inbound(packet))).to.equal('stored');
      expect((await only(store)).state).to.equal('accepted');
      expect((await store.reader.counts()).quarantined).to.equal(0);
    }));

  it('that the broker gave up on and that is refused then is answered, once', () =>
    withStore(async (store) => {
      const packet = packetOf(documentMessage());
      const gaveUp = { code: 'transport.gave-up', receipts: [] } as const;
      await store.quarantine(refused(packet.packetId, packet.bytes, gaveUp));
      expect(await sendAll(store)).to.deep.equal([]);
      await store.quarantine(refused(packet.packetId, packet.bytes));
      expect((await only(store)).code).to.equal('packet.outside');
      expect(await sendAll(store)).to.deep.equal(['<refused/>']);
    }));

  it('that is refused again on replay stays, and says when and why', () =>
    withStore(async (store) => {
      await store.quarantine(refused(newPacketId(), Buffer.from('x')));
      const { key, messageId } = await only(store);
      const message = { id: key, messageId };
      await store.replayed(message, { outcome: 'refused', code: 'packet.id' }, afterSeconds(5));
      expect(await only(store)).to.deep.include({
        state: 'kept',
        replays: 1,
        replayedAt: afterSeconds(5),
        replayCode: 'packet.id',
        code: 'packet.outside',
      });
      expect(await kinds(store)).to.include('message.replayed');
    }));

  it('that is discarded loses its octets, keeps the reason, and is answered as before', () =>
    withStore(async (store) => {
      const packetId = newPacketId();
      const bytes = Buffer.from('unwanted');
      await store.quarantine(refused(packetId, bytes));
      await sendAll(store);
      const { key } = await only(store);
      const message = { id: key, messageId: packetId };
      await store.discard(message, 'Gửi lại bằng văn bản khác', afterSeconds(7));
      await store.discard(message, 'lần nữa', afterSeconds(8));
      expect(await only(store)).to.deep.include({
        state: 'discarded',
        reason: 'Gửi lại bằng văn bản khác',
        settledAt: afterSeconds(7),
        sha256: sha256(bytes),
        size: bytes.length,
      });
      expect((await store.quarantined(key))?.bytes.length).to.equal(0);
      const log = await store.reader.logRows(0, 100);
      const [event, ...more] = log.filter(({ kind }) => kind === 'message.discarded');
      expect(more).to.deep.equal([]);
      expect(JSON.stringify(event)).to.not.contain('văn bản khác');
      await store.resendReceipts(packetId, sha256(bytes));
      expect(await sendAll(store)).to.deep.equal(['<refused/>']);
      await store.quarantine(refused(packetId, bytes));
      expect((await only(store)).state).to.equal('discarded');
    }));

  it('cannot be discarded once it was accepted, nor where there is none', () =>
    withStore(async (store) => {
      const packet = packetOf(documentMessage());
      await store.quarantine(refused(packet.packetId, packet.bytes));
      await store.accept(inbound(packet, { replay: true }));
      const { key, messageId } = await only(store);
      const at = afterSeconds(9);
      expect(await codeOf(store.discard({ id: key, messageId }, 'x', at))).to.equal('quarantine.settled');
      expect(await codeOf(store.discard({ id: 99, messageId }, 'x', at))).to.equal('quarantine.unknown');
    }));
});

describe('a store from before there were replays', () => {
  it('keeps what is in quarantine and what waits in the outbox', () =>
    inFolder(async (folder) => {
      const database = await Database.open(`${folder}/store.db`, 'create');
      const earlier = migrations.slice(0, migrations.indexOf(quarantine));
      for (const migration of earlier) await migration.up(database);
      await database.exec(`
        INSERT INTO quarantine (type, message_id, sender_node, code, sha256, bytes, at)
          VALUES ('packet', 'm', 'nghean', 'packet.id', 's', x'c0ffee', ${afterSeconds(1).getTime()});
        INSERT INTO outbox (type, packet_id, urgent) VALUES ('packet', 'p', 0);
        PRAGMA user_version = ${earlier.length};`);
      await database.close();
      const before = Date.now() - 1_000;
      const store = await openStore({ folder });
      expect(await only(store)).to.deep.include({
        state: 'kept',
        messageId: 'm',
        size: 3,
        replays: 0,
        answered: false,
      });
      expect(await store.reader.quarantineTotals()).to.deep.equal([
        { node: 'nghean', messages: 1, octets: 3, dropped: 0, lastAt: afterSeconds(1) },
      ]);
      const { outbox } = await store.attention.waitingWork([]);
      expect(outbox.count).to.equal(1);
      expect(outbox.oldest?.getTime()).to.be.at.least(before);
      await store.close();
    }));
});

describe('a flood of messages that cannot be taken', () => {
  const size = 8 * 1024 * 1024;
  const room = limits.quarantineNodeBytes / size;

  it('fills no more than the share of its node: the oldest make room, with their refusals, and are counted', () =>
    withStore(async (store) => {
      const before = newPacketId();
      await store.quarantine(refused(before, Buffer.from('of somebody else'), { senderNode: 'hue' }));
      const ids = Array.from({ length: room + 2 }, newPacketId);
      const octets = (index: number) => Buffer.alloc(size, index);
      for (const [index, id] of ids.entries()) await store.quarantine(refused(id, octets(index)));
      const kept = await store.reader.quarantined({ limit: 100 });
      expect(kept.map(({ messageId }) => messageId)).to.deep.equal([...ids.slice(2).reverse(), before]);
      const totals = await store.reader.quarantineTotals();
      expect(totals[0]).to.include({ node: 'nghean', messages: ids.length, dropped: 2 });
      expect(totals[1]).to.include({ node: 'hue', messages: 1, dropped: 0 });
      const dropped = (await store.reader.logRows(0, 100)).filter(({ kind }) => kind === 'message.dropped');
      expect(dropped.map(({ detail }) => detail)).to.deep.equal([{ node: 'nghean', dropped: 1 }]);
      const [gone = '', , there = ''] = ids;
      expect(await store.knownPacket(gone, sha256(octets(0)))).to.equal('new');
      expect(await store.knownPacket(there, sha256(octets(2)))).to.equal('same');
      expect((await store.outbox(100, none)).map(({ packetId }) => packetId)).to.not.include(gone);
    }));

  it('keeps no more than so many of them', () =>
    withStore(async (store) => {
      const most = limits.quarantineNodeMessages;
      const flood = Array.from({ length: most + 5 }, (_, index) =>
        store.quarantine(refused(newPacketId(), Buffer.from(String(index)), { receipts: [] })),
      );
      await Promise.all(flood);
      const [total] = await store.reader.quarantineTotals();
      expect(total).to.include({ messages: most + 5, dropped: 5 });
      expect((await store.reader.counts()).quarantined).to.equal(most);
    }));
});

describe('what people should look at', () => {
  const hour = 3_600;
  const longestMs = 72 * hour * 1_000;

  it('is a delivery without receipt when three quarters of the time to its deadline have passed, once', () =>
    withStore(async (store) => {
      const record = outbound();
      const { packetId } = record.packet;
      await store.submit(record);
      expect(await store.attention.warnUnanswered(afterSeconds(53 * hour), longestMs)).to.deep.equal([]);
      const warned = await store.attention.warnUnanswered(afterSeconds(54 * hour), longestMs);
      expect(warned.map(({ recipient }) => recipient)).to.have.members(['H53', 'H57']);
      expect(warned[0]).to.deep.include({ packetId, deadlineAt: afterSeconds(72 * hour) });
      expect(await store.attention.warnUnanswered(afterSeconds(55 * hour), longestMs)).to.deep.equal([]);
      expect((await store.attention.since(afterSeconds(0))).unanswered.count).to.equal(2);
      expect((await store.reader.outbox({ limit: 1 }))[0]?.giveUpAt).to.deep.equal(afterSeconds(72 * hour));
      expect((await kinds(store)).filter((kind) => kind === 'delivery.unanswered')).to.have.length(2);
    }));

  it('is over when the receipt comes, and is a delivery that was given up when none does', () =>
    withStore(async (store) => {
      const record = outbound();
      const { packetId } = record.packet;
      await store.submit(record);
      await store.attention.warnUnanswered(afterSeconds(60 * hour), longestMs);
      const at = afterSeconds(61 * hour);
      const bytes = Buffer.from('<Receipt/>');
      await store.settle({ packetId, recipient: first, outcome: 'accepted', bytes, at, events: [] });
      expect((await store.attention.since(afterSeconds(0))).unanswered.count).to.equal(1);
      expect(await store.expire(afterSeconds(72 * hour))).to.equal(1);
      expect(await store.attention.since(afterSeconds(0))).to.deep.equal({
        unanswered: { count: 0 },
        expired: 1,
        undeliveredStatuses: 0,
      });
      expect((await store.attention.since(afterSeconds(80 * hour))).expired).to.equal(0);
      expect((await store.reader.outbox({ limit: 1 }))[0]?.giveUpAt).to.equal(undefined);
    }));

  it('is a status that came back, at the document that it is about', () =>
    withStore(async (store) => {
      const packet = packetOf(documentMessage());
      await store.accept(inbound(packet));
      await sendAll(store);
      const step = { packetId: packet.packetId, agency: first, code: '03' } as const;
      const status = outboundStatus('03', packet.packetId, { step });
      await store.submit(status);
      const [item] = await store.outbox(5, none);
      if (item) await store.outboxDone(item, 'unroutable', afterSeconds(3), afterSeconds(9));
      const [lost, ...more] = await store.attention.undeliveredStatuses({ since: afterSeconds(0), limit: 5 });
      expect(more).to.deep.equal([]);
      expect(lost).to.deep.include({
        packetId: status.packet.packetId,
        concerns: packet.packetId,
        code: '03',
        recipient: sender,
        state: 'undeliverable',
      });
      expect((await store.attention.since(afterSeconds(0))).undeliveredStatuses).to.equal(1);
      const [traced] = await store.reader.statuses(packet.packetId);
      expect(traced?.delivery).to.deep.equal({ state: 'undeliverable', at: afterSeconds(3) });
    }));

  it('is what waits, by kind, with its age', () =>
    withStore(async (store) => {
      await store.submit(outbound());
      await store.accept(inbound(undefined, { receivedAt: afterSeconds(5) }));
      await store.quarantine(refused(newPacketId(), Buffer.from('x'), { receipts: [] }));
      expect(await store.attention.waitingWork(['B', 'T'])).to.deep.equal({
        outbox: { count: 2, oldest: afterSeconds(0) },
        unanswered: { count: 0 },
        inbox: { count: 1, oldest: afterSeconds(5) },
        quarantine: { count: 1, oldest: afterSeconds(1) },
        statuses: { count: 0 },
        evidence: { count: 3, oldest: afterSeconds(0) },
      });
      await sendAll(store);
      expect((await store.attention.waitingWork([])).unanswered).to.deep.equal({
        count: 2,
        oldest: afterSeconds(0),
      });
      expect((await store.attention.waitingWork([])).evidence).to.deep.equal({ count: 0 });
    }));
});

describe('a refusal', () => {
  const receipt = (packetId: string, outcome: 'accepted' | 'refused') => ({
    packetId,
    recipient: first,
    outcome,
    ...(outcome === 'refused' ? { code: 'packet.outside', reason: 'Không tiếp nhận' } : {}),
    bytes: Buffer.from(`<${outcome}/>`),
    at: afterSeconds(9),
    events: [{ kind: `delivery.${outcome}`, packetId }],
  });

  for (const order of [
    ['refused', 'accepted'],
    ['accepted', 'refused'],
  ] as const) {
    it(`comes to the same end as ${order.join(', then ')}`, () =>
      withStore(async (store) => {
        const record = outbound();
        const { packetId } = record.packet;
        await store.submit(record);
        await sendAll(store);
        for (const outcome of order) await store.settle(receipt(packetId, outcome));
        const [delivery] = await store.deliveries(packetId);
        expect(delivery).to.include({ state: 'delivered', business: '01' });
        expect(delivery).to.not.have.any.keys('code', 'reason');
        expect(await store.settle(receipt(packetId, 'refused'))).to.equal('late');
        expect(await store.settle(receipt(packetId, 'accepted'))).to.equal('repeated');
        const [entry] = await store.reader.outbox({ limit: 1 });
        expect(entry?.deliveries).to.include({ delivered: 1, problems: 0 });
        expect((await kinds(store)).includes('delivery.corrected')).to.equal(order[0] === 'refused');
      }));
  }
});
