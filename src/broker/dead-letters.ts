/** One pass over a node's dead-letter queue: what the operator looks at, and takes out once it is dealt with. */
import type { ChannelModel, GetMessage } from 'amqplib';
import type { MessageHandler } from './message.js';
import { queueOf } from './topology.js';
import { fromDeadLetter } from './wire.js';

/** Held unanswered until the pass ends, so that each dead letter is seen once. */
const maxPerPass = 1000;

/**
 * Shows each dead letter present to the handler, the oldest first. `ack` takes it out; anything else leaves it in the queue.
 * Returns how many were taken out and how many left.
 */
export async function sweepDeadLetters(
  model: ChannelModel,
  node: string,
  handler: MessageHandler,
): Promise<{ taken: number; left: number }> {
  const channel = await model.createChannel();
  let lost: unknown;
  channel.on('error', (error) => {
    lost = error;
  });
  try {
    const left: GetMessage[] = [];
    let taken = 0;
    while (taken + left.length < maxPerPass) {
      const letter = await channel.get(queueOf.dead(node));
      if (letter === false) break;
      if ((await handler(fromDeadLetter(letter))) === 'ack') {
        channel.ack(letter);
        taken += 1;
      } else left.push(letter);
    }
    return { taken, left: left.length };
  } finally {
    // Closing the channel puts back what was not acked.
    if (lost === undefined) await channel.close();
  }
}
