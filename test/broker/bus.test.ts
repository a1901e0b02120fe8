import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { Bus, Decision, OutboundMessage } from '../../src/broker/index.js';
import { sharedBroker, type TestAxis } from '../support/broker.js';
import { expectCode } from './expect-code.js';
import { Inbox, until } from './inbox.js';

const packet = (
  messageId: string,
  recipients: readonly string[],
  more: Partial<OutboundMessage> = {},
): OutboundMessage => ({
  type: 'packet',
  messageId,
  lane: 'ordinary',
  recipients,
  body: Buffer.from(`body of ${messageId}`),
  ...more,
});

describe('the bus', () => {
  let axis: TestAxis;
  let sender: Bus;

  before(async () => {
    axis = await (await sharedBroker()).axis();
    for (const node of ['sender', 'h41', 'h42', 'h43']) await axis.provisioning.provisionNode(node);
    sender = await axis.bus('sender');
  });

  after(() => axis.remove());

  it('delivers a message as it was published, with the sender that the broker checked', async () => {
    const inbox = new Inbox();
    const receiver = await axis.bus('h41', { now: () => new Date(0) });
    await receiver.consume(inbox.handler);
    const startedAt = Math.floor(Date.now() / 1000) * 1000;
    expect(await sender.publish(packet('m1', ['h41']))).to.equal('confirmed');
    const [message] = await inbox.waitFor(1);
    expect(message).to.include({
      type: 'packet',
      messageId: 'm1',
      sender: 'sender',
      lane: 'ordinary',
      redelivered: false,
    });
    expect(message?.body.toString()).to.equal('body of m1');
    expect(message?.sentAt?.getTime()).to.be.within(startedAt, Date.now());
    expect(message).to.not.have.any.keys('part', 'deadReason');
    await receiver.close();
  });

  it('publishes once for several recipients, each of whom gets it once', async () => {
    const inboxes = [new Inbox(), new Inbox(), new Inbox()];
    const receivers = await Promise.all(['h41', 'h42', 'h43'].map((node) => axis.bus(node)));
    await Promise.all(
      receivers.map((receiver, i) => receiver.consume(inboxes[i]?.handler ?? (async () => 'ack'))),
    );
    expect(await sender.publish(packet('circular', ['h41', 'h42', 'h43', 'h42']))).to.equal('confirmed');
    await sender.publish(packet('last', ['h41', 'h42', 'h43']));
    await Promise.all(inboxes.map((inbox) => inbox.waitFor(2)));
    for (const inbox of inboxes) expect(inbox.ids()).to.deep.equal(['circular', 'last']);
    await Promise.all(receivers.map((receiver) => receiver.close()));
  });

  it('publishes to three thousand nodes in as few messages as the frames of AMQP allow', async () => {
    const inboxes = [new Inbox(), new Inbox(), new Inbox()];
    const receivers = await Promise.all(['h41', 'h42', 'h43'].map((node) => axis.bus(node)));
    for (const [index, receiver] of receivers.entries()) {
      const inbox = inboxes[index];
      if (inbox) await receiver.consume(inbox.handler);
    }
    const nobody = Array.from({ length: 2_997 }, (_, index) => `n${index}`.padEnd(32, 'x'));
    const all = [
      ...nobody.slice(0, 200),
      'h41',
      ...nobody.slice(200, 1_500),
      'h42',
      ...nobody.slice(1_500),
      'h43',
    ];
    expect(await sender.publish(packet('national', all))).to.equal('confirmed');
    expect(await sender.publish(packet('to nobody', nobody))).to.equal('unroutable');
    await sender.publish(packet('behind', ['h41', 'h42', 'h43']));
    await Promise.all(inboxes.map((inbox) => inbox.waitFor(2)));
    for (const inbox of inboxes) expect(inbox.ids()).to.deep.equal(['national', 'behind']);
    await Promise.all(receivers.map((receiver) => receiver.close()));
  });

  it('tells for each of many publishes in flight whether it was routable', async () => {
    const publishes = Array.from({ length: 200 }, (_, i) =>
      sender.publish(packet(`mix-${i}`, [i % 3 === 0 ? 'nobody' : 'h43'])),
    );
    const outcomes = await Promise.all(publishes);
    const expected = publishes.map((_, i) => (i % 3 === 0 ? 'unroutable' : 'confirmed'));
    expect(outcomes).to.deep.equal(expected);
  });

  it('tells the same message to two sets of recipients apart', async () => {
    const [nobody, both] = await Promise.all([
      sender.publish(packet('twice', ['nobody'])),
      sender.publish(packet('twice', ['nobody', 'h43'])),
    ]);
    expect([nobody, both]).to.deep.equal(['unroutable', 'confirmed']);
  });

  it('keeps the order of the calls, parts before their packet, over a small window', async () => {
    const inbox = new Inbox();
    const receiver = await axis.bus('h42');
    const narrow = await axis.bus('h41', { window: { messages: 3, bytes: 5_000, confirmTimeoutMs: 30_000 } });
    await receiver.consume(inbox.handler);
    const sha = 'ab'.repeat(32);
    const parts = Array.from({ length: 20 }, (_, index) =>
      narrow.publish(
        packet(sha, ['h42'], {
          type: 'part',
          body: randomBytes(2_000 + index),
          part: { index, count: 20, size: 40_190 },
        }),
      ),
    );
    await Promise.all([...parts, narrow.publish(packet('whole', ['h42']))]);
    const messages = await inbox.waitFor(21);
    expect(messages.slice(0, 20).map((message) => message.part)).to.deep.equal(
      Array.from({ length: 20 }, (_, index) => ({ index, count: 20, size: 40_190 })),
    );
    expect(messages[20]?.messageId).to.equal('whole');
    await Promise.all([receiver.close(), narrow.close()]);
  });

  it('carries 8 MiB in one message', async () => {
    const body = randomBytes(8 * 1024 * 1024);
    const inbox = new Inbox();
    const receiver = await axis.bus('h42');
    await receiver.consume(inbox.handler);
    expect(await sender.publish(packet('big', ['h42'], { body }))).to.equal('confirmed');
    const [message] = await inbox.waitFor(1);
    expect(message?.body.equals(body)).to.equal(true);
    await receiver.close();
  });

  it('keeps the lanes apart: a full ordinary lane does not hold up the urgent one', async () => {
    const urgent = new Inbox();
    let release = () => {};
    const held = new Promise<'ack'>((resolve) => {
      release = () => resolve('ack');
    });
    const ordinary = new Inbox(() => held);
    const receiver = await axis.bus('h41', { prefetch: { ordinary: 2, urgent: 2 } });
    await receiver.consume((message) => (message.lane === 'urgent' ? urgent : ordinary).handler(message));
    for (let i = 0; i < 5; i += 1) await sender.publish(packet(`slow-${i}`, ['h41']));
    await ordinary.waitFor(2);
    await sender.publish(packet('quick', ['h41'], { lane: 'urgent' }));
    const [message] = await urgent.waitFor(1);
    expect(message?.lane).to.equal('urgent');
    expect(ordinary.messages).to.have.length(2);
    release();
    await ordinary.waitFor(5);
    await receiver.close();
  });

  it('brings the operator’s directory to every node, in the urgent lane', async () => {
    const inboxes = [new Inbox(), new Inbox()];
    const receivers = await Promise.all(['h41', 'h42'].map((node) => axis.bus(node)));
    await Promise.all(
      receivers.map((receiver, i) => receiver.consume(inboxes[i]?.handler ?? (async () => 'ack'))),
    );
    const operator = await axis.bus('operator');
    const page: OutboundMessage = {
      type: 'directory',
      messageId: '7-1',
      lane: 'urgent',
      recipients: [],
      body: Buffer.from('x'),
    };
    expect(await operator.publish(page)).to.equal('confirmed');
    for (const inbox of inboxes) {
      const [message] = await inbox.waitFor(1);
      expect(message).to.include({ type: 'directory', messageId: '7-1', sender: 'operator', lane: 'urgent' });
    }
    await Promise.all([...receivers, operator].map((bus) => bus.close()));
  });

  it('refuses what cannot be put on the wire, without a word to the broker', async () => {
    await expectCode(sender.publish(packet('none', [])), 'broker.message');
    await expectCode(sender.publish(packet('part', ['h41'], { type: 'part' })), 'broker.message');
    const body = Buffer.alloc(16 * 1024 * 1024 + 1);
    await expectCode(sender.publish(packet('huge', ['h41'], { body })), 'broker.too-large');
    expect(sender.state).to.equal('connected');
  });

  it('waits for handlers and confirms when it closes, and takes nothing afterwards', async () => {
    const finished: string[] = [];
    const inbox = new Inbox(async (message): Promise<Decision> => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      finished.push(message.messageId);
      return 'ack';
    });
    const states: string[] = [];
    const receiver = await axis.bus('h42');
    receiver.onState((state) => states.push(state));
    await receiver.consume(inbox.handler);
    await sender.publish(packet('closing', ['h42']));
    await inbox.waitFor(1);
    const last = receiver.publish(packet('parting', ['h43']));
    await receiver.close();
    expect(finished).to.deep.equal(['closing']);
    expect(await last).to.equal('confirmed');
    expect(receiver.state).to.equal('closed');
    expect(states).to.deep.equal(['closed']);
    await expectCode(receiver.publish(packet('late', ['h43'])), 'broker.closed');
    await until(
      async () =>
        (await axis.provisioning.axisOverview()).find((entry) => entry.node === 'h42')?.ordinary === 0,
    );
  });
});
