import { expect } from 'chai';
import {
  afterSeconds,
  codeOf,
  documentMessage,
  first,
  inbound,
  outbound,
  outboundStatus,
  packetOf,
  second,
  sender,
  start,
  withStore,
} from './samples.js';

const none = new Set<number>();

describe('submitting a document', () => {
  it('keeps packet, deliveries, register line, history, event and a place in the outbox together', () =>
    withStore(async (store) => {
      const record = outbound();
      const { packetId } = record.packet;
      expect(await store.submit(record)).to.equal('stored');
      expect(await store.reader.packetBytes(packetId, 'out')).to.deep.equal(record.packet.bytes);
      const deliveries = await store.deliveries(packetId);
      expect(
        deliveries.map(({ recipient, state, business, published }) => [
          recipient,
          state,
          business,
          published,
        ]),
      ).to.deep.equal([
        [first, 'queued', 'none', false],
        [second, 'queued', 'none', false],
      ]);
      const [entry] = await store.reader.outbox({ limit: 10 });
      expect(entry).to.include({
        packetId,
        agency: sender,
        counterpart: first,
        code: '123/UBND-VP',
        state: 'queued',
      });
      expect(await store.reader.history(packetId)).to.have.length(2);
      expect(store.logHead().sequence).to.equal(1);
      const [item] = await store.outbox(10, none);
      expect(item).to.deep.include({ packetId, type: 'packet', lane: 'ordinary', nodes: ['tayninh', 'hue'] });
      expect(item?.body).to.deep.equal(record.packet.bytes);
    }));

  it('answers the same octets again with duplicate and changes nothing', () =>
    withStore(async (store) => {
      const record = outbound();
      await store.submit(record);
      expect(await store.submit(record)).to.equal('duplicate');
      expect(store.logHead().sequence).to.equal(1);
      expect(await store.reader.outbox({ limit: 10 })).to.have.length(1);
    }));

  it('refuses other octets under the same packet id with packet.conflict', () =>
    withStore(async (store) => {
      const record = outbound();
      await store.submit(record);
      const other = packetOf(documentMessage(), { packetId: record.packet.packetId });
      expect(await codeOf(store.submit(outbound(other)))).to.equal('packet.conflict');
    }));

  it('names in the outbox the attachments that go before the packet as parts', () =>
    withStore(async (store) => {
      const attachments = [
        {
          name: 'a.pdf',
          contentType: 'application/pdf',
          sha256: 'aa'.repeat(32),
          size: 300_000,
          transfer: 'parts',
        },
        {
          name: 'b.pdf',
          contentType: 'application/pdf',
          sha256: 'bb'.repeat(32),
          size: 10,
          transfer: 'inline',
        },
      ] as const;
      const record = outbound(packetOf(documentMessage(), { attachments }));
      await store.submit(record);
      const [item] = await store.outbox(1, none);
      expect(item?.parts).to.deep.equal([
        {
          sha256: 'aa'.repeat(32),
          size: 300_000,
          remaining: [{ from: 0, to: 0 }],
          nodes: item?.nodes,
        },
      ]);
      const sent = await store.sentPacket(record.packet.packetId);
      expect(sent).to.deep.equal({ sha256: record.packet.sha256, attachments });
    }));

  it('gives out urgent packets first, then the oldest, without the excluded', () =>
    withStore(async (store) => {
      const [a, b, urgent] = [outbound(), outbound(), outbound(undefined, { lane: 'urgent' })];
      for (const record of [a, b, urgent]) await store.submit(record);
      const all = await store.outbox(10, none);
      expect(all.map((item) => item.packetId)).to.deep.equal(
        [urgent, a, b].map((record) => record.packet.packetId),
      );
      const taken = new Set(all.slice(0, 2).map((item) => item.id));
      expect((await store.outbox(10, taken)).map((item) => item.packetId)).to.deep.equal([b.packet.packetId]);
    }));
});

describe('a step of the recipient’s clerk', () => {
  const received = async (store: Parameters<Parameters<typeof withStore>[0]>[0]) => {
    const record = inbound();
    await store.accept(record);
    return record.packet.packetId;
  };

  it('moves the register line and stores the status in one transaction', () =>
    withStore(async (store) => {
      const packetId = await received(store);
      const status = outboundStatus('03', packetId, {
        step: { packetId, agency: first, code: '03' },
        at: afterSeconds(9),
      });
      expect(await store.submit(status)).to.equal('stored');
      const [entry] = await store.reader.inbox({ limit: 1 });
      expect(entry?.state).to.equal('03');
      const [, last] = await store.reader.history(packetId);
      expect(last).to.deep.equal({
        side: 'in',
        agency: first,
        machine: 'business',
        from: '01',
        to: '03',
        cause: 'clerk 03',
        at: afterSeconds(9),
      });
      const [told] = await store.reader.statuses(packetId);
      expect(told).to.include({
        packetId: status.packet.packetId,
        direction: 'out',
        code: '03',
        standing: 'sent',
      });
    }));

  it('is refused with status.not-allowed where the table does not have it, and then nothing is stored', () =>
    withStore(async (store) => {
      const packetId = await received(store);
      const before = store.logHead();
      const status = outboundStatus('06', packetId, { step: { packetId, agency: first, code: '06' } });
      const error = await store.submit(status).then(
        () => undefined,
        (failure: unknown) => failure,
      );
      expect(error).to.include({ code: 'status.not-allowed' });
      expect(error).to.have.nested.property('detail.allowed', '02, 03');
      expect(await store.sentPacket(status.packet.packetId)).to.equal(undefined);
      expect(store.logHead()).to.deep.equal(before);
    }));

  it('lets only one of two steps at the same time through', () =>
    withStore(async (store) => {
      const packetId = await received(store);
      const step = (code: '02' | '03') =>
        store.submit(outboundStatus(code, packetId, { step: { packetId, agency: first, code } }));
      const outcomes = await Promise.all([codeOf(step('02')), codeOf(step('03'))]);
      expect(outcomes).to.deep.equal([undefined, 'status.not-allowed']);
      expect((await store.reader.inbox({ limit: 1 }))[0]?.state).to.equal('02');
    }));

  it('names a document that is not there with store.not-found', () =>
    withStore(async (store) => {
      const packetId = outbound().packet.packetId;
      const status = outboundStatus('03', packetId, { step: { packetId, agency: first, code: '03' } });
      expect(await codeOf(store.submit(status))).to.equal('store.not-found');
    }));

  it('answers a document that replaces another one once', () =>
    withStore(async (store) => {
      const packet = packetOf(documentMessage({ bussiness: { bussinessDocType: 3 } }));
      const { packetId } = packet;
      await store.accept(inbound(packet));
      const answer = () =>
        store.submit(outboundStatus('15', packetId, { step: { packetId, agency: first, code: '15' } }));
      await answer();
      const [entry] = await store.reader.inbox({ limit: 1 });
      expect(entry).to.include({ amendment: 'agreed', recall: 'none', state: '01' });
      expect(await codeOf(answer())).to.equal('status.not-allowed');
      expect(entry?.at).to.deep.equal(start);
    }));
});
