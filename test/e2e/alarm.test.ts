/** A broker that is short of memory, as it really is: a broker of this file's own, whose limit is set to next to nothing. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { type OutboundMessage, openBus } from '../../src/broker/index.js';
import { silentLog } from '../../src/log.js';
import { clusterBroker, type TestCluster } from '../support/broker.js';
import { eventually } from '../support/node.js';
import { AgentProcess } from './support/agent-process.js';
import { edoc, edocJson } from './support/edoc.js';
import { arrives, Office, provinces, reaches, sendLetter } from './support/office.js';

const letter: OutboundMessage = {
  type: 'packet',
  messageId: 'm1',
  lane: 'ordinary',
  recipients: ['h41'],
  body: Buffer.alloc(2_000, 1),
};

describe('a broker with an alarm', () => {
  let cluster: TestCluster;

  before(async () => {
    cluster = await clusterBroker(1);
  });

  const office = new Office(provinces, () => ({ broker: cluster.broker }));

  after(() => cluster.stop());

  let isShort = false;

  async function over(): Promise<void> {
    if (isShort) await memoryLimit('0.4');
  }

  async function memoryLimit(share: string): Promise<void> {
    isShort = share !== '0.4';
    const [member] = cluster.cluster.members;
    if (!member) throw new Error('a cluster has members');
    const { command, env } = member.tool('rabbitmqctl');
    await promisify(execFile)(command, ['-q', 'set_vm_memory_high_watermark', share], { env });
  }

  it('makes documents wait, which the clerk is told and which is no error, and lets them go when it is over', async () => {
    const ngheAn = await office.start('H41');
    const ministry = await office.start('G22');
    await memoryLimit('0.00001');
    try {
      const first = await sendLetter(ministry.desk, { to: ['H41'] });
      await eventually('blocked', async () => ministry.context.bus.state === 'blocked');
      const { healthy, findings, broker } = await ministry.desk.status();
      expect({ healthy, broker }).to.deep.equal({ healthy: true, broker: 'blocked' });
      expect(findings.map(({ code, severity }) => ({ code, severity }))).to.deep.equal([
        { code: 'agent.blocked', severity: 'warning' },
      ]);
      const second = await sendLetter(ministry.desk, { to: ['H41'] });
      for (const packetId of [first, second]) await reaches(ministry, packetId, { H41: 'queued' });
      const track = await edocJson<{ deliveries: { state: string }[] }>(
        ['track', second],
        ministry.directory,
      );
      expect(track.deliveries.map(({ state }) => state)).to.deep.equal(['queued']);
      expect((await edoc(['track', second], ministry.directory)).stdout).to.include('Waiting to go out');
      await over();
      for (const packetId of [first, second]) await reaches(ministry, packetId, { H41: 'delivered' });
      await arrives(ngheAn, second);
    } finally {
      await over();
    }
  });

  it('does not keep recipients from taking what it holds, so that it can get rid of it', async () => {
    const ministry = await office.start('G22');
    // More than a reader is offered without an ack.
    const count = 150;
    const ids = await Promise.all(
      Array.from({ length: count }, () => sendLetter(ministry.desk, { to: ['H41'] })),
    );
    for (const packetId of ids) await reaches(ministry, packetId, { H41: 'sent' });
    await memoryLimit('0.00001');
    try {
      const ngheAn = await office.start('H41');
      const inbox = () => ngheAn.reader.inbox({ limit: 1_000 });
      const before = new Set(ids);
      await eventually('all of them taken', async () => {
        const entries = await inbox();
        return entries.filter(({ packetId }) => before.has(packetId)).length === count;
      });
      expect(ngheAn.context.bus.state).to.equal('blocked');
      await over();
      for (const packetId of ids) await reaches(ministry, packetId, { H41: 'delivered' });
    } finally {
      await over();
    }
  });

  it('does not keep an agent from ending in good order', async () => {
    const { directory } = office.axis.agent('H14');
    const agent = await AgentProcess.ready(directory);
    await agent.says('directory.in-force');
    await memoryLimit('0.00001');
    try {
      await edoc(['agent', 'ping', 'H14.05', '--timeout', '1'], directory);
      await agent.stop();
      expect(agent.lines.map(({ msg }) => msg)).to.include.oneOf(['agent.stopped', 'agent.stopped-early']);
    } finally {
      await over();
    }
  });

  it('is known to a node that meets it while it connects', async () => {
    const axis = await cluster.broker.axis();
    await axis.provisioning.provisionNode('h41');
    const before = await axis.bus('h41');
    for (const lane of ['ordinary', 'urgent'] as const) await before.publish({ ...letter, lane });
    await before.close();
    await memoryLimit('0.00001');
    const published: Promise<unknown>[] = [];
    const log = {
      ...silentLog,
      // As an agent answers what it is given before it reads both lanes.
      info: (event: string) => {
        if (event === 'connected') published.push(bus.publish(letter).catch((error: unknown) => error));
      },
    };
    const bus = openBus({ urls: [axis.url], node: 'h41', tls: await cluster.broker.nodeTls('h41'), log });
    const states: string[] = [];
    bus.onState((state) => states.push(state));
    try {
      const read = new Set<string>();
      await bus.consume(async ({ lane }) => {
        read.add(lane);
        return 'ack';
      });
      // Then connecting has come to its end.
      await eventually('both lanes are read', async () => read.size === 2 && states.length > 0);
      expect(states).to.deep.equal(['blocked']);
      await over();
      await eventually('connected', async () => bus.state === 'connected');
      expect(await Promise.all(published)).to.deep.equal(['confirmed']);
    } finally {
      await over();
      await bus.close();
      await axis.remove();
    }
  });
});
