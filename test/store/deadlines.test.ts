import { expect } from 'chai';
import type { OutboundRecord, Store } from '../../src/store/index.js';
import { afterSeconds, outbound, withStore } from './samples.js';

const none = new Set<number>();

/** Published once at 1 s, due again at 121 s. */
async function sent(store: Store, changes: Partial<OutboundRecord> = {}): Promise<string> {
  const record = outbound(undefined, changes);
  await store.submit(record);
  for (const item of await store.outbox(10, none))
    await store.outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(121));
  return record.packet.packetId;
}

async function states(store: Store, packetId: string): Promise<string[]> {
  return (await store.deliveries(packetId)).map(({ state }) => state);
}

describe('a deadline', () => {
  const deadlineAt = afterSeconds(1_000);

  it('that has passed asks for a last try, at once and once, and then expires what has no answer', () =>
    withStore(async (store) => {
      const packetId = await sent(store, { deadlineAt });
      for (const item of await store.retries(afterSeconds(200), 10)) {
        expect(item.last).to.equal(false);
        await store.retryDone(item, 'confirmed', afterSeconds(200), afterSeconds(5_000));
      }
      expect(await store.retries(afterSeconds(999), 10)).to.deep.equal([]);
      expect(await store.nextDue()).to.deep.equal(deadlineAt);
      expect(await store.expireTried(afterSeconds(1_000))).to.equal(0);
      const last = await store.retries(afterSeconds(1_000), 10);
      expect(last.map((item) => [item.node, item.last])).to.deep.equal([
        ['hue', true],
        ['tayninh', true],
      ]);
      for (const item of last)
        await store.retryDone(item, 'confirmed', afterSeconds(1_001), afterSeconds(1_121));
      expect(await store.retries(afterSeconds(1_002), 10)).to.deep.equal([]);
      expect(await store.nextDue()).to.deep.equal(afterSeconds(1_121));
      expect(await store.expireTried(afterSeconds(1_120))).to.equal(0);
      expect(await store.expireTried(afterSeconds(1_121))).to.equal(2);
      expect(await states(store, packetId)).to.deep.equal(['expired', 'expired']);
      expect(await store.nextDue()).to.equal(undefined);
    }));

  it('long gone when the packet is first published makes that its last try', () =>
    withStore(async (store) => {
      const record = outbound(undefined, { deadlineAt });
      await store.submit(record);
      for (const item of await store.outbox(10, none))
        await store.outboxDone(item, 'confirmed', afterSeconds(9_000), afterSeconds(9_120));
      expect(await store.retries(afterSeconds(9_119), 10)).to.deep.equal([]);
      expect(await store.expireTried(afterSeconds(9_120))).to.equal(2);
    }));

  it('does not expire what is queued, until it is overdue beyond a moment that is named', () =>
    withStore(async (store) => {
      const record = outbound(undefined, { deadlineAt });
      await store.submit(record);
      expect(await store.expireTried(afterSeconds(1_000_000))).to.equal(0);
      expect(await store.expire(afterSeconds(999))).to.equal(0);
      expect(await store.expire(deadlineAt)).to.equal(2);
    }));
});

describe('the next try', () => {
  it('is put off for one node, and not for another', () =>
    withStore(async (store) => {
      await sent(store);
      await store.postponeRetries('hue', afterSeconds(200), afterSeconds(4_000));
      expect((await store.retries(afterSeconds(200), 10)).map(({ node }) => node)).to.deep.equal(['tayninh']);
      expect((await store.retries(afterSeconds(4_000), 10)).map(({ node }) => node)).to.deep.equal([
        'tayninh',
        'hue',
      ]);
    }));

  it('is not put off where it is the last', () =>
    withStore(async (store) => {
      await sent(store, { deadlineAt: afterSeconds(150) });
      await store.postponeRetries('hue', afterSeconds(200), afterSeconds(4_000));
      expect(await store.retries(afterSeconds(200), 10)).to.have.length(2);
    }));

  it('is brought near where the clock was set back, spread over a while', () =>
    withStore(async (store) => {
      await sent(store);
      const [now, latest] = [afterSeconds(-86_400), afterSeconds(-80_000)];
      await store.limitRetries(now, latest, 120_000);
      const due = await store.nextDue();
      expect(due?.getTime()).to.be.within(now.getTime(), now.getTime() + 120_000);
      await store.limitRetries(now, latest, 120_000);
      expect(await store.nextDue()).to.deep.equal(due);
      expect(await store.retries(new Date(now.getTime() + 120_000), 10)).to.have.length(2);
    }));
});
