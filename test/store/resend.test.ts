import { expect } from 'chai';
import type { OutboundRecord, PublishEnd, ReceivedReceipt, Resending, Store } from '../../src/store/index.js';
import {
  afterSeconds,
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

const none = new Set<number>();
const deadlines = { ordinary: afterSeconds(90_000), urgent: afterSeconds(80_000) };

async function published(
  store: Store,
  end: PublishEnd,
  changes: Partial<OutboundRecord> = {},
): Promise<string> {
  const record = outbound(undefined, changes);
  await store.submit(record);
  for (const item of await store.outbox(10, none))
    await store.outboxDone(item, end, afterSeconds(1), afterSeconds(121));
  return record.packet.packetId;
}

const toFirst = (packetId: string): Resending => ({ packetId, recipient: first, node: 'tayninh' });
const again = (store: Store, ...asked: Resending[]) => store.resend(asked, afterSeconds(500), deadlines);

function settle(store: Store, packetId: string, changes: Partial<ReceivedReceipt> = {}): Promise<string> {
  const bytes = Buffer.from('<Receipt/>');
  return store.settle({
    ...{ packetId, recipient: first, outcome: 'accepted', bytes, at: afterSeconds(600), events: [] },
    ...changes,
  });
}

async function delivery(store: Store, packetId: string) {
  const found = (await store.deliveries(packetId)).find(({ recipient }) => recipient === first);
  if (!found) throw new Error('no delivery');
  return found;
}

describe('sending again', () => {
  it('publishes what is on its way at once, to be told apart from a retry, and keeps its deadline', () =>
    withStore(async (store) => {
      const packetId = await published(store, 'confirmed');
      const { deadlineAt } = await delivery(store, packetId);
      expect(await again(store, toFirst(packetId))).to.deep.equal(['again']);
      await store.postponeRetries('tayninh', afterSeconds(500), afterSeconds(4_000));
      const [item, ...others] = await store.retries(afterSeconds(2), 10);
      expect(item).to.include({ packetId, node: 'tayninh', asked: true, last: false, attempt: 1 });
      expect(others).to.deep.equal([]);
      expect(await delivery(store, packetId)).to.deep.include({ state: 'sent', deadlineAt });
    }));

  for (const [state, end, seconds] of [
    ['expired', 'confirmed', 72 * 3_600],
    ['undeliverable', 'unroutable', 0],
    ['undeliverable', { code: 'content.missing', reason: 'Không có tệp' }, 0],
  ] as const) {
    it(`begins ${state} anew, the same octets under the same id, with a new deadline (${JSON.stringify(end)})`, () =>
      withStore(async (store) => {
        const packetId = await published(store, end);
        if (state === 'expired') await store.expire(afterSeconds(seconds));
        expect((await delivery(store, packetId)).state).to.equal(state);
        const octets = await store.reader.packetBytes(packetId, 'out');
        expect(await again(store, { ...toFirst(packetId), node: 'moved' })).to.deep.equal(['anew']);
        const now = await delivery(store, packetId);
        expect(now).to.deep.include({ state: 'queued', node: 'moved', deadlineAt: deadlines.ordinary });
        expect(now).to.not.have.any.keys('code', 'reason');
        const items = await store.outbox(10, none);
        expect(items.map(({ nodes, body }) => ({ nodes, body }))).to.deep.equal([
          { nodes: ['moved'], body: octets },
        ]);
        expect((await store.reader.outbox({ limit: 1 }))[0]?.deliveries).to.include({
          queued: 1,
          problems: 1,
        });
        const told = await store.reader.history(packetId);
        expect(
          told
            .filter(({ agency }) => agency === first)
            .map(({ to, cause }) => `${to} ${cause}`)
            .at(-1),
        ).to.equal('queued resend');
      }));
  }

  it('twice is sent once, and waits while it is queued', () =>
    withStore(async (store) => {
      const packetId = await published(store, 'unroutable');
      expect(
        await Promise.all([again(store, toFirst(packetId)), again(store, toFirst(packetId))]),
      ).to.deep.equal([['anew'], ['waiting']]);
      expect((await store.reader.counts()).waiting.packets).to.equal(1);
    }));

  it('does nothing to what was answered or withdrawn, nor to what was asked back', () =>
    withStore(async (store) => {
      const delivered = await published(store, 'confirmed');
      await settle(store, delivered);
      const refused = await published(store, 'confirmed');
      await settle(store, refused, { outcome: 'refused', code: 'packet.outside' });
      const withdrawn = outbound();
      await store.submit(withdrawn);
      await store.withdraw(withdrawn.packet.packetId, [first, second], 'Gửi nhầm', afterSeconds(1), []);
      const recalled = await published(store, 'confirmed');
      const recall = { packetId: recalled, recipient: first, reason: 'Gửi nhầm' };
      await store.submit(
        outboundStatus('13', recalled, {
          sender,
          deliveries: [{ recipient: first, node: 'tayninh' }],
          recall,
        }),
      );
      const asked = [delivered, refused, withdrawn.packet.packetId, recalled].map(toFirst);
      expect(await again(store, ...asked)).to.deep.equal(['nothing', 'nothing', 'nothing', 'recalled']);
      expect((await delivery(store, delivered)).state).to.equal('delivered');
    }));

  it('makes a delivery that was given up wait for its receipt again, which decides as ever', () =>
    withStore(async (store) => {
      const packetId = await published(store, 'confirmed');
      await store.expire(afterSeconds(72 * 3_600));
      await again(store, toFirst(packetId));
      expect(await settle(store, packetId)).to.equal('settled');
      expect(await store.outbox(10, none)).to.deep.equal([]);
      expect(await again(store, toFirst(packetId))).to.deep.equal(['nothing']);
    }));

  it('finds the document and what was said about it, at either end', () =>
    withStore(async (store) => {
      const packetId = await published(store, 'confirmed', {
        deliveries: [{ recipient: first, node: 'tayninh' }],
      });
      const recall = { packetId, recipient: first, reason: 'Gửi nhầm' };
      const status = outboundStatus('13', packetId, {
        sender,
        deliveries: [{ recipient: first, node: 'tayninh' }],
        recall,
      });
      await store.submit(status);
      const sent = await store.correspondence(packetId);
      expect(
        sent.map(({ code, delivery: { state, recall: asked } }) => ({ code, state, asked })),
      ).to.deep.equal([
        { code: undefined, state: 'sent', asked: 'requested' },
        { code: '13', state: 'queued', asked: 'none' },
      ]);
      const came = inbound(packetOf(documentMessage()), { receipts: [receiptBy()] });
      await store.accept(came);
      const said = outboundStatus('03', came.packet.packetId);
      await store.submit(said);
      expect(await store.correspondence(came.packet.packetId)).to.deep.include({
        code: '03',
        delivery: (await store.deliveries(said.packet.packetId))[0],
      });
      expect(await store.correspondence('unknown')).to.deep.equal([]);
    }));
});
