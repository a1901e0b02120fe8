import { setImmediate } from 'node:timers/promises';
import type { ConsumeMessage } from 'amqplib';
import { expect } from 'chai';
import { Acks } from '../../src/broker/acks.js';

function delivery(deliveryTag: number): ConsumeMessage {
  const fields = { deliveryTag, redelivered: false, exchange: '', routingKey: '', consumerTag: 'c' };
  return { fields, content: Buffer.alloc(0), properties: { headers: {} } } as ConsumeMessage;
}

/** Five messages in hand, and what was sent about them: the tag, with `+` where it is for all before it too. */
function fiveInHand() {
  const sent: string[] = [];
  const acks = new Acks(({ fields }, allUpTo) => sent.push(`${fields.deliveryTag}${allUpTo ? '+' : ''}`));
  const deliveries = [1, 2, 3, 4, 5].map(delivery);
  for (const one of deliveries) acks.came(one);
  const ack = (...tags: number[]) => {
    for (const one of deliveries) if (tags.includes(one.fields.deliveryTag)) acks.ack(one);
  };
  const answered = (tag: number) => acks.answered(delivery(tag));
  return { acks, sent, ack, answered };
}

describe('the acks of a channel', () => {
  it('given in one turn are one for all', async () => {
    const { sent, ack } = fiveInHand();
    ack(3, 1, 2);
    expect(sent).to.deep.equal([]);
    await setImmediate();
    expect(sent).to.deep.equal(['3+']);
    ack(4);
    await setImmediate();
    expect(sent).to.deep.equal(['3+', '4']);
  });

  it('never reach past a message that is in hand', async () => {
    const { sent, ack } = fiveInHand();
    ack(1, 2, 4, 5);
    await setImmediate();
    expect(sent).to.deep.equal(['2+', '4', '5']);
    ack(3);
    await setImmediate();
    expect(sent).to.deep.equal(['2+', '4', '5', '3']);
  });

  it('do not wait for one that was answered otherwise', async () => {
    const { sent, ack, answered } = fiveInHand();
    answered(2);
    ack(1, 3);
    await setImmediate();
    expect(sent).to.deep.equal(['3+']);
  });

  it('go out at once where the channel ends, and not again', async () => {
    const { acks, sent, ack } = fiveInHand();
    ack(1, 2);
    acks.send();
    expect(sent).to.deep.equal(['2+']);
    await setImmediate();
    expect(sent).to.deep.equal(['2+']);
  });
});
