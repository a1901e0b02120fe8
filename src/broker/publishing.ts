/**
 * The publishing half of a connection: a channel, and another one after the broker nacked something, or says nothing about it. A channel whose first
 * message for a queue comes while that queue has just lost its leader with a broker asks the lost one for ever (RabbitMQ 3.10):
 * each further message is nacked, or has no confirm, until that broker is back, while a new channel reaches the new leader.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import type { EdocError } from '../errors.js';
import { type Backoff, backoffMs } from './backoff.js';
import { type Outcome, Publisher, type Window } from './publisher.js';
import type { Publication } from './wire.js';
import { within } from './within.js';

export interface PublishingOptions {
  readonly window: Window;
  /** Before a new channel, so that a queue that nacks for long does not cost one for each message. */
  readonly requeue: Backoff;
  readonly random: () => number;
}

/** What the channel before has in flight is waited for so long; then it ends, and what had no answer is published again. */
const drainMs = 2_000;

/** Between two looks at what is in flight; a process that was busy itself looks late, and takes no pause of its own for the broker's. */
const lookEveryMs = 1_000;
/**
 * Looks in a row that find the same message waiting longest. Confirms of one queue come in order, so that either nothing is confirmed
 * any more, or nothing of that message's queue.
 */
const stalledLooks = 5;

export class Publishing {
  readonly #model: ChannelModel;
  readonly #options: PublishingOptions;
  readonly #lost: (cause: unknown) => EdocError;
  readonly #onEnd: () => void;
  #publisher: Publisher;
  #isRenewing = false;
  #renewals = 0;
  #renewedAtMs = 0;
  #isBlocked = false;
  readonly #looking: NodeJS.Timeout;

  private constructor(
    model: ChannelModel,
    channel: ConfirmChannel,
    options: PublishingOptions,
    lost: (cause: unknown) => EdocError,
    onEnd: () => void,
  ) {
    this.#model = model;
    this.#options = options;
    this.#lost = lost;
    this.#onEnd = onEnd;
    this.#publisher = this.#on(channel);
    // A broker with an alarm confirms nothing, and would not hear of a new channel.
    model.on('blocked', () => {
      this.#isBlocked = true;
    });
    model.on('unblocked', () => {
      this.#isBlocked = false;
    });
    this.#looking = this.#look();
  }

  /** `onEnd` hears that nothing can be published on this connection any more. Rejects with the driver's error. */
  static async open(
    model: ChannelModel,
    options: PublishingOptions,
    lost: (cause: unknown) => EdocError,
    onEnd: () => void,
  ): Promise<Publishing> {
    return new Publishing(model, await openChannel(model, options.window), options, lost, onEnd);
  }

  /** Why nothing can be published any more; undefined while something can. */
  get ended(): EdocError | undefined {
    return this.#publisher.ended;
  }

  /** @throws EdocError as {@link Publisher.publish} */
  async publish(publication: Publication): Promise<Outcome> {
    const publisher = this.#publisher;
    try {
      return await publisher.publish(publication);
    } finally {
      if (publisher.isNacked) void this.#renew(publisher);
    }
  }

  /** Resolves when nothing waits and nothing is in flight. */
  idle(): Promise<void> {
    return this.#publisher.idle();
  }

  /** Rejects all that is in flight or waits, and all that comes later. */
  end(error: EdocError): void {
    clearInterval(this.#looking);
    this.#publisher.end(error);
  }

  #look(): NodeJS.Timeout {
    let [oldest, looks]: [object | undefined, number] = [undefined, 0];
    const timer = setInterval(() => {
      const { oldest: now, ended } = this.#publisher;
      looks = now !== undefined && now === oldest && !this.#isBlocked ? looks + 1 : 0;
      oldest = now;
      if (ended && !this.#isRenewing) clearInterval(timer);
      else if (looks >= stalledLooks) void this.#renew(this.#publisher);
    }, lookEveryMs);
    timer.unref();
    return timer;
  }

  #on(channel: ConfirmChannel, after?: Promise<unknown>): Publisher {
    const publisher = new Publisher(channel, this.#options.window, this.#lost, after);
    channel.on('close', () => {
      // One that the broker closed (a right was taken away) is not mended: all begins anew.
      if (publisher === this.#publisher) this.#onEnd();
    });
    return publisher;
  }

  /** What is published meanwhile waits until the channel before has come to rest, so that nothing overtakes. */
  async #renew(nacked: Publisher): Promise<void> {
    if (this.#isRenewing || nacked !== this.#publisher) return;
    this.#isRenewing = true;
    try {
      await delay(this.#pauseMs(), undefined, { ref: false });
      if (nacked.ended) return;
      const channel = await openChannel(this.#model, this.#options.window);
      if (nacked.ended) return;
      const drained = within(nacked.idle(), drainMs).then(() => {
        // A channel that asks a broker that stands still does not answer this either.
        void nacked.close();
        nacked.end(this.#lost(undefined));
      });
      this.#publisher = this.#on(channel, drained);
      await drained;
    } catch {
      this.#onEnd();
    } finally {
      this.#isRenewing = false;
    }
  }

  #pauseMs(): number {
    const { requeue, random } = this.#options;
    const now = performance.now();
    if (now - this.#renewedAtMs > 2 * requeue.maxMs) this.#renewals = 0;
    this.#renewedAtMs = now;
    this.#renewals += 1;
    return backoffMs(this.#renewals - 1, requeue, random);
  }
}

/** Our own window bounds what is unconfirmed; the driver's mark counts frames, of which a message has several. */
function openChannel(model: ChannelModel, window: Window): Promise<ConfirmChannel> {
  return model.createConfirmChannel({ highWaterMark: 4 * window.messages });
}
