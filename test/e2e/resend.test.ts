import { expect } from 'chai';
import { publishDirectory } from '../../src/axis/index.js';
import { exitCodes } from '../../src/cli/exit-codes.js';
import { eventually } from '../support/node.js';
import { AgentProcess } from './support/agent-process.js';
import { edoc, edocJson } from './support/edoc.js';
import { facing } from './support/facing.js';
import { codeOf, delivery, mirrors, Office, reaches, sendLetter, timesInInbox } from './support/office.js';

const hourMs = 3_600_000;

describe('sending a document again', () => {
  const office = new Office();

  it('that ran out of time begins anew, arrives once, and is not told to anybody as a step back', async () => {
    let aheadMs = 0;
    const published: string[] = [];
    const ministry = await office.start('G22', {
      now: () => new Date(Date.now() + aheadMs),
      policy: { retryAfterMs: [100 * hourMs], lastWaitMs: 1 },
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => {
            if (message.type !== 'packet') return bus.publish(message);
            published.push(`${message.messageId} ${Buffer.from(message.body).toString('hex')}`);
            return published.length <= 2 ? 'confirmed' : bus.publish(message);
          },
        }),
    });
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'sent' });
    aheadMs = 80 * hourMs;
    await ministry.desk.status();
    await reaches(ministry, packetId, { H41: 'expired' });
    const ngheAn = await office.start('H41');
    const { deliveries } = await ministry.desk.resend({ packetId });
    expect(deliveries).to.deep.equal([{ packetId, recipient: 'H41', outcome: 'anew' }]);
    await reaches(ministry, packetId, { H41: 'delivered' });
    expect(new Set(published).size).to.equal(1);
    expect(await timesInInbox(ngheAn, packetId)).to.equal(1);
    const steps = (await ministry.reader.history(packetId)).filter(({ machine }) => machine === 'transport');
    expect(steps.map(({ to }) => to)).to.deep.equal([
      'queued',
      'sent',
      'expired',
      'queued',
      'sent',
      'delivered',
    ]);
    const after = await ministry.desk.resend({ packetId, recipients: ['000.00.00.H41'] });
    expect(after.deliveries[0]?.outcome).to.equal('nothing');
  });

  it('that no queue took is delivered once there is one; the others get nothing twice', async () => {
    const ministry = await office.start('G22');
    const ngheAn = await office.start('H41');
    const late = await office.axis.enrol({ agencies: [{ code: 'H98', name: 'Nơi mở muộn' }] });
    await office.axis.change(({ context }) => publishDirectory(context));
    await eventually('the news', async () => (await ministry.store.directoryVersion())?.version === 2);
    await office.axis.broker.provisioning.deleteQueues(late.node);
    const packetId = await sendLetter(ministry.desk, { to: ['H98', 'H41'] });
    await reaches(ministry, packetId, { H98: 'sent', H41: 'delivered' });
    await reaches(ministry, packetId, { H98: 'undeliverable' });
    await office.axis.broker.provisioning.provisionNode(late.node);
    const { deliveries } = await ministry.desk.resend({ packetId });
    expect(deliveries.map(({ recipient, outcome }) => `${recipient} ${outcome}`)).to.deep.equal([
      'H41 nothing',
      'H98 anew',
    ]);
    await reaches(ministry, packetId, { H98: 'sent' });
    expect((await delivery(ministry, packetId, 'H41')).attempt).to.equal(1);
    expect(await timesInInbox(ngheAn, packetId)).to.equal(1);
  });

  it('reaches a silent node at once', async () => {
    const ministry = await office.start('G22', {
      policy: { retryAfterMs: [100], silence: { repeats: 1, afterMs: 1, tryEveryMs: hourMs } },
    });
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await eventually('silence', async () => (await ministry.desk.status()).silent.length > 0);
    const { attempt } = await delivery(ministry, packetId, 'H41');
    const { deliveries } = await ministry.desk.resend({ packetId, recipients: ['H41'] });
    expect(deliveries[0]?.outcome).to.equal('again');
    await eventually(
      'once more',
      async () => (await delivery(ministry, packetId, 'H41')).attempt === attempt + 1,
    );
  });

  it('brings statuses along that were never answered', async () => {
    let lost = true;
    const ngheAn = await office.start('H41', {
      policy: { retryAfterMs: [hourMs] },
      bus: (bus) =>
        facing(bus, {
          publish: async (message) =>
            message.type === 'packet' && lost ? 'unroutable' : bus.publish(message),
        }),
    });
    const ministry = await office.start('G22');
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'delivered' });
    const said = await ngheAn.desk.step({ packetId, code: '03' });
    await reaches(ngheAn, said.packetId, { G22: 'undeliverable' });
    lost = false;
    expect((await ngheAn.desk.resend({ packetId })).deliveries).to.deep.equal([
      { packetId: said.packetId, recipient: 'G22', code: '03', outcome: 'anew' },
    ]);
    await mirrors(ministry, packetId, 'H41', { business: '03' });
  });

  it('from the command line says what was done, and ends with another code where there was nothing', async () => {
    const ministry = await office.start('G22');
    const [packetId, answered] = [
      await sendLetter(ministry.desk, { to: ['H14', 'H41'] }),
      await sendLetter(ministry.desk, { to: ['H41'] }),
    ];
    const ngheAn = await office.start('H41');
    for (const id of [packetId, answered]) await reaches(ministry, id, { H41: 'delivered' });
    await office.stop(ngheAn);
    await office.stop(ministry);
    const agent = await AgentProcess.ready(ministry.directory);
    const told = await edoc(['resend', packetId], ministry.directory);
    expect(told).to.include({ exitCode: 0, stderr: '' });
    expect(told.stdout.trim().split('\n').sort()).to.deep.equal([
      'H14  ✔ published again now',
      'H41  – nothing to do: answered or withdrawn',
    ]);
    const forPrograms = await edocJson(['resend', packetId, '--to', 'H14'], ministry.directory);
    expect(forPrograms).to.deep.equal({
      packetId,
      deliveries: [{ packetId, recipient: 'H14', outcome: 'again' }],
    });
    expect((await edoc(['resend', answered], ministry.directory)).exitCode).to.equal(exitCodes.notAllowed);
    await agent.stop();
  });

  it('needs a document that is known, and recipients who are its own', async () => {
    const ministry = await office.start('G22');
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    expect(await codeOf(ministry.desk.resend({ packetId: 'unknown' }))).to.equal('document.unknown');
    const astray = ministry.desk.resend({ packetId, recipients: ['H14'] });
    expect(await codeOf(astray)).to.equal('recall.not-a-recipient');
  });
});
