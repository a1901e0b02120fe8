/**
 * The floor of a large document: its octets in messages of a part's size, published once with confirm to quorum queues of so many
 * readers, who take and acknowledge them. No TLS, no files, no digests; the same number of messages in flight.
 */
import { randomBytes } from 'node:crypto';
import { type ConfirmChannel, connect } from 'amqplib';
import { limits } from '../../src/edoc/index.js';

/** As many as an agent has. */
const unconfirmed = 48;
const prefetch = 64;
const exchange = 'floor.documents';

/** @returns octets a second until the last reader has the last message */
export async function measureOctets(url: string, size: number, readers: number): Promise<number> {
  const sending = await connect(url);
  const receiving = await connect(url);
  try {
    const out = await sending.createConfirmChannel();
    await out.assertExchange(exchange, 'topic', { durable: true });
    const messages = Math.ceil(size / limits.partBytes);
    const keys: string[] = [];
    const all: Promise<void>[] = [];
    for (let reader = 0; reader < readers; reader += 1) {
      const queue = `floor.reader.${reader}`;
      await out.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
      await out.purgeQueue(queue);
      await out.bindQueue(queue, exchange, `*.${queue}`);
      keys.push(`floor.${queue}`);
      const channel = await receiving.createChannel();
      await channel.prefetch(prefetch);
      all.push(
        new Promise((resolve) => {
          let taken = 0;
          void channel.consume(queue, (message) => {
            if (!message) return;
            channel.ack(message);
            taken += 1;
            if (taken === messages) resolve();
          });
        }),
      );
    }
    const body = randomBytes(limits.partBytes);
    const began = performance.now();
    await publishAll(out, keys, body, messages);
    await Promise.all(all);
    return (messages * limits.partBytes) / ((performance.now() - began) / 1_000);
  } finally {
    await sending.close();
    await receiving.close();
  }
}

function publishAll(
  out: ConfirmChannel,
  [key = '', ...further]: readonly string[],
  body: Buffer,
  messages: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let [published, confirmed] = [0, 0];
    const more = () => {
      while (published < messages && published - confirmed < unconfirmed) {
        published += 1;
        out.publish(exchange, key, body, { persistent: true, CC: [...further] }, (error) => {
          if (error) reject(error);
          confirmed += 1;
          if (confirmed === messages) resolve();
          else more();
        });
      }
    };
    more();
  });
}
