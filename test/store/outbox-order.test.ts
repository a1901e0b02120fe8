import { expect } from 'chai';
import type { OutboundRecord, Store } from '../../src/store/index.js';
import {
  afterSeconds,
  documentMessage,
  first,
  outbound,
  outboundStatus,
  packetOf,
  second,
  sender,
  withStore,
} from './samples.js';

const none = new Set<number>();
const toFirst = [{ recipient: first, node: 'tayninh' }];
const toSecond = [{ recipient: second, node: 'hue' }];

let documents = 0;

/** A document of its own number to one agency; `about` is the DocumentId that it revokes. */
function document(changes: Partial<OutboundRecord> = {}, about?: string): OutboundRecord {
  documents += 1;
  const message = documentMessage({
    documentId: `H41,2026/11/20,${documents}/UBND-VP`,
    ...(about === undefined ? {} : { bussiness: { bussinessDocType: 1, documentId: about } }),
  });
  return outbound(packetOf(message), { deliveries: toFirst, ...changes });
}

function documentId({ packet }: OutboundRecord): string {
  return packet.message.kind === 'document' ? packet.message.documentId : '';
}

function recall(record: OutboundRecord): OutboundRecord {
  const { packetId } = record.packet;
  return outboundStatus('13', packetId, {
    sender,
    deliveries: toFirst,
    recall: { packetId, recipient: first, reason: 'Gửi nhầm' },
  });
}

/** The packets that the outbox hands out, seconds after the start. */
async function offered(store: Store, seconds = 2): Promise<string[]> {
  const items = await store.outbox(10, none, afterSeconds(seconds));
  return items.map(({ packetId }) => packetId);
}

/** The broker has it, one second after the start. */
async function confirm(store: Store, { packet }: OutboundRecord): Promise<void> {
  const item = (await store.outbox(10, none, afterSeconds(1))).find(
    ({ packetId }) => packetId === packet.packetId,
  );
  if (!item) throw new Error(`${packet.packetId} is not offered`);
  await store.outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(121));
}

function answer(store: Store, { packet }: OutboundRecord, recipient = first): Promise<string> {
  const { packetId } = packet;
  const bytes = Buffer.from('<Receipt/>');
  return store.settle({ packetId, recipient, outcome: 'accepted', bytes, at: afterSeconds(2), events: [] });
}

describe('the order of the outbox', () => {
  it('holds a status 13 until its document is confirmed, and no longer', () =>
    withStore(async (store) => {
      const letter = document();
      await store.submit(letter);
      await offered(store);
      const back = recall(letter);
      await store.submit(back);
      expect(await offered(store)).to.deep.equal([letter.packet.packetId]);
      await confirm(store, letter);
      expect(await offered(store)).to.deep.equal([back.packet.packetId]);
    }));

  it('holds a document that revokes an earlier one until that is answered, also in the faster lane', () =>
    withStore(async (store) => {
      const letter = document();
      await store.submit(letter);
      const revoking = document({ lane: 'urgent' }, documentId(letter));
      await store.submit(revoking);
      expect(await offered(store)).to.deep.equal([letter.packet.packetId]);
      await confirm(store, letter);
      expect(await offered(store)).to.deep.equal([]);
      await answer(store, letter);
      expect(await offered(store)).to.deep.equal([revoking.packet.packetId]);
    }));

  it('does not wait for an answer longer than ten minutes, whichever way the clock was set', () =>
    withStore(async (store) => {
      const letter = document();
      await store.submit(letter);
      const revoking = document({}, documentId(letter));
      await store.submit(revoking);
      await confirm(store, letter);
      expect(await offered(store, 600)).to.deep.equal([]);
      expect(await offered(store, 601)).to.deep.equal([revoking.packet.packetId]);
      expect(await offered(store, -86_400)).to.deep.equal([revoking.packet.packetId]);
    }));

  it('holds nothing for what goes to another node, or names no document of ours', () =>
    withStore(async (store) => {
      const letter = document();
      await store.submit(letter);
      const elsewhere = document({ deliveries: toSecond }, documentId(letter));
      const foreign = document({}, 'G22,2020/01/01,1/VPCP');
      for (const record of [elsewhere, foreign]) await store.submit(record);
      expect(await offered(store)).to.deep.equal(
        [letter, elsewhere, foreign].map(({ packet }) => packet.packetId),
      );
    }));

  it('brings statuses about one document one after the other, each when the one before is answered', () =>
    withStore(async (store) => {
      const concerns = packetOf(documentMessage()).packetId;
      const [early, late] = [outboundStatus('03', concerns), outboundStatus('06', concerns)];
      for (const record of [early, late]) await store.submit(record);
      expect(await offered(store)).to.deep.equal([early.packet.packetId]);
      await confirm(store, early);
      expect(await offered(store)).to.deep.equal([]);
      await answer(store, early, sender);
      expect(await offered(store)).to.deep.equal([late.packet.packetId]);
    }));

  it('lets the others pass what is held', () =>
    withStore(async (store) => {
      const letter = document();
      await store.submit(letter);
      await confirm(store, letter);
      for (let count = 0; count < 20; count += 1) await store.submit(document({}, documentId(letter)));
      const after = document();
      await store.submit(after);
      expect(await offered(store)).to.deep.equal([after.packet.packetId]);
    }));
});
