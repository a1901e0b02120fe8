/**
 * One case for each writing method of the store's port: what is there before, and the write. All of it is the same octets in
 * every process and every run, so that what a death leaves can be compared with what a run without one leaves.
 */
import { organId, type PartRange } from '../../src/edoc/index.js';
import type { OutboundRecord, PacketRecord, QuarantineRecord, Store } from '../../src/store/index.js';
import {
  afterSeconds,
  directoryPage,
  documentMessage,
  first,
  inbound,
  listedAgency,
  outbound,
  packetOf,
  receiptBy,
  sender,
  sha256,
  start,
  statusMessage,
} from '../store/samples.js';
import type { WritingMethod } from './durable-writes.js';

export interface UnitCase {
  readonly prepare: (store: Store) => Promise<unknown>;
  readonly write: (store: Store) => Promise<unknown>;
  /** Transactions of a run without death; one where nothing is said. */
  readonly commits?: number;
  /**
   * What the same call does once it was done: nothing, which is the rule, or once more what it did, where the caller sees to it
   * that it happens once.
   */
  readonly repeated?: 'done again';
  /** Rows that may be there or not: nothing depends on them. */
  readonly indifferent?: RegExp;
}

const large = { sha256: 'aa'.repeat(32), size: 10 * 524_288 };
const attachment = {
  name: 'Bản đồ.tif',
  contentType: 'image/tiff',
  ...large,
  transfer: 'parts',
} as const;
const pdf = {
  name: 'Công văn.pdf',
  contentType: 'application/pdf',
  sha256: 'bb'.repeat(32),
  size: 9,
  transfer: 'inline',
} as const;

/** The n-th packet of all runs. */
function packet(
  number: number,
  message: PacketRecord['message'] = documentMessage(),
  more: Partial<PacketRecord> = {},
): PacketRecord {
  const bytes = Buffer.from(`<edXML>${number}</edXML>`);
  const packetId = `01930000-0000-7000-8000-${String(number).padStart(12, '0')}`;
  return { ...packetOf(message), packetId, bytes, sha256: sha256(bytes), ...more };
}

const sent = (changes: Partial<OutboundRecord> = {}) => outbound(packet(1), changes);
const received = () => inbound(packet(2, documentMessage(), { attachments: [pdf] }));
const { packetId: sentId } = packet(1);
const { packetId: receivedId } = packet(2);
const inParts = () => outbound(packet(3, documentMessage(), { attachments: [attachment] }));
const { packetId: inPartsId } = packet(3);
const allParts: PartRange = { from: 0, to: 9 };
const nothing = new Set<number>();

async function publish(store: Store, record: OutboundRecord): Promise<void> {
  await store.submit(record);
  for (const item of await store.outbox(10, nothing))
    await store.outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(121));
}

/** A document that came in, with its receipt on its way back and nothing else left to do. */
async function over(store: Store): Promise<void> {
  await store.accept(inbound(packet(2)));
  for (const item of await store.outbox(10, nothing))
    await store.outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(121));
}

const archived = {
  ...{ packetId: receivedId, at: afterSeconds(9), unfinished: true },
  ...{ container: '2026/11/1.asice', sha256: 'ee'.repeat(32), size: 9 },
};

async function firstRetry(store: Store) {
  const [item] = await store.retries(afterSeconds(200), 10);
  if (!item) throw new Error('nothing is due');
  return item;
}

const kept: QuarantineRecord = {
  type: 'packet',
  messageId: packet(4).packetId,
  senderNode: 'tayninh',
  code: 'packet.id',
  bytes: packet(4).bytes,
  at: start,
  receipts: [receiptBy(first, { outcome: 'refused', code: 'packet.id' })],
  events: [{ kind: 'message.quarantined', detail: { message: packet(4).packetId } }],
};

async function restored(store: Store): Promise<void> {
  await store.takeDirectoryPage(directoryPage(1, 1, 1, [listedAgency('H41', { node: 'hue' })]), []);
  const log = store.logHead();
  await store.recovery.begin({ backupAt: start, restoredAt: afterSeconds(60), log });
}

const request = {
  restore: 1,
  agency: first,
  node: 'hue',
  id: packet(5).packetId,
  sha256: 'cc'.repeat(32),
  bytes: Buffer.from('<Resync/>'),
  publishAt: afterSeconds(61),
};

async function asked(store: Store): Promise<void> {
  await restored(store);
  await store.recovery.keepRequests([request]);
}

const job = {
  agency: organId('H57'),
  recipient: first,
  node: 'hue',
  id: packet(6).packetId,
  sha256: 'dd'.repeat(32),
  since: start,
  askedAt: afterSeconds(60),
};

const lastReturned = {
  packetId: receivedId,
  direction: 'in',
  at: start.getTime(),
  packet: packet(2).bytes,
  receipts: [],
  parts: [],
} as const;

const done = async () => {};

export const unitCases: Readonly<Record<WritingMethod, UnitCase>> = {
  submit: { prepare: done, write: (store) => store.submit(sent()) },
  markWaitingAsPublished: {
    prepare: (store) => store.submit(sent()),
    write: (store) => store.markWaitingAsPublished(),
  },
  outboxDone: {
    prepare: (store) => store.submit(sent()),
    write: async (store) => {
      for (const item of await store.outbox(10, nothing))
        await store.outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(121));
    },
  },
  retryDone: {
    prepare: (store) => publish(store, sent({ deliveries: [{ recipient: first, node: 'tayninh' }] })),
    write: async (store) => {
      const item = { ...(await firstRetry(store)), attempt: 1 };
      await store.retryDone(item, 'confirmed', afterSeconds(200), afterSeconds(199));
    },
    repeated: 'done again',
  },
  postponeRetries: {
    prepare: (store) => publish(store, sent()),
    write: (store) => store.postponeRetries('hue', afterSeconds(200), afterSeconds(3_800)),
  },
  limitRetries: {
    prepare: (store) => publish(store, sent()),
    write: (store) => store.limitRetries(start, afterSeconds(100), 1),
  },
  expireTried: {
    prepare: async (store) => {
      await publish(store, sent({ deliveries: [{ recipient: first, node: 'tayninh' }] }));
      const item = { ...(await firstRetry(store)), last: true };
      await store.retryDone(item, 'confirmed', afterSeconds(74 * 3_600), afterSeconds(75 * 3_600));
    },
    write: (store) => store.expireTried(afterSeconds(76 * 3_600)),
  },
  expire: {
    prepare: (store) => store.submit(sent()),
    write: (store) => store.expire(afterSeconds(73 * 3_600)),
  },
  partsSent: {
    prepare: (store) => store.submit(inParts()),
    write: (store) =>
      store.partsSent({
        packetId: inPartsId,
        sha256: large.sha256,
        parts: 10,
        remaining: [{ from: 4, to: 9 }],
        at: afterSeconds(1),
      }),
  },
  askedForParts: {
    prepare: (store) => publish(store, inParts()),
    write: (store) =>
      store.askedForParts({
        packetId: inPartsId,
        node: 'hue',
        contents: [{ sha256: large.sha256, parts: [allParts] }],
        at: afterSeconds(10),
        sendAt: () => afterSeconds(10),
      }),
  },
  accept: { prepare: done, write: (store) => store.accept(received()) },
  resendReceipts: {
    prepare: async (store) => {
      await store.accept(received());
      for (const item of await store.outbox(10, nothing))
        await store.outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(1));
    },
    write: (store) => store.resendReceipts(receivedId, packet(2).sha256),
  },
  quarantine: { prepare: done, write: (store) => store.quarantine(kept) },
  settle: {
    prepare: (store) => publish(store, sent()),
    write: (store) =>
      store.settle({
        packetId: sentId,
        recipient: first,
        outcome: 'accepted',
        bytes: Buffer.from('<Receipt/>'),
        at: afterSeconds(5),
        events: [{ kind: 'delivery.accepted', packetId: sentId, agency: first }],
      }),
  },
  resend: {
    prepare: async (store) => {
      await store.submit(sent());
      await store.expire(afterSeconds(73 * 3_600));
    },
    write: (store) => {
      const deadline = afterSeconds(200 * 3_600);
      const again = [{ packetId: sentId, recipient: first, node: 'tayninh' }];
      return store.resend(again, afterSeconds(74 * 3_600), { ordinary: deadline, urgent: deadline });
    },
  },
  withdraw: {
    prepare: (store) => store.submit(sent()),
    write: (store) =>
      store.withdraw(
        sentId,
        sent().deliveries.map(({ recipient }) => recipient),
        'Nhầm',
        afterSeconds(2),
        [{ kind: 'delivery.withdrawn', packetId: sentId }],
      ),
  },
  takeDirectoryPage: {
    prepare: (store) => store.takeDirectoryPage(directoryPage(1, 1, 1, [listedAgency('H41')]), []),
    write: async (store) => {
      await store.takeDirectoryPage(directoryPage(2, 1, 2, [listedAgency('H41')]), []);
      await store.takeDirectoryPage(directoryPage(2, 2, 2, [listedAgency('H53')]), []);
      await store.directorySwept();
    },
    // Each page, and the removal of the version that was replaced, in turns.
    commits: 7,
    // Where the node dies before that, the version after removes it.
    indifferent: /^directory_[a-z]+ \{"version":1,/,
  },
  appendEvents: {
    prepare: done,
    write: (store) => store.appendEvents([{ kind: 'packet.awaited-again', packetId: receivedId }]),
    repeated: 'done again',
  },
  replayed: {
    prepare: (store) => store.quarantine(kept),
    write: (store) => {
      const outcome = { outcome: 'refused', code: 'packet.id' } as const;
      return store.replayed({ id: 1, messageId: kept.messageId }, outcome, afterSeconds(9));
    },
    repeated: 'done again',
  },
  discard: {
    prepare: (store) => store.quarantine(kept),
    write: (store) => store.discard({ id: 1, messageId: kept.messageId }, 'Thư rác', afterSeconds(9)),
  },
  'attention.warnUnanswered': {
    prepare: (store) => publish(store, sent()),
    write: (store) => store.attention.warnUnanswered(afterSeconds(60 * 3_600), 72 * 3_600_000),
  },
  'attention.keepAlert': {
    prepare: done,
    write: (store) => store.attention.keepAlert('outbox', true, afterSeconds(9)),
  },
  'archive.record': {
    prepare: over,
    write: (store) => store.archive.record(archived),
  },
  'archive.removed': {
    prepare: async (store) => {
      await over(store);
      await store.archive.record(archived);
    },
    write: (store) => store.archive.removed(receivedId, { count: 1, octets: 9 }, afterSeconds(10)),
  },
  'evidence.acknowledge': {
    prepare: (store) => store.accept(received()),
    write: (store) => store.evidence.acknowledge(receivedId, ['B'], 'Ổ đĩa hỏng', afterSeconds(9)),
  },
  'evidence.keep': {
    prepare: (store) => store.accept(received()),
    write: (store) => store.evidence.keep([{ key: 1, level: 'T', properties: '<xades/>' }]),
  },
  'evidence.keepCrl': {
    prepare: done,
    write: (store) => store.evidence.keepCrl('http://crl', Buffer.from('crl'), start),
  },
  keepSignatures: {
    prepare: (store) => store.accept(received()),
    write: (store) =>
      store.keepSignatures(
        { key: 1, packetId: receivedId },
        { verdict: 'valid', report: { signatures: [] }, at: afterSeconds(3) },
      ),
  },
  takeBack: {
    prepare: async (store) => {
      await restored(store);
      // Its answer came before it did.
      const answer = packet(7, statusMessage('03', first, sender), { concerns: sentId });
      await store.accept(inbound(answer, { sender: first, receipts: [receiptBy(sender)] }));
    },
    write: (store) =>
      store.takeBack({
        ...sent(),
        node: 'hue',
        returnedAt: afterSeconds(90),
        retryAt: afterSeconds(210),
      }),
    // The rows, then what needs to see them.
    commits: 2,
  },
  'recovery.keepRequests': {
    prepare: restored,
    write: (store) => store.recovery.keepRequests([request]),
  },
  'recovery.published': {
    prepare: asked,
    write: (store) => store.recovery.published(request.id, afterSeconds(6 * 3_600)),
    repeated: 'done again',
  },
  'recovery.answered': {
    prepare: asked,
    write: (store) => store.recovery.answered(request.id, 'accepted', undefined, afterSeconds(70)),
  },
  'recovery.finish': {
    prepare: restored,
    write: (store) => store.recovery.finish(1, afterSeconds(80)),
  },
  'returning.take': { prepare: done, write: (store) => store.returning.take(job) },
  'returning.advance': {
    prepare: (store) => store.returning.take(job),
    write: (store) => store.returning.advance({ ...job, items: 0 }, lastReturned, 1),
    repeated: 'done again',
  },
  'returning.keepReceipt': {
    prepare: (store) => store.returning.take(job),
    write: (store) => store.returning.keepReceipt({ ...job, items: 1 }, Buffer.from('<Receipt/>')),
    repeated: 'done again',
  },
  'returning.finish': {
    prepare: (store) => store.returning.take(job),
    write: (store) => store.returning.finish({ ...job, items: 1 }, afterSeconds(99)),
  },
};
