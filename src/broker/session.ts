/**
 * A node at the broker while that stands: a connection to publish on and, when subscribed, another one to read from with a
 * channel for each lane. Two, because a broker short of memory or disk stops reading from connections that publish: the
 * acks that would empty its queues must not be stuck behind. They end together.
 */
import type { ChannelModel } from 'amqplib';
import { type EdocError, isEdocError } from '../errors.js';
import type { Log } from '../log.js';
import type { Backoff } from './backoff.js';
import { LaneConsumer } from './consumer.js';
import { sweepDeadLetters } from './dead-letters.js';
import { type Address, closeLink, type LinkOptions, lostError, openLink } from './link.js';
import type { Lane, MessageHandler } from './message.js';
import type { Window } from './publisher.js';
import { Publishing } from './publishing.js';
import { within } from './within.js';

export interface SessionOptions extends LinkOptions {
  readonly log: Log;
  readonly prefetch: Readonly<Record<Lane, number>>;
  readonly reconnect: Backoff;
  readonly requeue: Backoff;
  readonly window: Window;
  readonly closeTimeoutMs: number;
  readonly random: () => number;
}

export class Session {
  /** Why the connection ended, once it has; never rejects. */
  readonly ended: Promise<EdocError>;
  readonly publisher: Publishing;
  readonly #address: Address;
  readonly #model: ChannelModel;
  #reading: Promise<ChannelModel> | undefined;
  readonly #options: SessionOptions;
  readonly #lost: (cause: unknown) => EdocError;
  #consumers: readonly LaneConsumer[] = [];

  private constructor(
    address: Address,
    model: ChannelModel,
    ended: Promise<EdocError>,
    publisher: Publishing,
    lost: (cause: unknown) => EdocError,
    options: SessionOptions,
  ) {
    this.#address = address;
    this.#model = model;
    this.ended = ended;
    this.publisher = publisher;
    this.#lost = lost;
    this.#options = options;
  }

  /**
   * `onBlocked` hears the broker's flow control: short of memory or disk it stops reading from publishers.
   * @throws EdocError `broker.unavailable`, `broker.tls`, `broker.refused`
   */
  static async open(
    address: Address,
    options: SessionOptions,
    onBlocked: (blocked: boolean) => void,
  ): Promise<Session> {
    const { node, closeTimeoutMs } = options;
    const lost = (cause: unknown) => lostError(cause, address, node);
    const model = await openLink(address, options);
    const closed = whenClosed(model);
    model.on('blocked', () => onBlocked(true));
    model.on('unblocked', () => onBlocked(false));
    try {
      const onEnd = () => void closeLink(model, closeTimeoutMs);
      const publisher = await Publishing.open(model, options, lost, onEnd);
      const ended = closed.then((cause) => {
        publisher.end(lost(cause));
        return publisher.ended ?? lost(cause);
      });
      return new Session(address, model, ended, publisher, lost, options);
    } catch (error) {
      await closeLink(model, closeTimeoutMs);
      throw lost(error);
    }
  }

  /** False from the moment that nothing can be published any more, which is before {@link ended} is heard. */
  get isUp(): boolean {
    return this.publisher.ended === undefined;
  }

  /** Reads both lanes. Does nothing where that has begun. Where the broker does not let it, the session ends. */
  async subscribe(handler: MessageHandler): Promise<void> {
    if (this.#consumers.length > 0) return;
    const model = await this.#readingLink().catch(() => undefined);
    if (!model || this.#consumers.length > 0) return;
    const { node, prefetch, log, reconnect: resubscribe, requeue, random, buffers } = this.#options;
    const lanes: readonly Lane[] = ['urgent', 'ordinary'];
    this.#consumers = lanes.map((lane) => {
      const common = { node, lane, handler, log, resubscribe, requeue, random, buffers };
      return new LaneConsumer(model, { ...common, prefetch: prefetch[lane] });
    });
    await Promise.all(this.#consumers.map((consumer) => consumer.start()));
  }

  /** @throws EdocError `broker.unavailable`, `broker.refused`, and what the handler throws */
  async sweepDeadLetters(handler: MessageHandler): Promise<{ taken: number; left: number }> {
    let failure: { readonly error: unknown } | undefined;
    const guarded: MessageHandler = async (message) => {
      try {
        return await handler(message);
      } catch (error) {
        failure = { error };
        throw error;
      }
    };
    try {
      return await sweepDeadLetters(await this.#readingLink(), this.#options.node, guarded);
    } catch (error) {
      throw failure === undefined ? this.#lost(error) : failure.error;
    }
  }

  /** Ends the subscriptions; what was delivered and not begun goes back to the queues. */
  async stopConsuming(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.stop()));
  }

  /** Waits, for a bounded time, for handlers at work and then for confirms. Never rejects. */
  async settle(): Promise<void> {
    const settled = Promise.all(this.#consumers.map((consumer) => consumer.idle())).then(() =>
      this.publisher.idle(),
    );
    await within(settled, this.#options.closeTimeoutMs);
  }

  /** Never rejects, and does not wait for a broker that does not answer. */
  async close(): Promise<void> {
    const { closeTimeoutMs } = this.#options;
    await within(Promise.all(this.#consumers.map((consumer) => consumer.close())), closeTimeoutMs);
    const reading = this.#reading?.then((model) => closeLink(model, closeTimeoutMs));
    await Promise.allSettled([reading, closeLink(this.#model, closeTimeoutMs)]);
  }

  /** Opened for whoever reads first: the operator, who only publishes, needs none. */
  #readingLink(): Promise<ChannelModel> {
    this.#reading ??= this.#openReading();
    return this.#reading;
  }

  async #openReading(): Promise<ChannelModel> {
    const { closeTimeoutMs } = this.#options;
    try {
      const model = await openLink(this.#address, this.#options);
      void whenClosed(model).then((cause) => {
        this.publisher.end(this.#lost(cause));
        return closeLink(this.#model, closeTimeoutMs);
      });
      void this.ended.then(() => closeLink(model, closeTimeoutMs));
      return model;
    } catch (error) {
      this.publisher.end(isEdocError(error) ? error : this.#lost(error));
      await closeLink(this.#model, closeTimeoutMs);
      throw error;
    }
  }
}

/** The error that ended the connection; undefined where it was closed in good order. */
function whenClosed(model: ChannelModel): Promise<unknown> {
  return new Promise((resolve) => {
    let first: unknown;
    model.on('error', (error) => {
      first ??= error;
    });
    model.on('close', (error) => resolve(first ?? error));
  });
}
