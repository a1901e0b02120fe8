import { expect } from 'chai';
import { limits } from '../../src/edoc/index.js';
import type { OutboundRecord, PartsRequest, Store } from '../../src/store/index.js';
import {
  afterSeconds,
  codeOf,
  documentMessage,
  first,
  outbound,
  packetOf,
  second,
  withStore,
} from './samples.js';

const none = new Set<number>();
const large = 'aa'.repeat(32);
const count = 100;
const size = count * limits.partBytes;

/** A document to tayninh and hue with an attachment of a hundred parts, which has two names. */
async function queued(store: Store, changes: Partial<OutboundRecord> = {}): Promise<string> {
  const attachments = ['Bản đồ.tif', 'Bản đồ (2).tif'].map((name) => {
    return { name, contentType: 'image/tiff', sha256: large, size, transfer: 'parts' as const };
  });
  const record: OutboundRecord = outbound(packetOf(documentMessage(), { attachments }), changes);
  await store.submit(record);
  return record.packet.packetId;
}

async function sent(store: Store, changes: Partial<OutboundRecord> = {}): Promise<string> {
  const packetId = await queued(store, changes);
  for (const item of await store.outbox(10, none)) {
    await store.outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(121));
  }
  return packetId;
}

function request(packetId: string, changes: Partial<PartsRequest> = {}): PartsRequest {
  return {
    packetId,
    node: 'hue',
    contents: [{ sha256: large, parts: [{ from: 3, to: 5 }] }],
    at: afterSeconds(10),
    sendAt: (asked) => (asked > 2 ? undefined : afterSeconds(10 * asked)),
    ...changes,
  };
}

describe('sending in parts', () => {
  it('begins with all parts of each content, once, for every node', () =>
    withStore(async (store) => {
      await queued(store);
      const [item] = await store.outbox(10, none);
      expect(item?.parts).to.deep.equal([
        { sha256: large, size, remaining: [{ from: 0, to: 99 }], nodes: ['tayninh', 'hue'] },
      ]);
    }));

  it('holds up nothing small, however much of it waits', () =>
    withStore(async (store) => {
      const inParts = [await queued(store), await queued(store), await queued(store)];
      const small = outbound();
      await store.submit(small);
      const taken = await store.outbox(3, none, undefined, 2);
      expect(taken.map(({ packetId }) => packetId)).to.deep.equal([
        ...inParts.slice(0, 2),
        small.packet.packetId,
      ]);
      const others = new Set(taken.map(({ id }) => id));
      expect((await store.outbox(3, others, undefined, 0)).length).to.equal(0);
      expect((await store.outbox(3, others, undefined, 1)).map(({ packetId }) => packetId)).to.deep.equal(
        inParts.slice(2),
      );
    }));

  it('goes on behind what the broker has confirmed, also after a restart', () =>
    withStore(async (store) => {
      const packetId = await queued(store);
      const remaining = [
        { from: 12, to: 12 },
        { from: 16, to: 99 },
      ];
      const progress = { packetId, sha256: large, parts: count, at: afterSeconds(2) };
      await store.partsSent({ ...progress, remaining: [{ from: 0, to: 99 }] });
      await store.partsSent({ ...progress, remaining });
      expect((await store.outbox(10, none))[0]?.parts[0]?.remaining).to.deep.equal(remaining);
      expect(await store.reader.partProgress(packetId)).to.deep.equal([
        {
          packetId,
          sha256: large,
          name: 'Bản đồ.tif',
          parts: 100,
          confirmed: 15,
          changedAt: afterSeconds(2),
        },
      ]);
      await store.partsSent({ ...progress, remaining: [] });
      const [item] = await store.outbox(10, none);
      expect(item?.parts[0]?.remaining).to.deep.equal([]);
      if (item) await store.outboxDone(item, 'confirmed', afterSeconds(3), afterSeconds(123));
      expect(await store.reader.partProgress()).to.deep.equal([]);
    }));

  it('leaves out the nodes whose receipt says that they have the content', () =>
    withStore(async (store) => {
      const before = await sent(store);
      await store.settle({
        packetId: before,
        recipient: first,
        outcome: 'accepted',
        bytes: Buffer.from('<Receipt/>'),
        at: afterSeconds(5),
        events: [],
      });
      await queued(store);
      const [item] = await store.outbox(10, none);
      expect(item?.nodes).to.deep.equal(['tayninh', 'hue']);
      expect(item?.parts.map(({ nodes }) => nodes)).to.deep.equal([['hue']]);
    }));

  it('sends no part again with a packet that has no receipt yet', () =>
    withStore(async (store) => {
      await sent(store);
      const retries = await store.retries(afterSeconds(200), 10);
      expect(retries.map(({ node, parts }) => [node, parts])).to.have.deep.members([
        ['tayninh', []],
        ['hue', []],
      ]);
    }));
});

describe('a node that lacks parts', () => {
  it('gets those, and the packet behind them, when it asks', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      expect(await store.askedForParts(request(packetId))).to.equal('asked');
      const [retry, ...others] = await store.retries(afterSeconds(11), 10);
      expect(others).to.deep.equal([]);
      expect(retry?.node).to.equal('hue');
      expect(retry?.parts).to.deep.equal([
        { sha256: large, size, remaining: [{ from: 3, to: 5 }], nodes: ['hue'] },
      ]);
      await store.partsSent({
        packetId,
        sha256: large,
        node: 'hue',
        parts: count,
        remaining: [{ from: 5, to: 5 }],
        at: afterSeconds(12),
      });
      expect((await store.reader.partProgress(packetId))[0]).to.include({
        node: 'hue',
        parts: 3,
        confirmed: 2,
      });
      expect((await store.retries(afterSeconds(12), 10))[0]?.parts[0]?.remaining).to.deep.equal([
        { from: 5, to: 5 },
      ]);
    }));

  it('is answered once while it is being answered, and so often and no more', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      const answered = async () => {
        for (const { parts } of await store.retries(afterSeconds(60), 10)) {
          for (const { sha256 } of parts) {
            const at = afterSeconds(60);
            await store.partsSent({ packetId, sha256, node: 'hue', parts: count, remaining: [], at });
          }
        }
      };
      expect(await store.askedForParts(request(packetId))).to.equal('asked');
      expect(await store.askedForParts(request(packetId))).to.equal('ignored');
      await answered();
      expect(await store.askedForParts(request(packetId))).to.equal('asked');
      expect(await store.nextDue()).to.deep.equal(afterSeconds(20));
      await answered();
      expect(await store.askedForParts(request(packetId))).to.equal('ignored');
    }));

  it('is not answered where it was sent no such thing: missing.not-sent', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      const asks: Partial<PartsRequest>[] = [
        { node: 'nghean' },
        { packetId: '01930000-0000-7000-8000-000000000000' },
        { contents: [{ sha256: 'bb'.repeat(32), parts: [{ from: 0, to: 0 }] }] },
        { contents: [{ sha256: large, parts: [{ from: 90, to: count }] }] },
      ];
      for (const changes of asks) {
        expect(await codeOf(store.askedForParts(request(packetId, changes)))).to.equal('missing.not-sent');
      }
      expect(await store.retries(afterSeconds(60), 10)).to.deep.equal([]);
    }));

  it('is not answered once its delivery is decided, and nothing is left of it then', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      await store.askedForParts(request(packetId));
      await store.settle({
        packetId,
        recipient: second,
        outcome: 'accepted',
        bytes: Buffer.from('<Receipt/>'),
        at: afterSeconds(11),
        events: [],
      });
      expect(await store.reader.partProgress()).to.deep.equal([]);
      expect(await store.askedForParts(request(packetId))).to.equal('ignored');
    }));

  it('gets them where it asks after the last try, which goes out once more', () =>
    withStore(async (store) => {
      const deadline = afterSeconds(100);
      const packetId = await sent(store, { deadlineAt: deadline });
      for (const item of await store.retries(afterSeconds(101), 10))
        await store.retryDone(item, 'confirmed', afterSeconds(101), afterSeconds(221));
      expect(await store.retries(afterSeconds(150), 10)).to.deep.equal([]);
      await store.askedForParts(
        request(packetId, { at: afterSeconds(150), sendAt: () => afterSeconds(150) }),
      );
      const [retry] = await store.retries(afterSeconds(150), 10);
      expect(retry).to.include({ node: 'hue', last: true });
      expect(retry?.parts).to.have.length(1);
      expect(await store.expireTried(afterSeconds(221))).to.equal(1);
      if (retry) {
        await store.partsSent({
          packetId,
          sha256: large,
          node: 'hue',
          parts: 3,
          remaining: [],
          at: afterSeconds(222),
        });
        await store.retryDone(retry, 'confirmed', afterSeconds(222), afterSeconds(342));
      }
      expect(await store.retries(afterSeconds(341), 10)).to.deep.equal([]);
      expect(await store.expireTried(afterSeconds(341))).to.equal(0);
      expect(await store.expireTried(afterSeconds(342))).to.equal(1);
    }));

  it('gets them at once where it asks while the packet is published without them', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      const retries = await store.retries(afterSeconds(200), 10);
      await store.askedForParts(request(packetId));
      for (const item of retries)
        await store.retryDone(item, 'confirmed', afterSeconds(201), afterSeconds(1_101));
      const due = await store.retries(afterSeconds(202), 10);
      expect(due.map(({ node, parts }) => [node, parts.length])).to.deep.equal([['hue', 1]]);
    }));

  it('does not take the turn away from what the clerk asked for', () =>
    withStore(async (store) => {
      const packetId = await sent(store);
      const lanes = { ordinary: afterSeconds(9_000), urgent: afterSeconds(9_000) };
      await store.resend([{ packetId, recipient: second, node: 'hue' }], afterSeconds(5), lanes);
      await store.askedForParts(request(packetId, { sendAt: () => afterSeconds(130) }));
      const [retry] = await store.retries(afterSeconds(11), 10);
      expect(retry).to.include({ node: 'hue', asked: true });
      expect(retry?.parts).to.have.length(1);
    }));
});

describe('a packet with parts that is sent anew', () => {
  it('begins with all parts, whatever went to the others', () =>
    withStore(async (store) => {
      const packetId = await queued(store);
      for (const item of await store.outbox(10, none))
        await store.outboxDone(item, 'unroutable', afterSeconds(1), afterSeconds(121));
      const lanes = { ordinary: afterSeconds(9_000), urgent: afterSeconds(9_000) };
      const anew = (recipient: typeof first, node: string) =>
        store.resend([{ packetId, recipient, node }], afterSeconds(5), lanes);
      await anew(first, 'tayninh');
      const [item] = await store.outbox(10, none);
      const progress = { packetId, sha256: large, parts: count, at: afterSeconds(6) };
      await store.partsSent({ ...progress, remaining: [{ from: 90, to: 99 }] });
      await anew(second, 'hue');
      await store.partsSent({ ...progress, remaining: [] });
      if (item) await store.outboxDone(item, 'confirmed', afterSeconds(7), afterSeconds(127));
      const [next] = await store.outbox(10, none);
      expect(next?.nodes).to.deep.equal(['hue']);
      expect(next?.parts[0]?.remaining).to.deep.equal([{ from: 0, to: count - 1 }]);
    }));
});
