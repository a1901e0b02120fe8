import { expect } from 'chai';
import { eventually, type TestNode } from '../support/node.js';
import { Crash, type Point } from './support/crash.js';
import { arrives, delivery, letter, Office, once, reaches, timesInInbox } from './support/office.js';

const octets = Buffer.alloc(600_000, 5);

/** What one exchange does at the node that is to die, by what it passes when it does not. */
async function passes(run: (crash: Crash) => Promise<void>): Promise<Point[]> {
  const crash = new Crash();
  await run(crash);
  return [...crash.passed];
}

/** Sends a letter with an attachment in parts; undefined where the node died before it answered. */
async function trySending(node: TestNode): Promise<string | undefined> {
  try {
    const content = await node.desk.putContent(once(octets));
    const attachments = [{ name: 'Phụ lục.bin', ...content }];
    return (await node.desk.send({ message: letter({ to: ['H41'] }), attachments })).packetId;
  } catch {
    return undefined;
  }
}

describe('a node that dies', () => {
  const office = new Office();

  it('at any point of sending has, after its restart, sent everything that it stored, once', async () => {
    const ngheAn = await office.start('H41');

    async function life(crash: Crash): Promise<void> {
      const dying = await office.start('G22', crash.options);
      crash.arm();
      const known = new Set((await dying.reader.outbox({ limit: 1_000 })).map(({ packetId }) => packetId));
      const answered = await trySending(dying);
      if (answered !== undefined) await settled(dying, answered, crash);
      await office.stop(dying);

      const restarted = await office.start('G22');
      const stored = (await restarted.reader.outbox({ limit: 1_000 })).filter(
        ({ packetId }) => !known.has(packetId),
      );
      // What the clerk was told is sent is stored.
      if (answered !== undefined) expect(stored.map(({ packetId }) => packetId)).to.deep.equal([answered]);
      for (const { packetId } of stored) {
        await reaches(restarted, packetId, { H41: 'delivered' });
        expect(await timesInInbox(ngheAn, packetId)).to.equal(1);
      }
      await office.stop(restarted);
    }

    const points = await passes(life);
    expect(points).to.include.members([
      'after submit',
      'before outboxDone',
      'after publish packet',
      'before settle',
    ]);
    for (const point of points) await at(point, () => life(new Crash(point)));
  }).timeout(300_000);

  it('at any point of receiving has, after its restart, received everything, once, and answered', async () => {
    const ministry = await office.start('G22');

    async function life(crash: Crash): Promise<void> {
      const dying = await office.start('H41', crash.options);
      crash.arm();
      const packetId = await trySending(ministry);
      if (packetId === undefined) throw new Error('the sender is in good health');
      await settled(ministry, packetId, crash);
      await office.stop(dying);

      const restarted = await office.start('H41');
      await reaches(ministry, packetId, { H41: 'delivered' });
      expect(await timesInInbox(restarted, packetId)).to.equal(1);
      expect((await restarted.reader.receipts(packetId)).length).to.equal(1);
      expect((await ministry.reader.receipts(packetId)).length).to.equal(1);
      await office.stop(restarted);
    }

    const points = await passes(life);
    expect(points).to.include.members([
      'before accept',
      'after accept',
      'after publish receipt',
      'before outboxDone',
    ]);
    for (const point of points) await at(point, () => life(new Crash(point)));
  }).timeout(300_000);

  it('at any point of a step has, after its restart, either taken it and told of it, or not taken it', async () => {
    const ministry = await office.start('G22');
    let ngheAn = await office.start('H41');

    async function life(crash: Crash): Promise<void> {
      const packetId = await trySending(ministry);
      if (packetId === undefined) throw new Error('the sender is in good health');
      await arrives(ngheAn, packetId);
      await reaches(ministry, packetId, { H41: 'delivered' });
      await office.stop(ngheAn);
      const dying = await office.start('H41', crash.options);
      crash.arm();
      const taken = await dying.desk.step({ packetId, code: '03' }).then(
        () => true,
        () => false,
      );
      if (!crash.dead) {
        await eventually(
          'the mirror or the end',
          async () => crash.dead || (await delivery(ministry, packetId, 'H41')).business === '03',
        );
      }
      await office.stop(dying);
      ngheAn = await office.start('H41');
      const [entry] = (await ngheAn.reader.document(packetId)).entries;
      if (taken) expect(entry?.business).to.equal('03');
      await eventually(
        'both ends agree',
        async () => (await delivery(ministry, packetId, 'H41')).business === entry?.business,
      );
    }

    const points = await passes(life);
    expect(points).to.include.members(['before submit', 'after submit', 'after publish packet']);
    for (const point of points) await at(point, () => life(new Crash(point)));
  }).timeout(300_000);
});

/** Until the letter is delivered or the node that is to die is dead. */
async function settled(sender: TestNode, packetId: string, crash: Crash): Promise<void> {
  await eventually(
    'delivered or dead',
    async () => crash.dead || (await delivery(sender, packetId, 'H41')).state === 'delivered',
  );
}

/** Says at which point it was that something failed. */
async function at(point: Point, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    throw new Error(`dying ${point}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
