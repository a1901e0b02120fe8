/**
 * Somebody with the broker's own rights who leads what goes to a node aside, and gives it back later: twice, late, in another
 * order, or not at all. The messages are the nodes' own, octets, properties and the sender that the broker checked.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ConfirmChannel, GetMessage } from 'amqplib';
import { closeLink, openLink, parseAddress } from '../../src/broker/link.js';
import { ManagementClient } from '../../src/broker/management.js';
import type { Lane } from '../../src/broker/message.js';
import { PartBuffers } from '../../src/broker/part-buffers.js';
import { queueOf, submitExchange } from '../../src/broker/topology.js';
import type { TestAxis } from '../support/broker.js';
import { patiently } from './patiently.js';

const user = 'meddler';
/** For one attempt; what it took comes back to the side when its connection ends. */
const withinMs = 10_000;
const heartbeatSeconds = 5;
const closeWithinMs = 1_000;

export interface Aside {
  readonly queue: string;
  readonly node: string;
  readonly lane: Lane;
}

export class Meddler {
  readonly #axis: TestAxis;
  #count = 0;

  private constructor(axis: TestAxis) {
    this.#axis = axis;
  }

  static async on(axis: TestAxis): Promise<Meddler> {
    const client = new ManagementClient(axis.broker.management);
    // Who may publish in the name of others, as the broker's own shovels do.
    await client.put(['users', user], { password_hash: '', tags: 'impersonator' });
    const all = { configure: '.*', write: '.*', read: '.*' };
    await client.put(['permissions', axis.vhost, user], all);
    client.close();
    return new Meddler(axis);
  }

  /** From now on what goes to the node in this lane comes aside; with `copy` it goes to the node as well. */
  async aside(node: string, lane: Lane, copy: boolean): Promise<Aside> {
    this.#count += 1;
    const queue = `aside.${this.#count}`;
    const key = `*.${lane}.${node}`;
    await this.#patiently(async (channel) => {
      await channel.assertQueue(queue, { durable: true });
      // The new way first: at no moment there is none.
      await channel.bindQueue(queue, submitExchange, key);
      if (!copy) await channel.unbindQueue(queueOf[lane](node), submitExchange, key);
    });
    return { queue, node, lane };
  }

  /**
   * The usual way again, and then what came aside meanwhile.
   * @param arranged what is given to the node, in this order, of all that came aside
   */
  async giveBack(
    { queue, node, lane }: Aside,
    arranged: (messages: readonly GetMessage[]) => readonly GetMessage[],
  ): Promise<number> {
    const key = `*.${lane}.${node}`;
    const own = queueOf[lane](node);
    return this.#patiently(async (channel) => {
      await channel.bindQueue(own, submitExchange, key);
      await channel.unbindQueue(queue, submitExchange, key);
      const messages = await taken(channel, queue);
      for (const { content, properties } of arranged(messages)) {
        const { headers, ...others } = properties;
        channel.publish('', own, content, { ...others, headers: { ...headers } });
      }
      // Only then is it gone from the side: who dies here gives it back once more.
      await channel.waitForConfirms();
      if (messages.length > 0) channel.ackAll();
      await channel.deleteQueue(queue);
      return messages.length;
    });
  }

  /** On a connection of its own each time: one that is lost in the middle must not hold what it took. */
  #patiently<Result>(run: (channel: ConfirmChannel) => Promise<Result>): Promise<Result> {
    const { broker, url } = this.#axis;
    return patiently(async () => {
      const tls = await broker.nodeTls(user);
      const options = {
        node: user,
        tls,
        connectTimeoutMs: withinMs,
        heartbeatSeconds,
        buffers: new PartBuffers(),
      };
      const link = await openLink(parseAddress(url), options);
      link.on('error', () => {});
      try {
        const channel = await link.createConfirmChannel();
        channel.on('error', () => {});
        const late = delay(withinMs, undefined, { ref: false }).then(() => {
          throw new Error('the broker does not answer');
        });
        return await Promise.race([run(channel), late]);
      } finally {
        await closeLink(link, closeWithinMs);
      }
    });
  }
}

async function taken(channel: ConfirmChannel, queue: string): Promise<GetMessage[]> {
  const messages: GetMessage[] = [];
  for (;;) {
    const message = await channel.get(queue);
    if (!message) return messages;
    messages.push(message);
  }
}
