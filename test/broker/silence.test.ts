import { expect } from 'chai';
import type { Bus } from '../../src/broker/index.js';
import { isEdocError } from '../../src/errors.js';
import { furtherBroker, sharedBroker, type TestAxis } from '../support/broker.js';
import { type StallingProxy, stallingProxy } from '../support/stalling-proxy.js';
import { standStill } from '../support/stand-still.js';
import { Inbox, until } from './inbox.js';

const soon = { firstMs: 50, maxMs: 500 };
/** `random` that begins with the first address. */
const first = () => 0;

describe('a broker that says nothing any more', function () {
  this.timeout(120_000);
  let axis: TestAxis;
  const proxies: StallingProxy[] = [];

  beforeEach(async () => {
    axis = await (await sharedBroker()).axis();
    for (const node of ['h41', 'h42']) await axis.provisioning.provisionNode(node);
  });

  afterEach(async () => {
    await axis.remove();
    for (const proxy of proxies.splice(0)) await proxy.stop();
  });

  async function proxied(): Promise<{ proxy: StallingProxy; url: string }> {
    const { host, port } = axis.broker.amqps;
    const proxy = await stallingProxy(host, port);
    proxies.push(proxy);
    return { proxy, url: `amqps://127.0.0.1:${proxy.port}/${axis.vhost}` };
  }

  it('because it stands still is given up for the next address; what it had not confirmed goes out there', async () => {
    const frozen = await furtherBroker(axis);
    try {
      // A broker that has just started may take longer over its first connection than an address gets where there is another one.
      await (await axis.bus('h42', { urls: [frozen.url] })).close();
      const urls = [frozen.url, axis.url];
      const sender = await axis.bus('h41', { urls, reconnect: soon, random: first });
      const inbox = new Inbox();
      const receiver = await axis.bus('h42', { urls, reconnect: soon, random: first });
      await receiver.consume(inbox.handler);
      await sender.publish(packet('before'));
      await inbox.waitFor(1);
      await standStill(frozen.pid);
      expect(await published(sender, 'after')).to.deep.equal(['broker.unavailable']);
      await inbox.waitFor(2);
      expect(inbox.ids()).to.deep.equal(['before', 'after']);
    } finally {
      process.kill(frozen.pid, 'SIGCONT');
      await frozen.stop();
    }
  });

  it('because the line holds everything back is given up too, for publishing and reading', async () => {
    const [one, other] = [await proxied(), await proxied()];
    const options = { urls: [one.url, other.url], reconnect: soon, random: first, heartbeatSeconds: 2 };
    const inbox = new Inbox();
    const receiver = await axis.bus('h42', options);
    await receiver.consume(inbox.handler);
    expect(one.proxy.made).to.equal(2);
    one.proxy.stall();
    await until(() => other.proxy.made === 2);
    const sender = await axis.bus('h41');
    await sender.publish(packet('m1'));
    await inbox.waitFor(1);
  });

  it('for a moment only is not given up', async () => {
    const { proxy, url } = await proxied();
    const states: string[] = [];
    const sender = await axis.bus('h41', { urls: [url], reconnect: soon, heartbeatSeconds: 4 });
    sender.onState((state) => states.push(state));
    proxy.stall();
    const confirmed = sender.publish(packet('m1'));
    // Two beats of the broker are not heard.
    setTimeout(() => proxy.resume(), 4_000);
    expect(await confirmed).to.equal('confirmed');
    expect(states).to.deep.equal([]);
  });

  it('is not what a pause of this process is taken for', async () => {
    const states: string[] = [];
    const sender = await axis.bus('h41', { reconnect: soon, heartbeatSeconds: 2 });
    sender.onState((state) => states.push(state));
    // Longer than the broker may be silent (3 s), shorter than this client may be (4 s).
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_300);
    expect(await sender.publish(packet('m1'))).to.equal('confirmed');
    expect(states).to.deep.equal([]);
  });
});

const packet = (messageId: string) => ({
  type: 'packet' as const,
  messageId,
  lane: 'ordinary' as const,
  recipients: ['h42'],
  body: Buffer.from(messageId),
});

/** Publishes until it is confirmed. Returns the codes of what failed, each once. */
async function published(bus: Bus, messageId: string): Promise<string[]> {
  const codes = new Set<string>();
  for (;;) {
    try {
      if ((await bus.publish(packet(messageId))) === 'confirmed') return [...codes];
    } catch (error) {
      if (!isEdocError(error)) throw error;
      codes.add(error.code);
      await bus.connected(60_000);
    }
  }
}
