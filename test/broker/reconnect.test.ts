import { expect } from 'chai';
import { type Bus, type Decision, type OutboundMessage, openBus } from '../../src/broker/index.js';
import { EdocError, isEdocError } from '../../src/errors.js';
import { silentLog } from '../../src/log.js';
import { sharedBroker, type TestAxis } from '../support/broker.js';
import { expectCode } from './expect-code.js';
import { Inbox, until } from './inbox.js';

const soon = { firstMs: 50, maxMs: 500 };

const packet = (messageId: string): OutboundMessage => ({
  type: 'packet',
  messageId,
  lane: 'ordinary',
  recipients: ['h42'],
  body: Buffer.alloc(2_000, messageId),
});

describe('a lost connection', () => {
  let axis: TestAxis;

  beforeEach(async () => {
    axis = await (await sharedBroker()).axis();
    for (const node of ['h41', 'h42']) await axis.provisioning.provisionNode(node);
  });

  afterEach(() => axis.remove());

  it('comes back by itself; what was not confirmed is rejected as retryable, and nothing is lost', async () => {
    const inbox = new Inbox();
    const receiver = await axis.bus('h42');
    await receiver.consume(inbox.handler);
    const sender = await axis.bus('h41', { reconnect: soon });
    const states: string[] = [];
    sender.onState((state) => states.push(state));
    const ids = Array.from({ length: 3_000 }, (_, i) => `m${i}`);
    const confirmed = new Set<string>();
    const failed: EdocError[] = [];
    const publishes = ids.map(async (id) => {
      while (!confirmed.has(id)) await publishOnce(sender, id, confirmed, failed);
    });
    await until(() => confirmed.size > 50);
    await axis.provisioning.disconnect('h41');
    await Promise.all(publishes);
    expect(failed).to.have.length.greaterThan(0);
    expect(failed.filter((error) => !error.retryable)).to.deep.equal([]);
    expect(states).to.deep.equal(['connecting', 'connected']);
    await until(() => new Set(inbox.ids()).size === ids.length);
    await Promise.all([sender.close(), receiver.close()]);
  });

  it('gives a receiver again what it had not acked, and keeps it subscribed', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const inbox = new Inbox(async (message): Promise<Decision> => {
      if (!message.redelivered) await held;
      return 'ack';
    });
    const receiver = await axis.bus('h42', { reconnect: soon });
    await receiver.consume(inbox.handler);
    const sender = await axis.bus('h41');
    await sender.publish(packet('held'));
    await inbox.waitFor(1);
    await axis.provisioning.disconnect('h42');
    await inbox.waitFor(2);
    expect(inbox.messages.map(({ messageId, redelivered }) => ({ messageId, redelivered }))).to.deep.equal([
      { messageId: 'held', redelivered: false },
      { messageId: 'held', redelivered: true },
    ]);
    release();
    await sender.publish(packet('next'));
    await inbox.waitFor(3);
    await Promise.all([sender.close(), receiver.close()]);
  });

  it('tells whoever waits with a message in hand that no answer to it counts any more, as does closing', async () => {
    const lost: string[] = [];
    const inbox = new Inbox(
      (message): Promise<Decision> =>
        new Promise((resolve) => {
          message.lost?.addEventListener('abort', () => {
            lost.push(message.messageId);
            resolve('requeue');
          });
        }),
    );
    const receiver = await axis.bus('h42', { reconnect: soon });
    await receiver.consume(inbox.handler);
    const sender = await axis.bus('h41');
    await sender.publish(packet('held'));
    await inbox.waitFor(1);
    expect(lost).to.deep.equal([]);
    await axis.provisioning.disconnect('h42');
    await until(() => lost.length === 1);
    await inbox.waitFor(2);
    await receiver.close();
    expect(lost).to.deep.equal(['held', 'held']);
    await sender.close();
  });

  it('does not end a subscription whose queue goes and comes back', async () => {
    await axis.provisioning.provisionNode('h50');
    const inbox = new Inbox();
    const noticed: string[] = [];
    const log = { ...silentLog, warn: (event: string) => void noticed.push(event) };
    const receiver = await axis.bus('h50', { reconnect: soon, log });
    await receiver.consume(inbox.handler);
    await axis.provisioning.deleteQueues('h50');
    await until(() => noticed.filter((event) => event === 'queue taken away by the broker').length === 2);
    await axis.provisioning.provisionNode('h50');
    const sender = await axis.bus('h41');
    await sender.publish({ ...packet('back'), recipients: ['h50'] });
    await inbox.waitFor(1);
    await Promise.all([sender.close(), receiver.close()]);
  });

  it('is not a reason to wait: publishing without a connection is refused at once, and retryable', async () => {
    const tls = await axis.broker.nodeTls('h41');
    const bus = openBus({ urls: ['amqps://127.0.0.1:1'], node: 'h41', tls, log: silentLog, reconnect: soon });
    const error = await expectCode(bus.publish(packet('early')), 'broker.unavailable');
    expect(error.retryable).to.equal(true);
    await expectCode(bus.connected(300), 'broker.unavailable');
    expect(bus.state).to.equal('connecting');
    await bus.close();
    expect(bus.state).to.equal('closed');
  });

  it('is made good by the next of several addresses', async () => {
    const tls = await axis.broker.nodeTls('h41');
    const urls = ['amqps://127.0.0.1:1/axis', axis.url];
    const bus = openBus({ urls, node: 'h41', tls, log: silentLog, reconnect: soon });
    await bus.connected(10_000);
    expect(bus.problem).to.equal(undefined);
    await bus.close();
  });

  for (const url of [
    'amqp://127.0.0.1:5672',
    'amqps://user:password@host:1',
    'amqps://',
    'nonsense',
    'amqps://h:1/?x=1',
  ]) {
    it(`is not sought at ${url}`, async () => {
      const tls = await axis.broker.nodeTls('h41');
      expect(() => openBus({ urls: [url], node: 'h41', tls, log: silentLog }))
        .to.throw(EdocError)
        .with.property('code', 'broker.url');
    });
  }
});

/** One attempt; a refused one waits for the connection. */
async function publishOnce(bus: Bus, id: string, confirmed: Set<string>, failed: EdocError[]): Promise<void> {
  try {
    if ((await bus.publish(packet(id))) === 'confirmed') confirmed.add(id);
  } catch (error) {
    if (!isEdocError(error)) throw error;
    failed.push(error);
    await bus.connected(20_000);
  }
}
