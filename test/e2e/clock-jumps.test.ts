import { expect } from 'chai';
import { eventually } from '../support/node.js';
import { facing } from './support/facing.js';
import { delivery, Office, reaches, sendLetter } from './support/office.js';

const hourMs = 3_600_000;

/** A clock that the test sets. */
function clock() {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    set: (ms: number) => {
      aheadMs = ms;
    },
  };
}

describe('a clock that is set', () => {
  const office = new Office();

  it('forward lets nothing expire without one more try, which still can be answered', async () => {
    const time = clock();
    let lost = true;
    const ministry = await office.start('G22', {
      now: time.now,
      policy: { retryAfterMs: [10 * hourMs], lastWaitMs: 60_000, unreachableMs: hourMs },
      bus: (bus) =>
        facing(bus, {
          publish: async (message) =>
            message.type === 'packet' && lost ? 'confirmed' : bus.publish(message),
        }),
    });
    await office.start('H41');
    const sent = [];
    for (const priority of [0, 3]) sent.push(await sendLetter(ministry.desk, { to: ['H41'], priority }));
    for (const packetId of sent) await reaches(ministry, packetId, { H41: 'sent' });
    lost = false;
    time.set(20 * 24 * hourMs);
    await ministry.desk.status();
    for (const packetId of sent) {
      await reaches(ministry, packetId, { H41: 'delivered' });
      expect((await delivery(ministry, packetId, 'H41')).attempt).to.equal(2);
      expect((await ministry.reader.history(packetId)).map(({ to }) => to)).to.not.include('expired');
    }
  });

  it('forward while there is no connection leaves time to publish when that is back', async () => {
    const time = clock();
    const policy = { unreachableMs: hourMs };
    const cut = await office.start('G22', {
      now: time.now,
      policy,
      bus: (bus) => facing(bus, { state: 'connecting', onState: () => {} }),
    });
    const packetId = await sendLetter(cut.desk, { to: ['H41'] });
    time.set(20 * 24 * hourMs);
    await cut.desk.status();
    await office.stop(cut);
    await office.start('H41');
    const ministry = await office.start('G22', { now: time.now, policy });
    await reaches(ministry, packetId, { H41: 'delivered' });
  });

  it('back does not stop the tries', async () => {
    const time = clock();
    time.set(48 * hourMs);
    const ministry = await office.start('G22', {
      now: time.now,
      policy: { retryAfterMs: [200], silence: { repeats: 100, afterMs: hourMs, tryEveryMs: hourMs } },
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => (message.type === 'packet' ? 'confirmed' : bus.publish(message)),
        }),
    });
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'sent' });
    time.set(0);
    const { attempt } = await delivery(ministry, packetId, 'H41');
    await eventually(
      'two more tries',
      async () => (await delivery(ministry, packetId, 'H41')).attempt >= attempt + 2,
    );
  });
});
