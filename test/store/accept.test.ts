import { expect } from 'chai';
import type { Store } from '../../src/store/index.js';
import {
  afterSeconds,
  codeOf,
  directoryPage,
  documentMessage,
  first,
  inbound,
  inboundStatus,
  listedAgency,
  outbound,
  outboundStatus,
  packetOf,
  receiptBy,
  second,
  sender,
  sha256,
  withStore,
} from './samples.js';

const none = new Set<number>();

async function delivered(store: Store): Promise<string> {
  const record = outbound();
  const { packetId } = record.packet;
  await store.submit(record);
  for (const item of await store.outbox(10, none))
    await store.outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(121));
  await store.settle({
    packetId,
    recipient: first,
    outcome: 'accepted',
    bytes: Buffer.from('<Receipt/>'),
    at: afterSeconds(2),
    events: [],
  });
  return packetId;
}

async function mirror(store: Store, packetId: string): Promise<string> {
  const [delivery] = await store.deliveries(packetId);
  return `${delivery?.business} ${delivery?.recall}`;
}

async function standing(store: Store, packetId: string): Promise<string[]> {
  return (await store.reader.statuses(packetId)).map((status) => status.standing);
}

describe('accepting a document', () => {
  it('keeps packet, register line, history, receipt with its place in the outbox, and event together', () =>
    withStore(async (store) => {
      const record = inbound();
      const { packetId } = record.packet;
      expect(await store.accept(record)).to.equal('stored');
      const [entry] = await store.reader.inbox({ limit: 5 });
      expect(entry).to.include({
        packetId,
        agency: first,
        counterpart: sender,
        state: '01',
        subject: 'Về việc kiểm tra kho dữ liệu',
      });
      expect(
        (await store.reader.history(packetId)).map(({ from, to, cause }) => [from, to, cause]),
      ).to.deep.equal([['none', '01', 'arrived']]);
      const [item] = await store.outbox(5, none);
      expect(item).to.deep.include({
        type: 'receipt',
        packetId,
        lane: 'urgent',
        nodes: ['nghean'],
        parts: [],
      });
      expect(item?.body).to.deep.equal(record.receipts[0]?.bytes);
      const received = await store.receivedMessage(packetId);
      expect(received).to.deep.equal({
        sender,
        senderNode: 'nghean',
        bytes: record.packet.bytes,
        agencies: [first],
      });
      expect(store.logHead().sequence).to.equal(1);
    }));

  it('makes a line for each agency that answers accepted, and none for one that refuses', () =>
    withStore(async (store) => {
      const refusal = receiptBy(second, { outcome: 'refused', code: 'directory.suspended' });
      await store.accept(inbound(undefined, { receipts: [receiptBy(), refusal] }));
      expect((await store.reader.inbox({ limit: 5 })).map((entry) => entry.agency)).to.deep.equal([first]);
      expect((await store.outbox(5, none)).map((item) => item.type)).to.deep.equal(['receipt', 'receipt']);
    }));

  it('answers the same octets with duplicate, also when both come at the same time', () =>
    withStore(async (store) => {
      const record = inbound();
      const outcomes = await Promise.all([store.accept(record), store.accept(record), store.accept(record)]);
      expect(outcomes).to.deep.equal(['stored', 'duplicate', 'duplicate']);
      expect(await store.reader.inbox({ limit: 5 })).to.have.length(1);
      expect(await store.knownPacket(record.packet.packetId, record.packet.sha256)).to.equal('same');
    }));

  it('refuses other octets under an accepted id with packet.conflict', () =>
    withStore(async (store) => {
      const record = inbound();
      await store.accept(record);
      const other = packetOf(documentMessage(), { packetId: record.packet.packetId });
      expect(await store.knownPacket(other.packetId, other.sha256)).to.equal('conflict');
      expect(await codeOf(store.accept(inbound(other)))).to.equal('packet.conflict');
    }));

  it('puts the stored receipts into the outbox again, each once', () =>
    withStore(async (store) => {
      const record = inbound();
      const { packetId, sha256: digest } = record.packet;
      await store.accept(record);
      for (const item of await store.outbox(5, none))
        await store.outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(2));
      await store.resendReceipts(packetId, digest);
      await store.resendReceipts(packetId, digest);
      const items = await store.outbox(5, none);
      expect(items.map((item) => item.body)).to.deep.equal([record.receipts[0]?.bytes]);
    }));
});

describe('quarantine', () => {
  const refused = (packetId: string, bytes: Buffer, node = 'nghean') => ({
    type: 'packet',
    messageId: packetId,
    senderNode: node,
    code: 'packet.outside' as const,
    place: 'AttachmentEncoded',
    bytes,
    at: afterSeconds(1),
    receipts: [receiptBy(first, { outcome: 'refused', code: 'packet.outside' })],
    events: [{ kind: 'packet.refused', packetId }],
  });

  it('keeps octets, reason and origin, and sends the refusal', () =>
    withStore(async (store) => {
      const { packetId, bytes } = packetOf(documentMessage());
      await store.quarantine(refused(packetId, bytes));
      const [kept] = await store.reader.quarantined({ limit: 5 });
      expect(kept).to.deep.include({
        messageId: packetId,
        senderNode: 'nghean',
        code: 'packet.outside',
        place: 'AttachmentEncoded',
        sha256: sha256(bytes),
        size: bytes.length,
        at: afterSeconds(1),
      });
      expect(await store.reader.quarantinedBytes(kept?.key ?? 0)).to.deep.equal(bytes);
      expect((await store.outbox(5, none)).map((item) => item.nodes)).to.deep.equal([['nghean']]);
      expect(await store.knownPacket(packetId, sha256(bytes))).to.equal('same');
    }));

  it('keeps the same octets once and answers them with the first receipt', () =>
    withStore(async (store) => {
      const { packetId, bytes } = packetOf(documentMessage());
      await store.quarantine(refused(packetId, bytes));
      for (const item of await store.outbox(5, none))
        await store.outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(2));
      const again = {
        ...refused(packetId, bytes),
        receipts: [receiptBy(first, { bytes: Buffer.from('other') })],
      };
      await store.quarantine(again);
      expect(await store.reader.quarantined({ limit: 5 })).to.have.length(1);
      const [item] = await store.outbox(5, none);
      expect(item?.body.toString()).to.equal(`<Receipt>${first}</Receipt>`);
    }));

  it('does not stand in the way of another packet with the same id', () =>
    withStore(async (store) => {
      const packet = packetOf(documentMessage());
      await store.quarantine(refused(packet.packetId, Buffer.from('junk under a guessed id'), 'elsewhere'));
      expect(await store.knownPacket(packet.packetId, packet.sha256)).to.equal('new');
      expect(await store.accept(inbound(packet))).to.equal('stored');
    }));

  it('lets a refusal of the same octets stand', () =>
    withStore(async (store) => {
      const packet = packetOf(documentMessage());
      await store.quarantine(refused(packet.packetId, packet.bytes));
      expect(await store.accept(inbound(packet))).to.equal('duplicate');
      expect(await store.reader.inbox({ limit: 5 })).to.deep.equal([]);
    }));

  it('does not refuse octets that were accepted while the refusal was made', () =>
    withStore(async (store) => {
      const packet = packetOf(documentMessage());
      await store.accept(inbound(packet));
      await store.quarantine(refused(packet.packetId, packet.bytes));
      expect(await store.reader.quarantined({ limit: 5 })).to.deep.equal([]);
      const items = await store.outbox(5, none);
      expect(items.map((item) => item.body)).to.deep.equal([receiptBy().bytes]);
      const outcomes = (await store.reader.receipts(packet.packetId)).map(({ outcome }) => outcome);
      expect(outcomes).to.deep.equal(['accepted']);
    }));
});

describe('statuses from a recipient', () => {
  it('are mirrored at the delivery, skipped steps taken', () =>
    withStore(async (store) => {
      const packetId = await delivered(store);
      await store.accept(inboundStatus('05', packetId));
      expect(await mirror(store, packetId)).to.equal('05 none');
      expect(await standing(store, packetId)).to.deep.equal(['applied']);
    }));

  it('that go back or repeat are late: kept with an event, changing nothing', () =>
    withStore(async (store) => {
      const packetId = await delivered(store);
      for (const code of ['05', '03', '05', '07']) await store.accept(inboundStatus(code, packetId));
      expect(await mirror(store, packetId)).to.equal('05 none');
      expect(await standing(store, packetId)).to.deep.equal(['applied', 'late', 'late', 'late']);
      const kinds = (await store.reader.logRows(0, 100)).map((entry) => entry.kind);
      expect(kinds.filter((kind) => kind === 'status.late')).to.have.length(3);
    }));

  it('from an agency that is no recipient are unrelated', () =>
    withStore(async (store) => {
      const packetId = await delivered(store);
      await store.accept(inboundStatus('02', packetId, sender));
      expect(await mirror(store, packetId)).to.equal('01 none');
      expect(await standing(store, packetId)).to.deep.equal(['unrelated']);
    }));

  it('are taken from the other code of the same agency, as the directory lists it', () =>
    withStore(async (store) => {
      const packetId = await delivered(store);
      const legacyCode = '000.00.00.H53' as typeof first;
      await store.takeDirectoryPage(directoryPage(1, 1, 1, [listedAgency('H53', { legacyCode })]), []);
      await store.accept(inboundStatus('03', packetId, legacyCode));
      expect(await mirror(store, packetId)).to.equal('03 none');
    }));

  it('15 and 16 answer a recall', () =>
    withStore(async (store) => {
      const packetId = await delivered(store);
      await store.accept(inboundStatus('15', packetId));
      expect(await mirror(store, packetId)).to.equal('01 none');
      await store.submit(
        outboundStatus('13', packetId, {
          sender,
          recall: { packetId, recipient: first, reason: 'Gửi nhầm' },
        }),
      );
      await store.accept(inboundStatus('15', packetId));
      expect(await mirror(store, packetId)).to.equal('01 agreed');
      expect(await standing(store, packetId)).to.deep.equal(['late', 'sent', 'applied']);
    }));
});

describe('a recall at the recipient', () => {
  const recall = (packetId: string, from = sender, to = first) => inboundStatus('13', packetId, from, to);

  it('asks the clerk, and after 15 the document leaves the inbox', () =>
    withStore(async (store) => {
      const record = inbound();
      const { packetId } = record.packet;
      await store.accept(record);
      await store.accept(recall(packetId));
      expect((await store.reader.inbox({ limit: 5 }))[0]?.recall).to.equal('requested');
      const step = { packetId, agency: first, code: '15' } as const;
      await store.submit(outboundStatus('15', packetId, { step }));
      expect(await store.reader.inbox({ limit: 5 })).to.deep.equal([]);
      const [withdrawn] = await store.reader.inbox({ limit: 5, state: 'withdrawn' });
      expect(withdrawn).to.include({ packetId, recall: 'agreed', state: 'withdrawn' });
      const next = store.submit(outboundStatus('03', packetId, { step: { ...step, code: '03' } }));
      expect(await codeOf(next)).to.equal('status.not-allowed');
    }));

  it('waits where it overtook the document, and is applied when that comes', () =>
    withStore(async (store) => {
      const record = inbound();
      const { packetId } = record.packet;
      await store.accept(recall(packetId));
      expect(await standing(store, packetId)).to.deep.equal(['waiting']);
      expect((await store.reader.counts()).waitingStatuses).to.equal(1);
      await store.accept(record);
      expect(await standing(store, packetId)).to.deep.equal(['applied']);
      expect((await store.reader.inbox({ limit: 5 }))[0]).to.include({ state: '01', recall: 'requested' });
      expect((await store.reader.history(packetId)).map(({ machine, to }) => [machine, to])).to.deep.equal([
        ['business', '01'],
        ['recall', 'requested'],
      ]);
    }));

  it('by anyone but the sender changes nothing, also where it overtook the document', () =>
    withStore(async (store) => {
      const record = inbound();
      const { packetId } = record.packet;
      await store.accept(recall(packetId, second));
      await store.accept(record);
      await store.accept(recall(packetId, second));
      expect(await standing(store, packetId)).to.deep.equal(['unrelated', 'unrelated']);
      expect((await store.reader.inbox({ limit: 5 }))[0]?.recall).to.equal('none');
    }));

  it('arriving in the same batch as its document finds it', () =>
    withStore(async (store) => {
      const record = inbound();
      const { packetId } = record.packet;
      await Promise.all([store.accept(record), store.accept(recall(packetId))]);
      expect(await standing(store, packetId)).to.deep.equal(['applied']);
    }));
});
