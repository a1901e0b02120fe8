import {
  type Channel,
  type ChannelModel,
  type ConfirmChannel,
  connect,
  credentials,
  type Options,
} from 'amqplib';
import { expect } from 'chai';
import { openBus } from '../../src/broker/index.js';
import { silentLog } from '../../src/log.js';
import { certificateToPem, createRoot, generateKey } from '../../src/signing/index.js';
import { clientTls, sharedBroker, type TestAxis } from '../support/broker.js';
import { expectCode } from './expect-code.js';
import { Inbox } from './inbox.js';

/** AMQP's access-refused and precondition-failed. */
const refused = 403;
const preconditionFailed = 406;

describe('a node’s rights on the broker', () => {
  let axis: TestAxis;
  let connection: ChannelModel;
  let version: string;

  before(async () => {
    axis = await (await sharedBroker()).axis();
    for (const node of ['mallory', 'alice', 'bob']) await axis.provisioning.provisionNode(node);
    connection = await connect(axis.url, {
      ...(await axis.broker.nodeTls('mallory')),
      credentials: credentials.external(),
    });
    connection.on('error', () => undefined);
    version = String(connection.connection.serverProperties.version);
  });

  after(async () => {
    await connection.close();
    await axis.remove();
  });

  /** The code with which the broker closed the channel on which the attempt was made; undefined where it let it pass. */
  async function attempt(act: (channel: ConfirmChannel) => unknown): Promise<number | undefined> {
    const channel = await connection.createConfirmChannel();
    const closed = new Promise<number>((resolve) => {
      channel.on('error', (error) => resolve(Number(Reflect.get(error, 'code'))));
    });
    const passed = (async () => {
      await act(channel);
      await channel.waitForConfirms();
      return undefined;
    })();
    const code = await Promise.race([closed, passed.catch(() => closed)]);
    if (code === undefined) await channel.close();
    return code;
  }

  const publish =
    (exchange: string, key: string, options: Options.Publish = {}) =>
    (channel: ConfirmChannel) => {
      channel.publish(exchange, key, Buffer.from('x'), { userId: 'mallory', ...options });
    };

  it('lets it publish under its own name', async () => {
    expect(await attempt(publish('submit', 'mallory.ordinary.bob'))).to.equal(undefined);
  });

  for (const key of [
    'alice.ordinary.bob',
    'mallory.other.bob',
    'malloryx.ordinary.bob',
    '.mallory.ordinary.bob',
    '#',
  ]) {
    it(`refuses the routing key ${key}`, async () => {
      expect(await attempt(publish('submit', key))).to.equal(refused);
    });
  }

  it('refuses the default exchange, and with it writing to a queue by name', async () => {
    expect(await attempt(publish('', 'node.bob'))).to.equal(refused);
    expect(await attempt(publish('', 'node.mallory'))).to.equal(refused);
  });

  for (const [exchange, key] of [
    ['axis', 'directory'],
    ['dead', 'bob'],
    ['amq.topic', 'mallory.ordinary.bob'],
  ] as const) {
    it(`refuses to publish to exchange ${exchange}`, async () => {
      expect(await attempt(publish(exchange, key))).to.equal(refused);
    });
  }

  it('refuses a user_id that is not its own', async () => {
    expect(await attempt(publish('submit', 'mallory.ordinary.bob', { userId: 'alice' }))).to.equal(
      preconditionFailed,
    );
  });

  const others: readonly [string, (channel: Channel) => Promise<unknown>][] = [
    ['reading', (channel) => channel.consume('node.bob', () => undefined)],
    ['fetching from', (channel) => channel.get('node.bob.urgent')],
    ['fetching dead letters from', (channel) => channel.get('node.bob.dead')],
    ['purging', (channel) => channel.purgeQueue('node.bob')],
    ['deleting', (channel) => channel.deleteQueue('node.bob')],
    ['binding', (channel) => channel.bindQueue('node.bob', 'submit', '#')],
    ['unbinding', (channel) => channel.unbindQueue('node.bob', 'submit', '*.ordinary.bob')],
  ];
  for (const [what, act] of others) {
    it(`refuses ${what} another node’s queue`, async () => {
      expect(await attempt(act)).to.equal(refused);
    });
  }

  const declarations: readonly [string, (channel: Channel) => Promise<unknown>][] = [
    ['a queue of a new name', (channel) => channel.assertQueue('node.mallory2')],
    ['a queue that the broker names', (channel) => channel.assertQueue('', { exclusive: true })],
    ['an exchange', (channel) => channel.assertExchange('mine', 'fanout')],
    [
      'a binding of its own queue to everything',
      (channel) => channel.bindQueue('node.mallory', 'submit', '#'),
    ],
    ['a binding between exchanges', (channel) => channel.bindExchange('submit', 'axis', '#')],
    ['its own queue away', (channel) => channel.deleteQueue('node.mallory')],
  ];
  for (const [what, act] of declarations) {
    it(`refuses declaring ${what}`, async () => {
      expect(await attempt(act)).to.equal(refused);
    });
  }

  it('checks CC keys on 4.x; on 3.x lets them pass, with the true user_id for the receiver to look at', async () => {
    const inbox = new Inbox();
    const bob = await axis.bus('bob');
    await bob.consume(inbox.handler);
    const options = { CC: ['alice.urgent.bob'], type: 'packet', messageId: 'forged' };
    const code = await attempt(publish('submit', 'mallory.ordinary.alice', options));
    if (Number.parseInt(version, 10) >= 4) expect(code).to.equal(refused);
    else {
      expect(code).to.equal(undefined);
      await inbox.waitFor(1);
      expect(inbox.messages.find((message) => message.messageId === 'forged')?.sender).to.equal('mallory');
    }
    await bob.close();
  });

  it('shows a message without user_id as one without sender', async () => {
    const inbox = new Inbox();
    const alice = await axis.bus('alice');
    await alice.consume(inbox.handler);
    const options: Options.Publish = { type: 'packet', messageId: 'nameless' };
    const nameless = (channel: ConfirmChannel) => {
      channel.publish('submit', 'mallory.urgent.alice', Buffer.from('x'), options);
    };
    expect(await attempt(nameless)).to.equal(undefined);
    const byId = () => inbox.messages.find((message) => message.messageId === 'nameless');
    while (!byId()) await inbox.waitFor(inbox.messages.length + 1);
    expect(byId()).to.have.property('sender', undefined);
    await alice.close();
  });

  it('lets no node into another virtual host', async () => {
    const other = await axis.broker.axis();
    const tls = await axis.broker.nodeTls('mallory');
    const bus = openBus({ urls: [other.url], node: 'mallory', tls, log: silentLog });
    await expectCode(bus.connected(700), 'broker.refused');
    await bus.close();
    await other.remove();
  });
});

describe('the broker’s door', () => {
  let axis: TestAxis;

  before(async () => {
    axis = await (await sharedBroker()).axis();
    await axis.provisioning.provisionNode('alice');
  });

  after(() => axis.remove());

  it('stays shut for a certificate of another authority with the right name', async () => {
    const now = new Date();
    const key = await generateKey('ecdsa-p256');
    const certificate = await createRoot({
      name: 'Test axis',
      key,
      now,
      years: 1,
      serialNumber: new Uint8Array([1]),
    });
    const tls = await clientTls({ certificate, key }, axis.broker.ca, 'alice');
    const bus = openBus({ urls: [axis.url], node: 'alice', tls, log: silentLog });
    await bus.connected(700).then(
      () => expect.fail('connected'),
      (error: unknown) =>
        expect(error)
          .to.have.property('code')
          .that.matches(/^broker\.(tls|refused|unavailable)$/),
    );
    await bus.close();
  });

  it('stays shut for a node that nobody enrolled, though its certificate is good', async () => {
    const tls = await axis.broker.nodeTls('stranger');
    const bus = openBus({ urls: [axis.url], node: 'stranger', tls, log: silentLog });
    await expectCode(bus.connected(700), 'broker.refused');
    await bus.close();
  });

  it('is not entered by a node that does not trust it', async () => {
    const key = await generateKey('ecdsa-p256');
    const certificate = await createRoot({
      name: 'Other',
      key,
      now: new Date(),
      years: 1,
      serialNumber: new Uint8Array([2]),
    });
    const tls = { ...(await axis.broker.nodeTls('alice')), ca: certificateToPem(certificate) };
    const bus = openBus({ urls: [axis.url], node: 'alice', tls, log: silentLog });
    await expectCode(bus.connected(700), 'broker.tls');
    await bus.close();
  });

  it('has no password entrance', async () => {
    const { user, password, ca } = axis.broker.management;
    const { cert, key } = await axis.broker.nodeTls('alice');
    const outcome = connect(axis.url, { ca, cert, key, credentials: credentials.plain(user, password) });
    const error = await outcome.then(
      () => undefined,
      (failure: unknown) => failure,
    );
    expect(error).to.be.instanceOf(Error);
  });
});
