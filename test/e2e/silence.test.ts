import { expect } from 'chai';
import { eventually } from '../support/node.js';
import { facing } from './support/facing.js';
import { delivery, Office, reaches, sendLetter } from './support/office.js';

const policy = {
  retryAfterMs: [100],
  silence: { repeats: 3, afterMs: 1, tryEveryMs: 600_000 },
} as const;

describe('a node that does not answer', () => {
  const office = new Office();

  it('is tried rarely, shown, and does not hinder what goes to others; its first receipt ends that', async () => {
    let toNgheAn = 0;
    const parts: string[] = [];
    const ministry = await office.start('G22', {
      policy,
      bus: (bus) =>
        facing(bus, {
          publish: (message) => {
            if (message.type === 'packet' && message.recipients.includes('h41')) toNgheAn += 1;
            if (message.type === 'part') parts.push(message.messageId);
            return bus.publish(message);
          },
        }),
    });
    const waiting = [];
    for (let count = 0; count < 10; count += 1)
      waiting.push(await sendLetter(ministry.desk, { to: ['H41'] }));
    const silent = async () => (await ministry.desk.status()).silent;
    await eventually('silence', async () => (await silent()).length > 0);
    expect((await silent())[0]).to.include({ node: 'h41' });
    const { healthy, findings } = await ministry.desk.status();
    expect({ healthy, codes: findings.map(({ code }) => code) }).to.deep.equal({
      healthy: true,
      codes: ['agent.peer-silent'],
    });

    // What is new goes out once, parts and all, and is not published again while its node is silent.
    const octets = Buffer.alloc(400_000, 9);
    const large = await sendLetter(ministry.desk, { to: ['H41'], files: [{ name: 'lớn.bin', octets }] });
    await reaches(ministry, large, { H41: 'sent' });
    const before = toNgheAn;
    const caoBang = await office.start('H14');
    for (let count = 0; count < 5; count += 1) {
      const other = await sendLetter(ministry.desk, { to: ['H14'] });
      await reaches(ministry, other, { H14: 'delivered' });
    }
    expect(toNgheAn).to.equal(before);
    expect(parts).to.have.length(1);
    expect((await delivery(ministry, large, 'H41')).attempt).to.equal(1);
    await office.stop(caoBang);

    // It comes new to the axis: some packets lie there twice, and none is to be refused before the directory has come.
    await office.start('H41', { policy: { patience: 5 } });
    for (const packetId of [...waiting, large]) await reaches(ministry, packetId, { H41: 'delivered' });
    expect(await silent()).to.deep.equal([]);
  });

  it('gets its last try at the deadline all the same', async () => {
    let aheadMs = 0;
    const ministry = await office.start('G22', { policy, now: () => new Date(Date.now() + aheadMs) });
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await eventually('silence', async () => (await ministry.desk.status()).silent.length > 0);
    const { attempt } = await delivery(ministry, packetId, 'H41');
    aheadMs = 73 * 3_600_000;
    await ministry.desk.status();
    await reaches(ministry, packetId, { H41: 'expired' });
    expect((await delivery(ministry, packetId, 'H41')).attempt).to.equal(attempt + 1);
  });
});
