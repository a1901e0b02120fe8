/**
 * Reading one lane: its own channel and prefetch, manual acks. It survives what leaves the connection standing: a
 * queue that goes away, a channel that the broker closes. A handler decides; this file acts on the decision.
 */
import { setMaxListeners } from 'node:events';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { Log } from '../log.js';
import { Acks } from './acks.js';
import { type Backoff, backoffMs } from './backoff.js';
import type { Decision, Lane, MessageHandler } from './message.js';
import type { PartBuffers } from './part-buffers.js';
import { queueOf } from './topology.js';
import { deliveryCount, fromDelivery } from './wire.js';

export interface ConsumerOptions {
  readonly node: string;
  readonly lane: Lane;
  readonly prefetch: number;
  readonly handler: MessageHandler;
  readonly log: Log;
  /** Between attempts to read a queue that the broker does not give. */
  readonly resubscribe: Backoff;
  /** Before a message is offered again, by the number of times it was offered. */
  readonly requeue: Backoff;
  readonly random: () => number;
  /** Get back what a part came in. */
  readonly buffers: PartBuffers;
}

export class LaneConsumer {
  readonly #model: ChannelModel;
  readonly #options: ConsumerOptions;
  readonly #handling = new Set<Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #channel: Channel | undefined;
  /** Those of the channel. */
  #acks = new Acks(() => {});
  /** Aborted with the end of the channel: for handlers that wait with a message in their hands. */
  #lost = new AbortController();
  #tag: string | undefined;
  #attempt = 0;
  #stopped = false;

  constructor(model: ChannelModel, options: ConsumerOptions) {
    this.#model = model;
    this.#options = options;
  }

  /** Resolves when the broker delivers, or after the first attempt that it refused; it goes on trying. */
  async start(): Promise<void> {
    const { node, lane, prefetch, log } = this.#options;
    try {
      const channel = await this.#model.createChannel();
      this.#channel = channel;
      this.#acks = new Acks((delivery, allUpTo) =>
        this.#answer(channel, () => channel.ack(delivery, allUpTo)),
      );
      this.#lost = new AbortController();
      // As many may wait for it as there are messages in hand.
      setMaxListeners(prefetch, this.#lost.signal);
      channel.on('error', (error) => log.warn('channel closed by the broker', { node, kind: lane, error }));
      channel.on('close', () => this.#gone(channel));
      await channel.prefetch(prefetch);
      const onMessage = (delivery: ConsumeMessage | null) => {
        if (delivery === null) this.#cancelled(channel);
        else this.#take(channel, delivery);
      };
      const { consumerTag } = await channel.consume(queueOf[lane](node), onMessage);
      this.#tag = consumerTag;
      this.#attempt = 0;
    } catch (error) {
      // A channel that the broker closed says so with its own event, which tries again.
      if (this.#channel === undefined && !this.#stopped) {
        log.warn('queue not readable', { node, kind: lane, error });
        this.#later();
      }
    }
  }

  /** Takes nothing new. Messages that were delivered and not yet handled go back to the queue. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#lost.abort();
    if (this.#channel === undefined || this.#tag === undefined) return;
    try {
      await this.#channel.cancel(this.#tag);
    } catch {
      // The channel went away meanwhile, and with it the subscription.
    }
  }

  /** Resolves when no handler is at work. */
  async idle(): Promise<void> {
    while (this.#handling.size > 0) await Promise.all(this.#handling);
  }

  /** Closes the channel behind the last answer: a closing connection would overtake it. */
  async close(): Promise<void> {
    this.#acks.send();
    const channel = this.#channel;
    this.#channel = undefined;
    try {
      await channel?.close();
    } catch {
      // It went away meanwhile.
    }
  }

  #gone(channel: Channel): void {
    if (this.#channel !== channel) return;
    this.#channel = undefined;
    this.#tag = undefined;
    this.#lost.abort();
    if (!this.#stopped) this.#later();
  }

  /** The queue was deleted or moved: the channel is still open, but nothing will come on it. */
  #cancelled(channel: Channel): void {
    this.#options.log.warn('queue taken away by the broker', {
      node: this.#options.node,
      kind: this.#options.lane,
    });
    channel.close().catch(() => this.#gone(channel));
  }

  #later(): void {
    const delayMs = backoffMs(this.#attempt++, this.#options.resubscribe, this.#options.random);
    this.#after(delayMs, () => void this.start());
  }

  #after(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, delayMs);
    this.#timers.add(timer);
  }

  #take(channel: Channel, delivery: ConsumeMessage): void {
    this.#acks.came(delivery);
    // Not begun, so not acked: it goes back to the queue when the channel closes.
    if (this.#stopped) return;
    const handling = this.#handle(channel, delivery).finally(() => this.#handling.delete(handling));
    this.#handling.add(handling);
  }

  async #handle(channel: Channel, delivery: ConsumeMessage): Promise<void> {
    const { handler, lane, log, node, buffers } = this.#options;
    const { signal } = this.#lost;
    const acks = this.#acks;
    let decision: Decision;
    try {
      const message = { ...fromDelivery(delivery, lane), lost: signal };
      decision = await handler(message);
      if (decision === 'ack' && message.type === 'part') buffers.giveBack(message.body);
    } catch (error) {
      log.error('message handler failed', { node, kind: lane, error });
      decision = 'requeue';
    }
    if (decision === 'ack') acks.ack(delivery);
    else if (decision === 'requeue') this.#putBack(channel, acks, delivery);
    else this.#nack(channel, acks, delivery, false);
  }

  #putBack(channel: Channel, acks: Acks, delivery: ConsumeMessage): void {
    if (this.#stopped || this.#channel !== channel) return;
    const { requeue, random } = this.#options;
    this.#after(backoffMs(deliveryCount(delivery), requeue, random), () =>
      this.#nack(channel, acks, delivery, true),
    );
  }

  #nack(channel: Channel, acks: Acks, delivery: ConsumeMessage, again: boolean): void {
    acks.answered(delivery);
    this.#answer(channel, () => channel.nack(delivery, false, again));
  }

  /** On a channel that has ended there is nothing to answer: the broker has put the message back already. */
  #answer(channel: Channel, send: () => void): void {
    if (this.#channel !== channel) return;
    try {
      send();
    } catch (error) {
      this.#options.log.debug('answer not sent', {
        node: this.#options.node,
        kind: this.#options.lane,
        error,
      });
    }
  }
}
