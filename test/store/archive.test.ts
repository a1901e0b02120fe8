/** The record of what left for the archive: when it may be written, what follows from it, and what it keeps in place. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  ContentFolder,
  checkStore,
  openStore,
  type Store,
  type StoreCheck,
  storeOctets,
  writeBackup,
} from '../../src/store/index.js';
import {
  afterSeconds,
  codeOf,
  documentMessage,
  first,
  inbound,
  inboundStatus,
  inFolder,
  outbound,
  outboundStatus,
  packetOf,
  receiptBy,
  second,
  sender,
  sha256,
  start,
  withStore,
} from './samples.js';

const later = afterSeconds(100 * 86_400);
const octets = randomBytes(600_000);
const large = {
  name: 'Phụ lục.bin',
  contentType: 'application/octet-stream',
  transfer: 'parts',
  sha256: sha256(octets),
  size: octets.length,
} as const;
const withLarge = () => packetOf(documentMessage(), { attachments: [large] });

async function openReasons(store: Store): Promise<Record<string, string | undefined>> {
  const all = await store.reader.archiveCandidates({ before: later, limit: 100 });
  return Object.fromEntries(all.map(({ packetId, open }) => [packetId, open]));
}

async function publish(store: Store): Promise<void> {
  for (const item of await store.outbox(100, new Set()))
    await store.outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(120));
}

function settle(
  store: Store,
  packetId: string,
  recipient = first,
  outcome: 'accepted' | 'refused' = 'accepted',
) {
  const { bytes } = receiptBy(recipient);
  return store.settle({ packetId, recipient, outcome, bytes, at: afterSeconds(2), events: [] });
}

/** Sent to both, and taken by both. */
async function delivered(store: Store, packet = packetOf(documentMessage())): Promise<string> {
  await store.submit(outbound(packet));
  await publish(store);
  await settle(store, packet.packetId);
  await settle(store, packet.packetId, second);
  return packet.packetId;
}

const request = (packetId: string, unfinished = false) => ({
  ...{ packetId, at: later, unfinished },
  ...{ container: `2026/11/${packetId}.asice`, sha256: 'ab'.repeat(32), size: 700_000 },
});

describe('what may be archived', () => {
  it('is a document that was sent when every recipient has answered or was given up', () =>
    withStore(async (store) => {
      const { packet } = outbound();
      const { packetId } = packet;
      await store.submit(outbound(packet));
      expect(await openReasons(store)).to.deep.equal({ [packetId]: 'delivery' });
      await publish(store);
      await settle(store, packetId);
      expect(await openReasons(store)).to.deep.equal({ [packetId]: 'delivery' });
      expect(await codeOf(store.archive.record(request(packetId, true)))).to.equal('archive.open');
      await store.expire(afterSeconds(73 * 3_600));
      expect(await openReasons(store)).to.deep.equal({ [packetId]: undefined });
      expect((await store.archive.record(request(packetId))).container).to.contain(packetId);
    }));

  it('is none with a status on its way, a recall or an amendment without an answer', () =>
    withStore(async (store) => {
      const plain = await delivered(store);
      const amending = await delivered(
        store,
        packetOf(documentMessage({ bussiness: { bussinessDocType: 3 } })),
      );
      expect(await openReasons(store)).to.deep.equal({ [plain]: undefined, [amending]: 'amendment' });
      const recall = (packetId: string) =>
        store.submit(
          outbound(outboundStatus('13', packetId).packet, {
            deliveries: [{ recipient: first, node: 'tayninh' }],
            recall: { packetId, recipient: first, reason: 'Gửi nhầm' },
          }),
        );
      await recall(plain);
      expect((await openReasons(store))[plain]).to.equal('status');
      await publish(store);
      await store.expire(afterSeconds(80 * 3_600));
      expect((await openReasons(store))[plain]).to.equal('recall');
      await store.accept(inboundStatus('16', plain));
      expect((await openReasons(store))[plain]).to.equal('status');
      await publish(store);
      expect((await openReasons(store))[plain]).to.equal(undefined);
      // Refused, it amends nothing.
      for (const from of [first, second]) {
        await store.accept(inboundStatus('02', amending, from));
        await publish(store);
      }
      expect((await openReasons(store))[amending]).to.equal(undefined);
    }));

  it('is a document that was received when its clerk has done with it, or the operator says so', () =>
    withStore(async (store) => {
      const { packet } = inbound();
      const { packetId } = packet;
      await store.accept(inbound(packet));
      expect(await openReasons(store)).to.deep.equal({ [packetId]: 'outbox' });
      await publish(store);
      expect(await openReasons(store)).to.deep.equal({ [packetId]: 'unfinished' });
      expect(await codeOf(store.archive.record(request(packetId)))).to.equal('archive.open');
      const step = outboundStatus('02', packetId, { step: { packetId, agency: first, code: '02' } });
      await store.submit(step);
      expect(await openReasons(store)).to.deep.equal({ [packetId]: 'status' });
      await publish(store);
      await settle(store, step.packet.packetId, sender);
      expect(await openReasons(store)).to.deep.equal({ [packetId]: undefined });
    }));

  it('comes in pages, oldest first, each document once, and not what is younger or archived', () =>
    withStore(async (store) => {
      const ids: string[] = [];
      for (let day = 0; day < 5; day += 1) {
        const record = inbound(packetOf(documentMessage()), { receivedAt: afterSeconds(86_400 * day) });
        await store.accept(record);
        ids.push(record.packet.packetId);
      }
      await publish(store);
      await store.archive.record(request(ids[1] ?? '', true));
      const before = afterSeconds(86_400 * 4);
      expect(await store.reader.archiveCandidateCount(before)).to.equal(3);
      const one = await store.reader.archiveCandidates({ before, limit: 2 });
      const [, after] = one;
      const two = await store.reader.archiveCandidates({ before, limit: 2, ...(after ? { after } : {}) });
      expect([...one, ...two].map(({ packetId }) => packetId)).to.deep.equal([ids[0], ids[2], ids[3]]);
    }));
});

describe('what is archived', () => {
  it('is recorded once, with an entry of the log, and told by register and lists', () =>
    withStore(async (store) => {
      const packetId = await delivered(store);
      expect((await store.reader.document(packetId)).archived).to.equal(undefined);
      const record = await store.archive.record(request(packetId));
      expect(
        await store.archive.record({ ...request(packetId), container: 'other', at: start }),
      ).to.deep.equal(record);
      expect((await store.reader.document(packetId)).archived).to.deep.equal(record);
      const [entry] = await store.reader.outbox({ limit: 10 });
      expect(entry?.archivedAt).to.deep.equal(later);
      const told = (await store.reader.logRows(0, 100)).filter(({ kind }) => kind === 'document.archived');
      expect(told.map(({ packet, detail }) => ({ packet, detail }))).to.deep.equal([
        { packet: packetId, detail: { container: record.container, sha256: record.sha256, octets: 700_000 } },
      ]);
      expect(await codeOf(store.archive.record(request('01930000-0000-7000-8000-00000000ffff')))).to.equal(
        'document.unknown',
      );
      await store.archive.removed(packetId, { count: 2, octets: 9 }, later);
      await store.archive.removed(packetId, { count: 2, octets: 9 }, later);
      const removed = (await store.reader.logRows(0, 100)).filter(({ kind }) => kind === 'contents.removed');
      expect(removed.map(({ detail }) => detail)).to.deep.equal([{ contents: 2, octets: 9 }]);
      expect(await store.archive.unfinished(0, 10)).to.deep.equal([]);
    }));

  it('needs its contents no more, in a check, in a backup and by octets; what it shares stays needed', () =>
    inFolder(async (root) => {
      const folder = join(root, 'data');
      const store = await openStore({ folder });
      const contents = new ContentFolder(folder);
      const check = (): Promise<StoreCheck> =>
        checkStore({ database: join(folder, 'store.db'), contents: join(folder, 'content') });
      const [one, other] = [await delivered(store, withLarge()), await delivered(store, withLarge())];
      await contents.put([octets]);
      await store.archive.record(request(one));
      expect(await store.archive.isNeeded(large.sha256)).to.equal(true);
      expect(await store.reader.contentNeededBy(large.sha256)).to.equal(1);
      expect((await storeOctets(folder)).contents).to.equal(octets.length);
      await store.archive.record(request(other));
      expect(await store.archive.isNeeded(large.sha256)).to.equal(false);
      expect((await storeOctets(folder)).contents).to.equal(0);
      await contents.use([large.sha256], async () => undefined);
      const removed = await contents.removing((remove) => remove(large.sha256, async () => false));
      expect(removed).to.equal(octets.length);
      expect((await check()).faults).to.deep.equal([]);
      const now = () => new Date();
      const backup = await writeBackup({
        ...{ folder, to: join(root, 'backup'), node: 'h41', files: [], leftOut: [], now },
      });
      expect(backup.manifest.contents).to.deep.equal({ count: 0, octets: 0 });
      // A later document with the same content misses it.
      await store.accept(inbound(withLarge()));
      expect((await check()).faults.map(({ code }) => code)).to.deep.equal(['content.missing']);
      await store.close();
    }));

  it('is not sent again where its attachments are in parts (content.archived), and what came with it neither', () =>
    withStore(async (store) => {
      const packet = withLarge();
      const { packetId } = packet;
      const inside = packetOf(documentMessage());
      await store.submit(outbound(packet));
      await store.submit(outbound(inside));
      await publish(store);
      await store.expire(afterSeconds(73 * 3_600));
      await store.archive.record(request(packetId));
      await store.archive.record(request(inside.packetId));
      const resend = (...ids: string[]) =>
        store.resend(
          ids.map((id) => ({ packetId: id, recipient: first, node: 'tayninh' })),
          afterSeconds(74 * 3_600),
          { ordinary: later, urgent: later },
        );
      expect(await codeOf(resend(inside.packetId, packetId))).to.equal('content.archived');
      expect((await store.deliveries(inside.packetId)).map(({ state }) => state)).to.deep.equal([
        'expired',
        'expired',
      ]);
      expect(await resend(inside.packetId)).to.deep.equal(['anew']);
      await settle(store, packetId);
      expect(await resend(packetId)).to.deep.equal(['nothing']);
    }));
});

describe('removing contents', () => {
  const inContents = (
    use: (contents: ContentFolder, clock: { ms: number }, folder: string) => Promise<unknown>,
  ) =>
    inFolder((folder) => {
      const clock = { ms: 0 };
      return use(new ContentFolder(folder, () => clock.ms), clock, folder);
    });
  const remove = (contents: ContentFolder, isNeeded = async () => false) =>
    contents.removing((one) => one(large.sha256, isNeeded));

  it('leaves what somebody refers to, and what was handed in within the hour', () =>
    inContents(async (contents, clock) => {
      await contents.put([octets]);
      expect(await remove(contents)).to.equal('in-use');
      clock.ms = 3_600_000;
      expect(await remove(contents, async () => true)).to.equal('needed');
      expect(await contents.has(large.sha256)).to.equal(true);
      expect(await remove(contents)).to.equal(octets.length);
      expect(await contents.has(large.sha256)).to.equal(false);
      expect(await remove(contents)).to.equal(0);
    }));

  it('leaves what is in use until the last user has done, and never waits', () =>
    inContents(async (contents) => {
      await contents.put([octets]);
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const users = [1, 2].map((user) =>
        contents.use([large.sha256, large.sha256], async () => {
          if (user === 1) await held;
          expect(await contents.has(large.sha256)).to.equal(true);
        }),
      );
      await users[1];
      expect(await remove(contents)).to.equal('in-use');
      release();
      await users[0];
      expect(await remove(contents)).to.equal(octets.length);
    }));

  it('is over before anybody who begins meanwhile looks whether the content is there', () =>
    inContents(async (contents) => {
      await contents.put([octets]);
      await contents.use([large.sha256], async () => undefined);
      let asked = () => {};
      const isAsked = new Promise<void>((resolve) => {
        asked = resolve;
      });
      let answer = (_needed: boolean) => {};
      const answered = new Promise<boolean>((resolve) => {
        answer = resolve;
      });
      const removal = remove(contents, () => {
        asked();
        return answered;
      });
      await isAsked;
      const seen = contents.use([large.sha256], () => contents.has(large.sha256));
      const put = contents.put([octets]);
      answer(false);
      expect(await removal).to.equal(octets.length);
      expect(await seen).to.equal(false);
      await put;
      expect(await contents.has(large.sha256), 'what is put meanwhile is there').to.equal(true);
    }));

  it('waits for no backup (backup.under-way), and work that fails holds nothing', () =>
    inContents(async (contents, _clock, folder) => {
      await contents.put([octets]);
      const failing = contents.use([large.sha256], () => Promise.reject(new Error('it fails')));
      expect(await codeOf(failing)).to.equal('Error: it fails');
      const other = new ContentFolder(folder);
      const code = await other.removing(() => codeOf(remove(contents)));
      expect(code).to.equal('backup.under-way');
      // Handed in and not named: the failed work did not use it up.
      expect(await remove(contents)).to.equal('in-use');
    }));
});
