import { expect } from 'chai';
import type { OutboundRecord, ReceivedReceipt, Store } from '../../src/store/index.js';
import {
  afterSeconds,
  codeOf,
  first,
  outbound,
  outboundStatus,
  second,
  sender,
  withStore,
} from './samples.js';

const none = new Set<number>();

async function queued(store: Store, changes: Partial<OutboundRecord> = {}): Promise<string> {
  const record = outbound(undefined, changes);
  await store.submit(record);
  return record.packet.packetId;
}

async function sent(store: Store, changes: Partial<OutboundRecord> = {}): Promise<string> {
  const packetId = await queued(store, changes);
  for (const item of await store.outbox(10, none))
    await store.outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(121));
  return packetId;
}

function receipt(packetId: string, changes: Partial<ReceivedReceipt> = {}): ReceivedReceipt {
  return {
    packetId,
    recipient: first,
    outcome: 'accepted',
    bytes: Buffer.from('<Receipt/>'),
    at: afterSeconds(5),
    events: [{ kind: 'receipt.taken', packetId }],
    ...changes,
  };
}

async function states(store: Store, packetId: string): Promise<string[]> {
  return (await store.deliveries(packetId)).map(({ state, business }) => `${state} ${business}`);
}

async function listed(store: Store): Promise<string | undefined> {
  return (await store.reader.outbox({ limit: 1 }))[0]?.state;
}

describe('publishing', () => {
  it('a confirmed item is sent, leaves the outbox and waits for its retry', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      expect(await states(store, packetId)).to.deep.equal(['sent none', 'sent none']);
      expect(await store.outbox(10, none)).to.deep.equal([]);
      expect(await listed(store)).to.equal('sent');
      expect(await store.nextDue()).to.deep.equal(afterSeconds(121));
    }));

  it('a returned item is undeliverable and is not tried again', () =>
    withStore(async (store) => {
      const packetId = await queued(store);
      const [item] = await store.outbox(1, none);
      if (item) await store.outboxDone(item, 'unroutable', afterSeconds(1), afterSeconds(121));
      expect(await states(store, packetId)).to.deep.equal(['undeliverable none', 'undeliverable none']);
      expect(await store.retries(afterSeconds(1_000), 10)).to.deep.equal([]);
      expect(await listed(store)).to.equal('problem');
      expect(await store.nextDue()).to.equal(undefined);
    }));

  it('offers a packet without receipt again, once for each node, with how often it was published', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      await store.settle(receipt(packetId));
      expect(await store.retries(afterSeconds(120), 10)).to.deep.equal([]);
      const [item, ...more] = await store.retries(afterSeconds(121), 10);
      expect(item).to.include({ packetId, node: 'hue', lane: 'ordinary', attempt: 1 });
      expect(more).to.deep.equal([]);
      if (item) await store.retryDone(item, 'confirmed', afterSeconds(122), afterSeconds(1_022));
      expect(await store.retries(afterSeconds(1_000), 10)).to.deep.equal([]);
      expect((await store.retries(afterSeconds(1_022), 10))[0]?.attempt).to.equal(2);
    }));

  it('a retry that comes back is undeliverable', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      for (const item of await store.retries(afterSeconds(121), 10)) {
        await store.retryDone(item, 'unroutable', afterSeconds(122), afterSeconds(1_022));
      }
      expect(await states(store, packetId)).to.deep.equal(['undeliverable none', 'undeliverable none']);
    }));

  it('one that can never be published is undeliverable, with the reason, and is not tried again', () =>
    withStore(async (store) => {
      const failed = { code: 'broker.too-large', reason: 'Quá lớn' } as const;
      const packetId = await queued(store);
      const [item] = await store.outbox(1, none);
      if (item) await store.outboxDone(item, failed, afterSeconds(1), afterSeconds(121));
      const again = await sent(store);
      for (const retry of await store.retries(afterSeconds(121), 10)) {
        await store.retryDone(retry, failed, afterSeconds(122), afterSeconds(1_022));
      }
      for (const id of [packetId, again]) {
        expect(await states(store, id)).to.deep.equal(['undeliverable none', 'undeliverable none']);
        expect((await store.deliveries(id))[0]).to.include(failed);
      }
      expect(await store.outbox(10, none)).to.deep.equal([]);
      expect(await store.retries(afterSeconds(100_000), 10)).to.deep.equal([]);
      const kinds = (await store.reader.logRows(0, 100)).map((entry) => entry.kind);
      expect(kinds.filter((kind) => kind === 'packet.given-up')).to.have.length(3);
      await store.settle(receipt(packetId));
      expect((await store.deliveries(packetId))[0]).to.not.have.any.keys('code', 'reason');
    }));

  it('lets deliveries expire at their deadline, queued ones too, and says so in the event log', () =>
    withStore(async (store) => {
      const old = await sent(store, { deadlineAt: afterSeconds(100) });
      const waiting = await queued(store, { deadlineAt: afterSeconds(100) });
      expect(await store.expire(afterSeconds(99))).to.equal(0);
      expect(await store.nextDue()).to.deep.equal(afterSeconds(100));
      expect(await store.expire(afterSeconds(100))).to.equal(4);
      expect(await states(store, old)).to.deep.equal(['expired none', 'expired none']);
      expect(await states(store, waiting)).to.deep.equal(['expired none', 'expired none']);
      expect(await store.outbox(10, none)).to.deep.equal([]);
      const kinds = (await store.reader.logRows(0, 100)).map((entry) => entry.kind);
      expect(kinds.filter((kind) => kind === 'delivery.expired')).to.have.length(4);
    }));

  it('expires more deliveries than one transaction takes', () =>
    withStore(async (store) => {
      const deliveries = Array.from({ length: 1_200 }, (_, index) => ({
        recipient: `A${index}` as typeof first,
        node: 'one',
      }));
      await queued(store, { deliveries, deadlineAt: afterSeconds(1) });
      expect(await store.expire(afterSeconds(2))).to.equal(1_200);
    }));
});

describe('receipts for what was sent', () => {
  it('an accepted one delivers and stands for status 01', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      expect(await store.settle(receipt(packetId))).to.equal('settled');
      expect(await states(store, packetId)).to.deep.equal(['delivered 01', 'sent none']);
      expect(await listed(store)).to.equal('sent');
      await store.settle(receipt(packetId, { recipient: second }));
      expect(await listed(store)).to.equal('delivered');
      expect(await store.reader.receipts(packetId)).to.have.length(2);
    }));

  it('a refused one keeps code and reason', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      await store.settle(
        receipt(packetId, { outcome: 'refused', code: 'packet.outside', reason: 'Sai cấu trúc' }),
      );
      const [delivery] = await store.deliveries(packetId);
      expect(delivery).to.include({
        state: 'refused',
        business: 'none',
        code: 'packet.outside',
        reason: 'Sai cấu trúc',
      });
      expect(
        (await store.reader.outbox({ limit: 5, problems: true })).map((entry) => entry.state),
      ).to.deep.equal(['sent']);
    }));

  it('decides a delivery whose confirm was lost, and takes the packet out of the outbox', () =>
    withStore(async (store) => {
      const packetId = await queued(store);
      await store.settle(receipt(packetId));
      await store.settle(receipt(packetId, { recipient: second }));
      expect(await states(store, packetId)).to.deep.equal(['delivered 01', 'delivered 01']);
      expect(await store.outbox(10, none)).to.deep.equal([]);
    }));

  it('wins over the guess that the delivery expired', () =>
    withStore(async (store) => {
      const packetId = await sent(store, { deadlineAt: afterSeconds(100) });
      await store.expire(afterSeconds(100));
      expect(await store.settle(receipt(packetId))).to.equal('settled');
      expect(await states(store, packetId)).to.deep.equal(['delivered 01', 'expired none']);
    }));

  it('the same outcome again is repeated and leaves no event', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      await store.settle(receipt(packetId));
      const head = store.logHead();
      expect(await store.settle(receipt(packetId))).to.equal('repeated');
      expect(store.logHead()).to.deep.equal(head);
    }));

  it('a contradicting one is late: kept with an event, and the delivery stays', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      await store.settle(receipt(packetId));
      expect(await store.settle(receipt(packetId, { outcome: 'refused', code: 'packet.outside' }))).to.equal(
        'late',
      );
      expect((await states(store, packetId))[0]).to.equal('delivered 01');
      expect((await store.reader.receipts(packetId)).map(({ outcome }) => outcome)).to.deep.equal([
        'accepted',
        'refused',
      ]);
      const [last] = await store.reader.logRows(store.logHead().sequence - 1, 1);
      expect(last).to.include({ kind: 'receipt.contradicts', packet: packetId, agency: first });
    }));

  it('one from an agency that nothing was sent to is store.unknown-delivery', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      expect(await codeOf(store.settle(receipt(packetId, { recipient: sender })))).to.equal(
        'store.unknown-delivery',
      );
    }));

  it('counts a circular to many recipients right, whatever comes at the same time', () =>
    withStore(async (store) => {
      const codes = Array.from({ length: 60 }, (_, index) => `X${index}` as typeof first);
      const packetId = await sent(store, {
        deliveries: codes.map((recipient, index) => ({ recipient, node: `n${index % 7}` })),
      });
      await Promise.all(
        codes.map((recipient, index) =>
          store.settle(receipt(packetId, { recipient, outcome: index % 3 === 0 ? 'refused' : 'accepted' })),
        ),
      );
      const [entry] = await store.reader.outbox({ limit: 1 });
      expect(entry?.deliveries).to.deep.equal({
        queued: 0,
        sent: 0,
        problems: 20,
        delivered: 40,
        withdrawn: 0,
      });
      expect(entry?.state).to.equal('problem');
    }));
});

describe('withdrawing what was never published', () => {
  const withdraw = (store: Store, packetId: string, recipients: typeof first | (typeof first)[]) =>
    store.withdraw(packetId, recipients, 'Gửi nhầm', afterSeconds(3), [
      { kind: 'delivery.withdrawn', packetId },
    ]);

  it('withdraws locally, and the others are still published', () =>
    withStore(async (store) => {
      const packetId = await queued(store);
      expect(await withdraw(store, packetId, first)).to.equal(true);
      expect(await states(store, packetId)).to.deep.equal(['withdrawn none', 'queued none']);
      expect((await store.outbox(10, none))[0]?.nodes).to.deep.equal(['hue']);
    }));

  it('empties the outbox with the last delivery', () =>
    withStore(async (store) => {
      const packetId = await queued(store);
      expect(await withdraw(store, packetId, [first, second])).to.equal(true);
      expect(await store.outbox(10, none)).to.deep.equal([]);
      expect(await listed(store)).to.equal('withdrawn');
    }));

  it('does not once the packet was handed out, although nothing was confirmed', () =>
    withStore(async (store) => {
      const packetId = await queued(store);
      await store.outbox(10, none);
      expect(await withdraw(store, packetId, first)).to.equal(false);
      expect(await states(store, packetId)).to.deep.equal(['queued none', 'queued none']);
      expect((await store.deliveries(packetId)).every(({ published }) => published)).to.equal(true);
    }));

  it('hands out or withdraws, never both, when both are asked at the same time', () =>
    withStore(async (store) => {
      for (let round = 0; round < 20; round += 1) {
        const packetId = await queued(store);
        const [done, items] = await Promise.all([
          withdraw(store, packetId, [first, second]),
          store.outbox(100, none),
        ]);
        const handedOut = items.some((item) => item.packetId === packetId);
        expect([done, handedOut]).to.not.deep.equal([true, true]);
      }
    }));

  it('does not after a restart, because the run before may have published it', () =>
    withStore(async (store) => {
      const packetId = await queued(store);
      await store.markWaitingAsPublished();
      expect(await withdraw(store, packetId, first)).to.equal(false);
    }));

  it('takes recipients of one node together or not at all', () =>
    withStore(async (store) => {
      const deliveries = [first, second].map((recipient) => ({ recipient, node: 'hue' }));
      const packetId = await queued(store, { deliveries });
      expect(await withdraw(store, packetId, first)).to.equal(false);
      expect(await withdraw(store, packetId, [first, second])).to.equal(true);
    }));

  it('keeps a receipt that comes all the same as late', () =>
    withStore(async (store) => {
      const packetId = await queued(store);
      await withdraw(store, packetId, [first, second]);
      expect(await store.settle(receipt(packetId))).to.equal('late');
      expect((await states(store, packetId))[0]).to.equal('withdrawn none');
    }));
});

describe('asking a document back', () => {
  const recall = (store: Store, packetId: string) =>
    store.submit(
      outboundStatus('13', packetId, {
        sender,
        deliveries: [{ recipient: first, node: 'tayninh' }],
        recall: { packetId, recipient: first, reason: 'Gửi nhầm' },
      }),
    );

  it('marks the delivery and the register line', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      await recall(store, packetId);
      expect((await store.deliveries(packetId)).map((delivery) => delivery.recall)).to.deep.equal([
        'requested',
        'none',
      ]);
      expect((await store.reader.outbox({ limit: 1 }))[0]?.recall).to.equal('requested');
    }));

  it('is nothing to wait for once the node of the recipient refused the packet', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      await recall(store, packetId);
      await store.settle(receipt(packetId, { outcome: 'refused', code: 'packet.outside' }));
      expect((await store.reader.outbox({ limit: 1 }))[0]?.recall).to.equal('none');
    }));

  it('is refused with status.not-allowed while an answer is awaited, or where the packet was refused', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      await recall(store, packetId);
      expect(await codeOf(recall(store, packetId))).to.equal('status.not-allowed');
      const refused = await sent(store);
      await store.settle(receipt(refused, { outcome: 'refused', code: 'packet.outside' }));
      expect(await codeOf(recall(store, refused))).to.equal('status.not-allowed');
      expect(await codeOf(recall(store, outbound().packet.packetId))).to.equal('store.unknown-delivery');
    }));
});
