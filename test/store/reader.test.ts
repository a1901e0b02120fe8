import { expect } from 'chai';
import { Database } from '../../src/store/database.js';
import type { EntryRecord, Store } from '../../src/store/index.js';
import {
  codeOf,
  documentMessage,
  first,
  inbound,
  outbound,
  outboundStatus,
  packetOf,
  receiptBy,
  second,
  sender,
  withStore,
} from './samples.js';

async function receive(store: Store, count: number, agency = first): Promise<string[]> {
  const records = Array.from({ length: count }, () => inbound(undefined, { receipts: [receiptBy(agency)] }));
  for (const record of records) await store.accept(record);
  return records.map((record) => record.packet.packetId);
}

const ids = (entries: readonly EntryRecord[]) => entries.map((entry) => entry.packetId);

describe('listing the register', () => {
  it('pages through all of it by key, newest first, without a gap or a repetition', () =>
    withStore(async (store) => {
      const all = await receive(store, 25);
      await store.submit(outbound());
      const seen: string[] = [];
      let before: number | undefined;
      for (;;) {
        const page = await store.reader.inbox({ limit: 10, before });
        seen.push(...ids(page));
        if (page.length < 10) break;
        before = page.at(-1)?.key;
      }
      expect(seen).to.deep.equal(all.reverse());
    }));

  it('a page stays where it was when new documents come', () =>
    withStore(async (store) => {
      const all = await receive(store, 6);
      const page = await store.reader.inbox({ limit: 3 });
      await receive(store, 5);
      const next = await store.reader.inbox({ limit: 3, before: page.at(-1)?.key });
      expect([...ids(page), ...ids(next)]).to.deep.equal(all.reverse());
    }));

  it('filters by agency and by state', () =>
    withStore(async (store) => {
      const [a = '', b = ''] = await receive(store, 2);
      const [c = ''] = await receive(store, 1, second);
      await store.submit(outboundStatus('03', a, { step: { packetId: a, agency: first, code: '03' } }));
      expect(ids(await store.reader.inbox({ limit: 9, agency: first }))).to.deep.equal([b, a]);
      expect(ids(await store.reader.inbox({ limit: 9, state: '01' }))).to.deep.equal([c, b]);
      expect(ids(await store.reader.inbox({ limit: 9, agency: first, state: '03' }))).to.deep.equal([a]);
      expect(ids(await store.reader.outbox({ limit: 9, agency: sender }))).to.deep.equal([]);
    }));

  it('goes by an index, whatever the filter', () =>
    withStore(async (store, folder) => {
      await receive(store, 1);
      const database = await Database.open(`${folder}/store.db`, 'read');
      const filters = [
        `box = 'in' AND recall <> 'agreed'`,
        `box = 'in' AND recall <> 'agreed' AND agency = 'H53'`,
        `box = 'in' AND state = '01'`,
        `box = 'in' AND agency = 'H53' AND state = '01'`,
        `box = 'out'`,
        `box = 'out' AND agency = 'H53'`,
        `box = 'out' AND state = 'sent'`,
        `box = 'out' AND agency = 'H53' AND state = 'sent'`,
        `box = 'out' AND problems > 0`,
      ];
      for (const filter of filters) {
        const plan = await database.all<{ detail: string }>(
          `EXPLAIN QUERY PLAN SELECT * FROM entry WHERE ${filter} AND key < 1000 ORDER BY key DESC LIMIT 50`,
        );
        expect(plan, filter).to.have.length(1);
        expect(plan[0]?.detail, filter).to.match(/^SEARCH entry USING INDEX entry_/);
      }
      await database.close();
    }));

  it('counts by register, agency and state', () =>
    withStore(async (store) => {
      await receive(store, 3);
      await store.submit(outbound());
      const counts = await store.reader.counts();
      expect(counts.entries).to.have.deep.members([
        { box: 'in', agency: first, state: '01', count: 3 },
        { box: 'out', agency: sender, state: 'queued', count: 1 },
      ]);
      expect(counts).to.deep.include({
        waiting: { packets: 1, receipts: 3 },
        unanswered: 0,
        quarantined: 0,
        events: 4,
      });
    }));
});

describe('finding a document', () => {
  const withCode = (codeNumber: string, codeNotation: string, packetId?: string) =>
    inbound(
      packetOf(
        documentMessage({ code: { codeNumber, codeNotation } }),
        packetId === undefined ? {} : { packetId },
      ),
    );

  it('goes by the packet id, its beginning, or number and notation in any case', () =>
    withStore(async (store) => {
      const record = withCode('45', 'QĐ-UBND');
      const { packetId, sha256 } = record.packet;
      await store.accept(record);
      for (const id of [
        packetId,
        packetId.toUpperCase(),
        packetId.slice(0, 8),
        '45/QĐ-UBND',
        ' 45/qđ-ubnd ',
      ]) {
        expect((await store.reader.document(id)).packetId, id).to.equal(packetId);
      }
      const found = await store.reader.document(packetId);
      expect(found.sender).to.equal(sender);
      expect(found.packets).to.have.length(1);
      expect(found.packets[0]).to.include({ direction: 'in', sha256, senderNode: 'nghean' });
    }));

  it('names the candidates where more than one is meant', () =>
    withStore(async (store) => {
      const one = withCode('1', 'A', '01930000-aaaa-7000-8000-000000000001');
      const two = withCode('1', 'a', '01930000-bbbb-7000-8000-000000000002');
      for (const record of [one, two]) await store.accept(record);
      for (const id of ['1/A', '01930000']) {
        const error = await store.reader.document(id).then(
          () => undefined,
          (failure: unknown) => failure,
        );
        expect(error, id).to.include({ code: 'store.ambiguous' });
        const { packetId: a } = one.packet;
        const { packetId: b } = two.packet;
        expect(error, id).to.have.nested.property('detail.candidates').that.includes(a).and.includes(b);
      }
      expect((await store.reader.document('01930000-a')).packetId).to.equal(one.packet.packetId);
    }));

  it('knows nothing by five characters, a pattern or another code', () =>
    withStore(async (store) => {
      const record = withCode('1', 'A');
      await store.accept(record);
      for (const id of [record.packet.packetId.slice(0, 5), '019%%%', '______', '1', '', '2/A']) {
        expect(await codeOf(store.reader.document(id)), id).to.equal('store.not-found');
      }
    }));

  it('shows both ends where the node serves both', () =>
    withStore(async (store) => {
      const record = outbound();
      await store.submit(record);
      await store.accept(inbound(record.packet));
      const found = await store.reader.document(record.packet.packetId);
      expect(found.entries.map((entry) => `${entry.box} ${entry.agency}`)).to.deep.equal([
        'out H41',
        'in H53',
      ]);
      expect(found.packets.map((packet) => packet.direction)).to.deep.equal(['in', 'out']);
    }));
});
