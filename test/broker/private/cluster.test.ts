import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { ClusterMember } from '../../../src/broker/index.js';
import { clusterBroker, type TestAxis, type TestCluster } from '../../support/broker.js';
import { onlyInTheLongForm } from '../../support/long-form.js';
import { standStill } from '../../support/stand-still.js';
import { Inbox, until } from '../inbox.js';

const soon = { firstMs: 50, maxMs: 500 };

describe('a private cluster', function () {
  this.timeout(180_000);
  let cluster: TestCluster;

  before(async function () {
    onlyInTheLongForm(this, 'EDOC_CI_LONG=1 npm test -- --grep "a private cluster"');
    cluster = await clusterBroker(3);
  });

  let made: TestAxis | undefined;

  // Also where the test ran out of time: a bus that is left open goes on trying, and the run does not end.
  after(async () => {
    try {
      await made?.remove();
    } finally {
      await cluster?.stop();
    }
  });

  it('speaks TLS between its members, keeps three copies, and goes on when one of them stands still or is killed', async () => {
    const { members } = cluster.cluster;
    const [first] = members;
    if (!first) throw new Error('a cluster has members');
    expect(await told(first, 'eval', 'init:get_argument(proto_dist).')).to.include('inet_tls');
    // Given up after 6 to 10 s without a word, where Erlang's own time would be a minute.
    expect((await told(first, 'eval', 'net_kernel:get_net_ticktime().')).trim()).to.equal('8');
    const axis = await cluster.broker.axis();
    made = axis;
    for (const node of ['h41', 'h42']) await axis.provisioning.provisionNode(node);
    const copies = await told(
      first,
      'list_queues',
      '-p',
      axis.vhost,
      'name',
      'members',
      '--no-table-headers',
    );
    for (const { name } of members) expect(copies.split(name)).to.have.length(1 + 6);

    const urls = members.map(({ amqps: { port } }) => `amqps://127.0.0.1:${port}/${axis.vhost}`);
    const [receiver, sender] = await Promise.all([
      axis.bus('h42', { urls, reconnect: soon }),
      axis.bus('h41', { urls, reconnect: soon, random: () => 0 }),
    ]);
    const inbox = new Inbox();
    await receiver.consume(inbox.handler);
    const send = async (messageId: string) => {
      const message = { type: 'packet', messageId, lane: 'ordinary', recipients: ['h42'] } as const;
      for (;;) {
        await sender.connected(60_000);
        const outcome = await sender
          .publish({ ...message, body: Buffer.from(messageId) })
          .catch(() => 'again');
        if (outcome === 'confirmed') return;
        await delay(20);
      }
    };
    await send('before');
    // The channel on which the next one goes first asks the queue's leader, which is the one that stands still.
    await standStill(first.pid);
    await send('while it stands still');
    await first.kill();
    await send('without it');
    // Its management interface is the one that is asked first; the others answer for it.
    expect((await axis.provisioning.axisOverview()).map(({ node }) => node)).to.deep.equal(['h41', 'h42']);
    await first.start();
    await until(() => new Set(inbox.ids()).size === 3);
  });
});

/** What `rabbitmqctl` says of this member. */
async function told(member: ClusterMember, ...question: readonly string[]): Promise<string> {
  const { command, env } = member.tool('rabbitmqctl');
  return (await promisify(execFile)(command, ['-q', ...question], { env })).stdout;
}
