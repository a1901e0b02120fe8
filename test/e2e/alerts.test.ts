import { expect } from 'chai';
import { EdocError } from '../../src/errors.js';
import { silentLog } from '../../src/log.js';
import { replaced } from './support/facing.js';
import { Office, reaches, sendLetter } from './support/office.js';

const hourMs = 3_600_000;

describe('an alert', () => {
  const office = new Office();

  it('is told once and cleared once, also where the node is started anew in between', async () => {
    let later = 0;
    const told: string[] = [];
    const note = (event: string, fields?: { readonly code?: unknown }) => {
      if (event.startsWith('alert.')) told.push(`${event} ${String(fields?.code)}`);
    };
    const start = () =>
      office.start('G22', {
        now: () => new Date(Date.now() + later),
        log: { ...silentLog, info: note, warn: note },
        policy: { retryAfterMs: [100 * hourMs] },
      });
    const first = await start();
    const packetId = await sendLetter(first.desk, { to: ['H41'] });
    await reaches(first, packetId, { H41: 'sent' });
    later = 20 * hourMs;
    await first.desk.status();
    expect(told).to.deep.equal(['alert.raised stuck.unanswered']);
    await office.stop(first);

    const second = await start();
    const stuck = (await second.desk.status()).work.find(({ state }) => state === 'unanswered');
    expect(stuck?.stuck).to.equal(true);
    expect(told).to.deep.equal(['alert.raised stuck.unanswered']);
    await office.stop(second);

    await office.start('H41', { policy: { patience: 5 } });
    const third = await start();
    await third.desk.resend({ packetId });
    await reaches(third, packetId, { H41: 'delivered' });
    await third.desk.status();
    expect(told).to.deep.equal(['alert.raised stuck.unanswered', 'alert.cleared stuck.unanswered']);
    expect(await third.store.attention.raisedAlerts()).to.deep.equal([]);
  });

  it('that no disk holds is told in the status all the same, and kept when there is room', async () => {
    let later = 0;
    let isFull = true;
    const told: string[] = [];
    const node = await office.start('H41', {
      now: () => new Date(Date.now() + later),
      log: { ...silentLog, warn: (event) => told.push(event) },
      policy: { retryAfterMs: [100 * hourMs] },
      store: (store) =>
        replaced(store, {
          attention: replaced(store.attention, {
            keepAlert: async (state, isRaised, at) => {
              if (isFull) throw new EdocError('store.full');
              await store.attention.keepAlert(state, isRaised, at);
            },
          }),
        }),
    });
    const packetId = await sendLetter(node.desk, { to: ['G22'] });
    await reaches(node, packetId, { G22: 'sent' });
    later = 20 * hourMs;
    for (const look of ['first', 'second']) {
      const stuck = (await node.desk.status()).work.find(({ state }) => state === 'unanswered');
      expect(stuck?.stuck, look).to.equal(true);
    }
    expect(told.filter((event) => event.startsWith('alert.'))).to.deep.equal([
      'alert.raised',
      'alert.not-kept',
    ]);
    expect(await node.store.attention.raisedAlerts()).to.deep.equal([]);

    isFull = false;
    await node.desk.status();
    expect(await node.store.attention.raisedAlerts()).to.deep.equal(['unanswered']);
  });
});
