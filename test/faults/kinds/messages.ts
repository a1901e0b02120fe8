/** What is on its way to a node comes twice, late, in another order, or not at all. */
import type { GetMessage } from 'amqplib';
import type { Random } from '../../e2e/kill/random.js';
import { between, chosen, type Kind } from '../fault.js';
import type { Aside } from '../meddler.js';

type Messages = readonly GetMessage[];

export const messagesDoubled = led('messages doubled', 3, true, (messages, random) =>
  shuffled([...messages, ...messages.filter(() => random() < 0.5)], random),
);

export const messagesDelayed = led('messages delayed', 2, false, (messages) => messages);

export const messagesReordered = led('messages reordered', 3, false, shuffled);

/** Though the broker had confirmed them. */
export const messagesLost = led('messages lost', 2, false, () => []);

function led(
  name: string,
  weight: number,
  copy: boolean,
  arranged: (messages: Messages, random: Random) => Messages,
): Kind {
  return {
    name,
    weight,
    make({ meddler, nodes }, random) {
      const { name: node } = chosen(random, nodes);
      const lane = chosen(random, ['urgent', 'urgent', 'ordinary'] as const);
      let aside: Aside | undefined;
      return {
        name: `${name} on the way to ${node}, ${lane}`,
        key: `queue ${node} ${lane}`,
        forMs: between(random, 500, 3_000),
        do: async () => {
          aside = await meddler.aside(node, lane, copy);
        },
        undo: async () => {
          if (aside) await meddler.giveBack(aside, (messages) => arranged(messages, random));
        },
      };
    },
  };
}

function shuffled(messages: Messages, random: Random): Messages {
  return messages
    .map((message) => ({ message, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ message }) => message);
}
