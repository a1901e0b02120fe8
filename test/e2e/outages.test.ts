import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { publishDirectory } from '../../src/axis/index.js';
import { openProvisioning } from '../../src/broker/index.js';
import { EdocError } from '../../src/errors.js';
import { openReader } from '../../src/store/index.js';
import { eventually } from '../support/node.js';
import { facing } from './support/facing.js';
import {
  arrives,
  codeOf,
  delivery,
  letter,
  Office,
  reaches,
  sendLetter,
  timesInInbox,
} from './support/office.js';

/** A clock that the test moves. */
function clock() {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    forward: (ms: number) => {
      aheadMs += ms;
    },
  };
}

const hourMs = 3_600_000;

describe('a document in bad times', () => {
  const office = new Office();

  it('waits in the queue while there is no connection, says so, and goes out by itself', async () => {
    const ngheAn = await office.start('H41');
    const first = await office.start('G22');
    await office.stop(first);
    const cut = await office.start('G22', { urls: ['amqps://127.0.0.1:9/nowhere'] });
    const sent = await cut.desk.send({ message: letter({ to: ['H41'] }), attachments: [] });
    expect(sent.broker).to.equal('connecting');
    expect(sent.deliveries).to.deep.equal([{ recipient: 'H41', name: 'UBND tỉnh Nghệ An', state: 'queued' }]);
    const { healthy, findings } = await cut.desk.status();
    expect(healthy).to.equal(false);
    expect(findings.map(({ code }) => code)).to.deep.equal(['agent.not-connected']);
    await office.stop(cut);

    const ministry = await office.start('G22');
    await reaches(ministry, sent.packetId, { H41: 'delivered' });
    expect(await timesInInbox(ngheAn, sent.packetId)).to.equal(1);
  });

  it('goes out when the connection comes back, without a restart and without a nudge', async () => {
    await office.start('H41');
    const { broker } = office.axis;
    const ministry = await office.start('G22');
    const provisioning = openProvisioning({ ...broker.broker.management, vhost: broker.vhost });
    await provisioning.suspendNode('g22');
    await eventually('cut off', async () => ministry.context.bus.state === 'connecting');
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    expect((await delivery(ministry, packetId, 'H41')).state).to.equal('queued');
    await provisioning.provisionNode('g22');
    provisioning.close();
    await reaches(ministry, packetId, { H41: 'delivered' });
  });

  it('to a node that the broker does not know becomes undeliverable, and reaches the others', async () => {
    const stray = await office.axis.enrol({ agencies: [{ code: 'H99', name: 'Nơi không có hàng đợi' }] });
    await office.axis.change(({ context }) => publishDirectory(context));
    const ministry = await office.start('G22');
    await office.start('H41');
    await eventually('the news', async () => (await ministry.store.directoryVersion())?.version === 2);
    await office.axis.broker.provisioning.deleteQueues(stray.node);
    const alone = await sendLetter(ministry.desk, { to: ['H99'] });
    await reaches(ministry, alone, { H99: 'undeliverable' });
    const together = await sendLetter(ministry.desk, { to: ['H99', 'H41'] });
    await reaches(ministry, together, { H41: 'delivered', H99: 'undeliverable' });
  });

  it('without a receipt is published again, the same octets under the same id, and arrives once', async () => {
    const published: string[] = [];
    let lost = 2;
    const ministry = await office.start('G22', {
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => {
            if (message.type !== 'packet') return bus.publish(message);
            published.push(`${message.messageId} ${Buffer.from(message.body).toString('hex')}`);
            lost -= 1;
            return lost >= 0 ? 'confirmed' : bus.publish(message);
          },
        }),
    });
    const ngheAn = await office.start('H41');
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'delivered' });
    expect(published.length).to.equal(3);
    expect(new Set(published).size).to.equal(1);
    expect(await timesInInbox(ngheAn, packetId)).to.equal(1);
    expect((await delivery(ministry, packetId, 'H41')).state).to.equal('delivered');
  });

  it('without a receipt until its deadline is expired; a receipt after that still delivers it', async () => {
    const time = clock();
    const ministry = await office.start('G22', { now: time.now, policy: { retryAfterMs: [100 * hourMs] } });
    const [ordinary, urgent] = [
      await sendLetter(ministry.desk, { to: ['H41'] }),
      await sendLetter(ministry.desk, { to: ['H41'], priority: 3 }),
    ];
    await reaches(ministry, ordinary, { H41: 'sent' });
    await reaches(ministry, urgent, { H41: 'sent' });
    time.forward(25 * hourMs);
    await ministry.desk.status();
    await reaches(ministry, urgent, { H41: 'expired' });
    expect((await delivery(ministry, ordinary, 'H41')).state).to.equal('sent');
    time.forward(48 * hourMs);
    await ministry.desk.status();
    await reaches(ministry, ordinary, { H41: 'expired' });
    await office.stop(ministry);

    const ngheAn = await office.start('H41');
    await arrives(ngheAn, ordinary);
    const back = await office.start('G22');
    await reaches(back, ordinary, { H41: 'delivered' });
    await reaches(back, urgent, { H41: 'delivered' });
  });

  for (const [state, words] of [
    ['connecting', 'the node is not connected'],
    ['blocked', 'the broker is blocked'],
  ] as const) {
    it(`that waits while ${words} expires as well`, async () => {
      const time = clock();
      const cut = await office.start('G22', {
        now: time.now,
        bus: (bus) => facing(bus, { state, onState: () => {} }),
      });
      const packetId = await sendLetter(cut.desk, { to: ['H41'] });
      time.forward(73 * hourMs);
      await cut.desk.status();
      await reaches(cut, packetId, { H41: 'expired' });
      expect((await cut.reader.counts()).waiting.packets).to.equal(0);
      await office.stop(cut);
    });
  }

  it('whose last try a blocked broker did not take is not given up by it', async () => {
    const time = clock();
    let isBlocked = false;
    const tries: string[] = [];
    const policy = { retryAfterMs: [100 * hourMs], lastWaitMs: 1, unreachableMs: 10 * hourMs };
    const ministry = await office.start('G22', {
      now: time.now,
      policy,
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => {
            if (!isBlocked) return bus.publish(message);
            tries.push(message.messageId);
            throw new EdocError('broker.blocked');
          },
        }),
    });
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'sent' });
    isBlocked = true;
    time.forward(73 * hourMs);
    await ministry.desk.status();
    await eventually('tried twice', async () => tries.filter((id) => id === packetId).length >= 2);
    expect((await delivery(ministry, packetId, 'H41')).state).to.equal('sent');
    isBlocked = false;
    await reaches(ministry, packetId, { H41: 'expired' });
  });

  it('that cannot be published for a reason of its own does not hold up the others, nor their retries', async () => {
    const ministry = await office.start('G22', {
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => {
            if (message.type === 'part') throw new Error('this attachment cannot be read');
            return bus.publish(message);
          },
        }),
    });
    const stuck = await sendLetter(ministry.desk, {
      to: ['H41'],
      files: [{ name: 'hỏng.bin', octets: Buffer.alloc(400_000, 7) }],
    });
    const good = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, good, { H41: 'sent' });
    await eventually('a retry', async () => (await delivery(ministry, good, 'H41')).attempt >= 3);
    expect((await delivery(ministry, stuck, 'H41')).state).to.equal('queued');
  });

  it('waits at a node that cannot seal its receipt, which says nothing against the document, and goes on by itself', async () => {
    const ministry = await office.start('G22', { policy: { retryAfterMs: [hourMs] } });
    const offered: string[] = [];
    const ngheAn = await office.start('H41', {
      bus: (bus) =>
        facing(bus, {
          consume: (handler) =>
            bus.consume((message) => {
              offered.push(message.messageId);
              return handler(message);
            }),
        }),
    });
    const { primary } = ngheAn.context.identities;
    const { signer } = primary;
    const sign = async () => {
      throw new Error('the token with the key was pulled out');
    };
    Object.assign(primary, { signer: { ...signer, sign } });
    const letters: string[] = [];
    for (let count = 0; count < 5; count += 1) letters.push(await sendLetter(ministry.desk, { to: ['H41'] }));
    await eventually('all are in hand', async () => letters.every((id) => offered.includes(id)));
    await eventually('the status says so', async () => {
      const codes = (await ngheAn.desk.status()).findings.map(({ code }) => code);
      return codes.includes('agent.cannot-seal') && codes.includes('agent.not-receiving');
    });
    for (const packetId of letters) await reaches(ministry, packetId, { H41: 'sent' });
    for (const packetId of letters) expect(await timesInInbox(ngheAn, packetId)).to.equal(0);

    Object.assign(primary, { signer });
    for (const packetId of letters) await reaches(ministry, packetId, { H41: 'delivered' });
    expect(
      offered.filter((id) => letters.includes(id)),
      'none was given back',
    ).to.have.members(letters);
    const { findings } = await ngheAn.desk.status();
    expect(findings.map(({ code }) => code)).to.not.include('agent.not-receiving');
    const kept = await ngheAn.reader.quarantined({ limit: 50 });
    expect(kept.filter(({ messageId }) => letters.includes(messageId))).to.deep.equal([]);
  });

  it('that the broker gave up on is shown in quarantine, and delivered with the next try', async () => {
    const bus = await office.axis.agent('H41').bus();
    const ministry = await office.start('G22', { policy: { retryAfterMs: [1_500] } });
    const refused = new Set<string>();
    await bus.consume(async ({ messageId }) => {
      refused.add(messageId);
      return 'refuse';
    });
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await eventually('a dead letter', async () => refused.has(packetId));
    await bus.close();
    const ngheAn = await office.start('H41');
    await eventually('quarantine', async () =>
      (await ngheAn.reader.quarantined({ limit: 50, state: 'all' })).some(
        ({ messageId, code }) => messageId === packetId && code === 'transport.gave-up',
      ),
    );
    await reaches(ministry, packetId, { H41: 'delivered' });
    expect(await timesInInbox(ngheAn, packetId)).to.equal(1);
  });

  it('is out, and no ping is waited for, when a stopping node has stopped', async () => {
    const begun = new Set<string>();
    const ministry = await office.start('G22', {
      policy: { retryAfterMs: [hourMs] },
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => {
            begun.add(message.type === 'ping' ? 'ping' : message.messageId);
            await delay(200);
            return bus.publish(message);
          },
        }),
    });
    const sent = await Promise.all(
      Array.from({ length: 20 }, () => sendLetter(ministry.desk, { to: ['H41'] })),
    );
    const ping = codeOf(ministry.desk.ping({ agency: 'H41', timeoutMs: 60_000 }));
    await eventually(
      'all in flight',
      async () => begun.has('ping') && sent.every((packetId) => begun.has(packetId)),
    );
    const stopping = office.stop(ministry);
    expect(await codeOf(sendLetter(ministry.desk, { to: ['H41'] }))).to.equal('agent.stopping');
    expect(await ping).to.equal('agent.stopping');
    await stopping;
    const reader = await openReader(join(ministry.directory, 'data'));
    for (const packetId of sent) {
      expect((await reader.deliveries(packetId)).map(({ state }) => state)).to.deep.equal(['sent']);
    }
    await reader.close();
    const ngheAn = await office.start('H41');
    for (const packetId of sent) await arrives(ngheAn, packetId);
  });
});
