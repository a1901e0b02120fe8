/**
 * Publishing on one channel: many publications in flight, each settled by its own confirm. The channel keeps the
 * order of the calls. A publisher lives as long as its channel; when that ends, all that is in flight is rejected.
 */
import type { ConfirmChannel, Message } from 'amqplib';
import { EdocError } from '../errors.js';
import { identity, type Publication } from './wire.js';

export type Outcome = 'confirmed' | 'unroutable';

export interface Window {
  readonly messages: number;
  readonly bytes: number;
  /** A confirm that has not come after this long will not come. */
  readonly confirmTimeoutMs: number;
}

interface Flight {
  readonly publication: Publication;
  readonly identity: string;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: EdocError) => void;
  returned: boolean;
}

export class Publisher {
  readonly #channel: ConfirmChannel;
  readonly #window: Window;
  readonly #lost: (cause: unknown) => EdocError;
  readonly #waiting: Flight[] = [];
  readonly #flights = new Set<Flight>();
  readonly #byIdentity = new Map<string, Flight[]>();
  readonly #idle: (() => void)[] = [];
  #bytes = 0;
  #full = false;
  #channelError: unknown;
  #isNacked = false;
  #ended: EdocError | undefined;

  /** Why nothing can be published any more; undefined while something can. */
  get ended(): EdocError | undefined {
    return this.#ended;
  }

  /** What has been in flight longest, as something to be recognised by; undefined where nothing is. */
  get oldest(): object | undefined {
    return this.#flights.values().next().value;
  }

  /** The broker did not take something on this channel. */
  get isNacked(): boolean {
    return this.#isNacked;
  }

  /** @param after nothing goes out before it resolves */
  constructor(
    channel: ConfirmChannel,
    window: Window,
    lost: (cause: unknown) => EdocError,
    after?: Promise<unknown>,
  ) {
    this.#channel = channel;
    this.#window = window;
    this.#lost = lost;
    this.#full = after !== undefined;
    void after?.then(() => {
      this.#full = false;
      this.#send();
    });
    channel.on('return', (message: Message) => this.#returned(message));
    channel.on('drain', () => {
      this.#full = false;
      this.#send();
    });
    channel.on('error', (error) => {
      this.#channelError = error;
    });
    // Ahead of the driver's own listener, which would report every publication in flight as nacked.
    channel.prependListener('close', () => this.end(this.#lost(this.#channelError)));
  }

  publish(publication: Publication): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      const id = identity(publication, publication.options);
      this.#waiting.push({ publication, identity: id, resolve, reject, returned: false });
      this.#send();
    });
  }

  /** Resolves when nothing waits and nothing is in flight. */
  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Rejects all that is in flight or waits, and all that comes later. */
  end(error: EdocError): void {
    if (this.#ended) return;
    this.#ended = error;
    const unsettled = [...this.#flights, ...this.#waiting.splice(0)];
    for (const flight of unsettled) this.#settle(flight, error);
    this.#wakeIdle();
  }

  /** Ends the channel in good order; what is in flight is rejected. Never rejects. */
  async close(): Promise<void> {
    if (this.#ended) return;
    await this.#channel.close().catch(() => undefined);
  }

  #send(): void {
    while (!this.#ended && !this.#full && this.#hasRoom()) {
      const flight = this.#waiting.shift();
      if (!flight) return;
      this.#launch(flight);
    }
  }

  /** A message larger than the whole window still goes when nothing else is in flight. */
  #hasRoom(): boolean {
    const next = this.#waiting[0];
    if (!next) return false;
    if (this.#flights.size === 0) return true;
    const bytes = this.#bytes + next.publication.body.length;
    return this.#flights.size < this.#window.messages && bytes <= this.#window.bytes;
  }

  #launch(flight: Flight): void {
    const { exchange, routingKey, body, options } = flight.publication;
    this.#flights.add(flight);
    this.#bytes += body.length;
    const twins = this.#byIdentity.get(flight.identity);
    if (twins) twins.push(flight);
    else this.#byIdentity.set(flight.identity, [flight]);
    const timer = setTimeout(
      () => this.#settle(flight, this.#lost(undefined)),
      this.#window.confirmTimeoutMs,
    );
    timer.unref();
    try {
      const room = this.#channel.publish(exchange, routingKey, body, options, (refusal: unknown) => {
        clearTimeout(timer);
        this.#confirmed(flight, refusal);
      });
      if (!room) this.#full = true;
    } catch (error) {
      // The driver throws on a channel that is closing: nothing can follow on it.
      clearTimeout(timer);
      this.end(this.#lost(error));
    }
  }

  #confirmed(flight: Flight, refusal: unknown): void {
    if (refusal === null) this.#settle(flight, flight.returned ? 'unroutable' : 'confirmed');
    else if (this.#ended) this.#settle(flight, this.#ended);
    else {
      this.#isNacked = true;
      const messageId = flight.publication.options.messageId ?? '';
      this.#settle(flight, new EdocError('broker.nacked', { detail: { messageId } }));
    }
  }

  /** The broker sends a return before the confirm of the same message. */
  #returned(message: Message): void {
    const twins = this.#byIdentity.get(identity(message.fields, message.properties));
    const flight = twins?.find((twin) => !twin.returned);
    if (flight) flight.returned = true;
  }

  #settle(flight: Flight, outcome: Outcome | EdocError): void {
    if (this.#flights.delete(flight)) {
      this.#bytes -= flight.publication.body.length;
      this.#forget(flight);
    }
    if (outcome instanceof EdocError) flight.reject(outcome);
    else flight.resolve(outcome);
    this.#send();
    this.#wakeIdle();
  }

  #forget(flight: Flight): void {
    const twins = this.#byIdentity.get(flight.identity)?.filter((twin) => twin !== flight) ?? [];
    if (twins.length === 0) this.#byIdentity.delete(flight.identity);
    else this.#byIdentity.set(flight.identity, twins);
  }

  #isIdle(): boolean {
    return this.#flights.size === 0 && this.#waiting.length === 0;
  }

  #wakeIdle(): void {
    if (!this.#isIdle()) return;
    for (const wake of this.#idle.splice(0)) wake();
  }
}
