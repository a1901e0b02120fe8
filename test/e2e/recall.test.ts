import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { BusState } from '../../src/agent/index.js';
import { eventually, type TestNode } from '../support/node.js';
import { facing } from './support/facing.js';
import {
  arrives,
  codeOf,
  delivery,
  mirrors,
  Office,
  reaches,
  sendLetter,
  timesInInbox,
} from './support/office.js';

const reason = 'Gửi nhầm nơi nhận';
/** More keep the machine busy, fewer miss interleavings. */
const races = 60;

/** Where the document stands in the recipient's own register; undefined where it never came. */
async function entryAt(node: TestNode, packetId: string) {
  if ((await timesInInbox(node, packetId)) === 0) return undefined;
  return (await node.reader.document(packetId)).entries.find(({ box }) => box === 'in');
}

describe('taking a document back', () => {
  const office = new Office();

  it('before it was published withdraws it here, and nothing is ever sent', async () => {
    const unconnected = await office.start('G22', {
      bus: (bus) => facing(bus, { state: 'connecting', onState: () => {} }),
    });
    const packetId = await sendLetter(unconnected.desk, { to: ['H41', 'H14', 'H14.05'] });
    const { recipients } = await unconnected.desk.recall({ packetId, reason });
    expect(recipients.map(({ outcome }) => outcome)).to.deep.equal(['withdrawn', 'withdrawn', 'withdrawn']);
    await reaches(unconnected, packetId, { H41: 'withdrawn', H14: 'withdrawn', 'H14.05': 'withdrawn' });
    await office.stop(unconnected);

    const [ministry, ngheAn] = [await office.start('G22'), await office.start('H41')];
    const next = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, next, { H41: 'delivered' });
    expect(await timesInInbox(ngheAn, packetId)).to.equal(0);
  });

  it('from one of two agencies of a node cannot keep it from the node: that one is asked', async () => {
    const unconnected = await office.start('G22', {
      bus: (bus) => facing(bus, { state: 'connecting', onState: () => {} }),
    });
    const packetId = await sendLetter(unconnected.desk, { to: ['H41', 'H14', 'H14.05'] });
    const { recipients } = await unconnected.desk.recall({
      packetId,
      reason,
      recipients: ['H14.05', 'H41', 'H41'],
    });
    expect(recipients.map(({ recipient, outcome }) => `${recipient} ${outcome}`)).to.deep.equal([
      'H14.05 requested',
      'H41 withdrawn',
    ]);
  });

  it('that an earlier run may have published asks for it back', async () => {
    const first = await office.start('G22', {
      bus: (bus) => facing(bus, { state: 'connecting', onState: () => {} }),
    });
    const packetId = await sendLetter(first.desk, { to: ['H41'] });
    await office.stop(first);
    const second = await office.start('G22', {
      bus: (bus) => facing(bus, { state: 'connecting', onState: () => {} }),
    });
    const { recipients } = await second.desk.recall({ packetId, reason });
    expect(recipients[0]?.outcome).to.equal('requested');
  });

  describe('after it was delivered', () => {
    let ministry: TestNode;
    let ngheAn: TestNode;
    let packetId: string;

    beforeEach(async () => {
      ministry = await office.start('G22');
      ngheAn = await office.start('H41');
      packetId = await sendLetter(ministry.desk, { to: ['H41'] });
      await reaches(ministry, packetId, { H41: 'delivered' });
    });

    const requested = () =>
      eventually('the 13', async () => (await entryAt(ngheAn, packetId))?.recall === 'requested');

    it('asks the recipient, whose agreement withdraws its copy at both ends', async () => {
      const { recipients } = await ministry.desk.recall({ packetId, reason });
      expect(recipients[0]?.outcome).to.equal('requested');
      await requested();
      await ngheAn.desk.step({ packetId, code: '15' });
      await mirrors(ministry, packetId, 'H41', { recall: 'agreed' });
      expect((await entryAt(ngheAn, packetId))?.state).to.equal('withdrawn');
      expect(
        (await ngheAn.reader.inbox({ limit: 100 })).some((entry) => entry.packetId === packetId),
      ).to.equal(false);
      expect(await codeOf(ngheAn.desk.step({ packetId, code: '03' }))).to.equal('status.not-allowed');
      expect(await ngheAn.reader.packetBytes(packetId, 'in')).to.be.instanceOf(Buffer);
    });

    it('can be declined, with a reason, and asked again', async () => {
      await ministry.desk.recall({ packetId, reason });
      await requested();
      expect(await codeOf(ngheAn.desk.step({ packetId, code: '16' }))).to.equal('reason.missing');
      await ngheAn.desk.step({ packetId, code: '16', reason: 'Đã xử lý xong' });
      await mirrors(ministry, packetId, 'H41', { recall: 'declined' });
      const again = await ministry.desk.recall({ packetId, reason: 'Có sai sót trong phụ lục' });
      expect(again.recipients[0]?.outcome).to.equal('requested');
      await requested();
      await ngheAn.desk.step({ packetId, code: '15' });
      await mirrors(ministry, packetId, 'H41', { recall: 'agreed' });
    });

    it('is asked once by two clerks at once, and not again while an answer is awaited', async () => {
      const both = await Promise.all([
        ministry.desk.recall({ packetId, reason }),
        ministry.desk.recall({ packetId, reason }),
      ]);
      expect(both.map(({ recipients }) => recipients[0]?.outcome).sort()).to.deep.equal([
        'nothing',
        'requested',
      ]);
      await requested();
      const third = await ministry.desk.recall({ packetId, reason });
      expect(third.recipients[0]?.outcome).to.equal('nothing');
    });

    it('asks nothing of a recipient that refused it', async () => {
      await ngheAn.desk.step({ packetId, code: '02', reason: 'Không thuộc thẩm quyền' });
      await mirrors(ministry, packetId, 'H41', { business: '02' });
      const { recipients } = await ministry.desk.recall({ packetId, reason });
      expect(recipients[0]?.outcome).to.equal('nothing');
    });

    it('needs a reason, and a recipient who is one', async () => {
      expect(await codeOf(ministry.desk.recall({ packetId, reason: ' ' }))).to.equal('reason.missing');
      const asking = ministry.desk.recall({ packetId, reason, recipients: ['H14'] });
      expect(await codeOf(asking)).to.equal('recall.not-a-recipient');
      expect(await codeOf(ngheAn.desk.recall({ packetId, reason }))).to.equal('document.unknown');
    });
  });

  it('with a request that overtakes the document is applied when that comes', async () => {
    let held: (() => Promise<unknown>) | undefined;
    let holding = false;
    const ministry = await office.start('G22', {
      policy: { retryAfterMs: [3_600_000] },
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => {
            if (message.type !== 'packet' || !holding) return bus.publish(message);
            holding = false;
            held = () => bus.publish(message);
            return 'confirmed';
          },
        }),
    });
    const ngheAn = await office.start('H41');
    await eventually(
      'what earlier tests left is out',
      async () => (await ministry.reader.counts()).waiting.packets === 0,
    );
    holding = true;
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'sent' });
    await ministry.desk.recall({ packetId, reason });
    await eventually('the 13 waits', async () =>
      (await ngheAn.reader.statuses(packetId)).some(({ standing }) => standing === 'waiting'),
    );
    expect(await timesInInbox(ngheAn, packetId)).to.equal(0);
    await held?.();
    await arrives(ngheAn, packetId);
    expect((await entryAt(ngheAn, packetId))?.recall).to.equal('requested');
    await reaches(ministry, packetId, { H41: 'delivered' });
    await ngheAn.desk.step({ packetId, code: '15' });
    await mirrors(ministry, packetId, 'H41', { recall: 'agreed' });
  });

  it(`raced against its publishing ${races} times ends the same at both ends, each time`, async () => {
    let open = false;
    const listeners: ((state: BusState) => void)[] = [];
    const ministry = await office.start('G22', {
      bus: (bus) =>
        facing(bus, {
          get state(): BusState {
            return open ? 'connected' : 'connecting';
          },
          onState: (listener) => listeners.push(listener),
        }),
    });
    const ngheAn = await office.start('H41');
    const publishing = () => {
      open = true;
      for (const listener of listeners) listener('connected');
    };
    const outcomes: { packetId: string; outcome: string | undefined }[] = [];
    for (let turn = 0; turn < races; turn += 1) {
      open = false;
      const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
      // From well before the recall to well after it began; in between either may come first.
      const [publishAfterMs, recallAfterMs] = [Math.random() * 4, Math.random() * 3];
      const [{ recipients }] = await Promise.all([
        delay(recallAfterMs).then(() => ministry.desk.recall({ packetId, reason })),
        delay(publishAfterMs).then(publishing),
      ]);
      outcomes.push({ packetId, outcome: recipients[0]?.outcome });
    }
    for (const { packetId, outcome } of outcomes) {
      if (outcome === 'requested') {
        await reaches(ministry, packetId, { H41: 'delivered' });
        await eventually('asked', async () => (await entryAt(ngheAn, packetId))?.recall === 'requested');
        await ngheAn.desk.step({ packetId, code: '15' });
        await mirrors(ministry, packetId, 'H41', { recall: 'agreed' });
        expect((await entryAt(ngheAn, packetId))?.state).to.equal('withdrawn');
      } else {
        expect(outcome).to.equal('withdrawn');
        expect((await delivery(ministry, packetId, 'H41')).state).to.equal('withdrawn');
      }
    }
    // Whatever was withdrawn here never comes there, also after all else has come.
    const last = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, last, { H41: 'delivered' });
    for (const { packetId, outcome } of outcomes) {
      if (outcome === 'withdrawn') expect(await entryAt(ngheAn, packetId)).to.equal(undefined);
    }
    // Else it was no race.
    expect(new Set(outcomes.map(({ outcome }) => outcome))).to.deep.equal(
      new Set(['requested', 'withdrawn']),
    );
  });
});
