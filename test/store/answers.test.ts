import { expect } from 'chai';
import type { ReceivedReceipt, Store } from '../../src/store/index.js';
import {
  afterSeconds,
  documentMessage,
  first,
  inbound,
  inboundStatus,
  outboundStatus,
  packetOf,
  sender,
  withStore,
} from './samples.js';

const none = new Set<number>();

function receipt(packetId: string, changes: Partial<ReceivedReceipt> = {}): ReceivedReceipt {
  return {
    packetId,
    recipient: first,
    outcome: 'accepted',
    bytes: Buffer.from('<Receipt/>'),
    at: afterSeconds(5),
    events: [],
    ...changes,
  };
}

describe('answers to a recall and an amendment', () => {
  async function twoAnswers(store: Store): Promise<{ one: string; two: string }> {
    const document = packetOf(
      documentMessage({ bussiness: { bussinessDocType: 2, bussinessDocReason: 'Cập nhật', paper: 0 } }),
    );
    const { packetId } = document;
    await store.accept(inbound(document));
    await store.accept(inboundStatus('13', packetId, sender, first));
    const answer = async (code: '15' | '16') => {
      const status = outboundStatus(code, packetId, { step: { packetId, agency: first, code } });
      await store.submit(status);
      return status.packet.packetId;
    };
    return { one: await answer('15'), two: await answer('16') };
  }

  const waiting = async (store: Store, now = afterSeconds(1)) =>
    (await store.outbox(10, none, now))
      .filter(({ type }) => type === 'packet')
      .map(({ packetId }) => packetId);

  const confirmed = async (store: Store) => {
    for (const item of await store.outbox(10, none))
      await store.outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(121));
  };

  it('keep their order: the second is published when the first has its receipt', () =>
    withStore(async (store) => {
      const { one, two } = await twoAnswers(store);
      expect(await waiting(store)).to.deep.equal([one]);
      await confirmed(store);
      expect(await waiting(store, afterSeconds(3_600))).to.deep.equal([]);
      await store.settle(receipt(one, { recipient: sender }));
      expect(await waiting(store)).to.deep.equal([two]);
    }));

  const stateOf = async (store: Store, packetId: string) => {
    const [delivery] = await store.deliveries(packetId);
    return delivery && [delivery.state, delivery.code];
  };

  const giveUp = async (store: Store) => {
    for (const item of await store.outbox(10, none))
      await store.outboxDone(item, 'unroutable', afterSeconds(1), afterSeconds(121));
  };

  it('end together where the first is given up, at once and with the reason, and begin anew in their order', () =>
    withStore(async (store) => {
      const { one, two } = await twoAnswers(store);
      await giveUp(store);
      expect(await stateOf(store, one)).to.deep.equal(['undeliverable', undefined]);
      expect(await stateOf(store, two)).to.deep.equal(['undeliverable', 'status.behind-another']);
      const [lost] = await store.attention.undeliveredStatuses({ since: afterSeconds(0), limit: 5 });
      expect(lost).to.not.equal(undefined);
      const deadline = afterSeconds(7_200);
      const again = [one, two].map((packetId) => ({ packetId, recipient: sender, node: 'nghean' }));
      await store.resend(again, afterSeconds(3), { ordinary: deadline, urgent: deadline });
      expect(await waiting(store)).to.deep.equal([one]);
      await store.settle(receipt(one, { recipient: sender }));
      expect(await waiting(store)).to.deep.equal([two]);
    }));

  it('end together also at the deadline of the first, which is that of the last', () =>
    withStore(async (store) => {
      const { one, two } = await twoAnswers(store);
      await confirmed(store);
      const [before, after] = [await store.deliveries(one), await store.deliveries(two)];
      expect(before[0]?.deadlineAt).to.deep.equal(after[0]?.deadlineAt);
      expect(await store.expire(after[0]?.deadlineAt ?? afterSeconds(0))).to.equal(2);
      expect(await stateOf(store, one)).to.deep.equal(['expired', undefined]);
      expect((await stateOf(store, two))?.[0]).to.equal('expired');
    }));

  it('are not held by one that was given up before: it begins anew, and goes first', () =>
    withStore(async (store) => {
      const document = packetOf(documentMessage());
      const { packetId } = document;
      await store.accept(inbound(document));
      const answer = async (code: '15' | '16') => {
        await store.accept(inboundStatus('13', packetId, sender, first));
        const status = outboundStatus(code, packetId, { step: { packetId, agency: first, code } });
        await store.submit(status);
        return status.packet.packetId;
      };
      const one = await answer('16');
      await giveUp(store);
      const two = await answer('15');
      expect(await stateOf(store, one)).to.deep.equal(['queued', undefined]);
      expect(await waiting(store)).to.deep.equal([one]);
      await store.settle(receipt(one, { recipient: sender }));
      expect(await waiting(store)).to.deep.equal([two]);
    }));

  it('hold up no other step while they wait', () =>
    withStore(async (store) => {
      const document = packetOf(
        documentMessage({ bussiness: { bussinessDocType: 2, bussinessDocReason: 'Cập nhật', paper: 0 } }),
      );
      const { packetId } = document;
      await store.accept(inbound(document));
      await store.accept(inboundStatus('13', packetId, sender, first));
      const steps = (['16', '16', '03'] as const).map((code) =>
        outboundStatus(code, packetId, { step: { packetId, agency: first, code } }),
      );
      for (const step of steps) await store.submit(step);
      const [one, two, business] = steps.map(({ packet }) => packet.packetId);
      expect(await waiting(store)).to.deep.equal([one]);
      await confirmed(store);
      // The first is out and not answered, the second waits for its receipt, the third for neither.
      expect(await waiting(store, afterSeconds(602))).to.deep.equal([business]);
      await store.settle(receipt(one ?? '', { recipient: sender }));
      expect(await waiting(store, afterSeconds(602))).to.include(two);
    }));

  it('are not overtaken by a refusal after them, which would make them void', () =>
    withStore(async (store) => {
      const document = packetOf(
        documentMessage({ bussiness: { bussinessDocType: 1, bussinessDocReason: 'Thu hồi', paper: 0 } }),
      );
      const { packetId } = document;
      await store.accept(inbound(document));
      const [answer, refusal] = (['15', '02'] as const).map((code) =>
        outboundStatus(code, packetId, { step: { packetId, agency: first, code } }),
      );
      if (!answer || !refusal) throw new Error('two statuses were made');
      await store.submit(answer);
      await store.submit(refusal);
      expect(await waiting(store)).to.deep.equal([answer.packet.packetId]);
      await store.settle(receipt(answer.packet.packetId, { recipient: sender }));
      expect(await waiting(store)).to.deep.equal([refusal.packet.packetId]);
    }));

  it('wait longer than other steps of the recipient’s office, which ten minutes set free', () =>
    withStore(async (store) => {
      const document = packetOf(documentMessage());
      const { packetId } = document;
      await store.accept(inbound(document));
      const steps = (['03', '06'] as const).map((code) =>
        outboundStatus(code, packetId, { step: { packetId, agency: first, code } }),
      );
      for (const step of steps) await store.submit(step);
      const [one, two] = steps.map(({ packet }) => packet.packetId);
      await confirmed(store);
      expect(await waiting(store, afterSeconds(600))).to.deep.equal([]);
      expect(await waiting(store, afterSeconds(602))).to.deep.equal([two]);
      expect((await store.deliveries(one ?? '')).map(({ state }) => state)).to.deep.equal(['sent']);
    }));
});
