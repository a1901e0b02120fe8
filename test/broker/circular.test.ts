import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { sharedBroker, type TestAxis } from '../support/broker.js';
import { Inbox, until } from './inbox.js';

/** The provinces before 2025, each with a node. */
const nodes = Array.from({ length: 63 }, (_, index) => `p${String(index + 1).padStart(2, '0')}`);
const atATime = 7;

describe('a circular to 63 nodes', () => {
  let axis: TestAxis;

  before(async function () {
    this.timeout(180_000);
    axis = await (await sharedBroker()).axis();
    const waiting = ['sender', ...nodes];
    const provision = async () => {
      for (let node = waiting.shift(); node; node = waiting.shift())
        await axis.provisioning.provisionNode(node);
    };
    await Promise.all(Array.from({ length: atATime }, provision));
  });

  after(() => axis.remove());

  it('is uploaded once, with its parts ahead of it, and stands once in the queue of each', async () => {
    const sender = await axis.bus('sender');
    const sha256 = 'ab'.repeat(32);
    const message = { lane: 'ordinary', recipients: nodes } as const;
    const body = randomBytes(50_000);
    const outcomes = await Promise.all([
      ...[0, 1].map((index) =>
        sender.publish({
          ...message,
          type: 'part',
          messageId: sha256,
          body,
          part: { index, count: 2, size: 100_000 },
        }),
      ),
      sender.publish({ ...message, type: 'packet', messageId: 'circular', body }),
    ]);
    expect(outcomes).to.deep.equal(['confirmed', 'confirmed', 'confirmed']);
    await until(async () => {
      const overview = await axis.provisioning.axisOverview();
      return nodes.every((name) => overview.some(({ node, ordinary }) => node === name && ordinary === 3));
    });
    for (const node of ['p01', 'p32', 'p63']) {
      const inbox = new Inbox();
      const receiver = await axis.bus(node);
      await receiver.consume(inbox.handler);
      const messages = await inbox.waitFor(3);
      expect(messages.map(({ type }) => type)).to.deep.equal(['part', 'part', 'packet']);
      expect(messages.every((one) => one.sender === 'sender' && one.body.equals(body))).to.equal(true);
      await receiver.close();
    }
  }).timeout(60_000);
});
