import { expect } from 'chai';
import { deliveryLimit, type OutboundMessage } from '../../src/broker/index.js';
import { sharedBroker, type TestAxis } from '../support/broker.js';
import { Inbox, until } from './inbox.js';

const message = (messageId: string, lane: 'ordinary' | 'urgent' = 'ordinary'): OutboundMessage => ({
  type: 'packet',
  messageId,
  lane,
  recipients: ['h42'],
  body: Buffer.from(messageId),
});

describe('a message that cannot be handled', () => {
  let axis: TestAxis;

  beforeEach(async () => {
    axis = await (await sharedBroker()).axis();
    for (const node of ['h41', 'h42']) await axis.provisioning.provisionNode(node);
  });

  afterEach(() => axis.remove());

  const overview = async () => {
    const entry = (await axis.provisioning.axisOverview()).find(({ node }) => node === 'h42');
    return { ordinary: entry?.ordinary, urgent: entry?.urgent, dead: entry?.dead };
  };
  const inDeadQueue = (count: number) => until(async () => (await overview()).dead === count);

  it('is offered again after a pause when the handler gives it back', async () => {
    const inbox = new Inbox(({ redelivered }) => (redelivered ? 'ack' : 'requeue'));
    const receiver = await axis.bus('h42', { requeue: { firstMs: 20, maxMs: 40 } });
    await receiver.consume(inbox.handler);
    await (await axis.bus('h41')).publish(message('later'));
    await inbox.waitFor(2);
    expect(inbox.ids()).to.deep.equal(['later', 'later']);
    await until(async () => (await overview()).ordinary === 0);
  });

  it('goes to the dead-letter queue when refused, and the next message goes on', async () => {
    const inbox = new Inbox(({ messageId }) => (messageId === 'bad' ? 'refuse' : 'ack'));
    const receiver = await axis.bus('h42');
    await receiver.consume(inbox.handler);
    const sender = await axis.bus('h41');
    await sender.publish(message('bad', 'urgent'));
    await sender.publish(message('good', 'urgent'));
    await inbox.waitFor(2);
    await inDeadQueue(1);
    // The good one is counted until its ack has arrived.
    await until(async () => (await overview()).urgent === 0);
    expect(await overview()).to.deep.equal({ ordinary: 0, urgent: 0, dead: 1 });
  });

  it('goes to the dead-letter queue after the delivery limit, however its handler fails', async () => {
    const inbox = new Inbox(() => {
      throw new Error('poison');
    });
    const receiver = await axis.bus('h42', { requeue: { firstMs: 1, maxMs: 2 } });
    await receiver.consume(inbox.handler);
    await (await axis.bus('h41')).publish(message('poison'));
    await inDeadQueue(1);
    expect(inbox.messages.length).to.be.within(deliveryLimit, deliveryLimit + 1);
  });

  it('can be looked at where it lies, taken out or left', async () => {
    const receiver = await axis.bus('h42');
    await receiver.consume(async () => 'refuse');
    const sender = await axis.bus('h41');
    await sender.publish(message('first', 'urgent'));
    await inDeadQueue(1);
    await sender.publish(message('second'));
    await inDeadQueue(2);
    const seen = new Inbox(({ messageId }) => (messageId === 'first' ? 'ack' : 'requeue'));
    expect(await receiver.sweepDeadLetters(seen.handler)).to.deep.equal({ taken: 1, left: 1 });
    expect(
      seen.messages.map(({ messageId, lane, deadReason, sender: from }) => [
        messageId,
        lane,
        deadReason,
        from,
      ]),
    ).to.deep.equal([
      ['first', 'urgent', 'rejected', 'h41'],
      ['second', 'ordinary', 'rejected', 'h41'],
    ]);
    await inDeadQueue(1);
    const again = new Inbox();
    expect(await receiver.sweepDeadLetters(again.handler)).to.deep.equal({ taken: 1, left: 0 });
    expect(again.ids()).to.deep.equal(['second']);
  });

  it('stays a dead letter when the look at it fails', async () => {
    const receiver = await axis.bus('h42');
    await receiver.consume(async () => 'refuse');
    await (await axis.bus('h41')).publish(message('awkward'));
    await inDeadQueue(1);
    const failure = new Error('no disk');
    const outcome = receiver.sweepDeadLetters(async () => {
      throw failure;
    });
    expect(await outcome.catch((error: unknown) => error)).to.equal(failure);
    await inDeadQueue(1);
  });
});
