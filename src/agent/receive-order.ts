/**
 * Messages of one node are verified side by side and stored in the order of coming, where they speak of the same: no answer overtakes
 * the document that it names, no status another one about the same document (`spec/transport.md`, section 4).
 */
import { earlierDocuments, type Packet } from '../edoc/index.js';
import type { InboundMessage } from './ports.js';

/** One message on its way through the receiver. */
export class Arrival {
  /** Those of the same node that came earlier and are not through. */
  #before: readonly Arrival[];
  #keys: readonly string[] = [];
  #speaksOfOthers = false;
  #tellRead = () => {};
  #tellEnded = () => {};
  /** Resolves when it is known what it speaks of, or it has ended without that. */
  readonly #isRead = new Promise<void>((resolve) => {
    this.#tellRead = resolve;
  });
  readonly #hasEnded = new Promise<void>((resolve) => {
    this.#tellEnded = resolve;
  });

  constructor(before: readonly Arrival[]) {
    this.#before = before;
  }

  is(packet: Packet): void {
    const { own, others } = idsOf(packet);
    this.#keys = [...own, ...others];
    this.#speaksOfOthers = others.length > 0;
    this.#tellRead();
  }

  /** Resolves when everything that came before it and speaks of the same is through. What speaks of nothing waits for nothing. */
  async turn(): Promise<void> {
    if (!this.#speaksOfOthers) return;
    for (const earlier of this.#before) {
      await earlier.#isRead;
      if (this.#keys.some((key) => earlier.#keys.includes(key))) await earlier.#hasEnded;
    }
  }

  end(): void {
    this.#before = [];
    this.#tellRead();
    this.#tellEnded();
  }
}

export class Arrivals {
  readonly #bySender = new Map<string, Set<Arrival>>();

  /** To be called in the order of coming. What is no packet speaks of nothing, and nothing waits for it. */
  async through<Result>(
    { sender = '', type }: Pick<InboundMessage, 'sender' | 'type'>,
    work: (arrival: Arrival) => Promise<Result>,
  ): Promise<Result> {
    if (type !== 'packet') return work(new Arrival([]));
    const present = this.#bySender.get(sender) ?? new Set<Arrival>();
    const arrival = new Arrival([...present]);
    present.add(arrival);
    this.#bySender.set(sender, present);
    try {
      return await work(arrival);
    } finally {
      arrival.end();
      present.delete(arrival);
      if (present.size === 0) this.#bySender.delete(sender);
    }
  }
}

function idsOf({ packetId, message, concerns = '' }: Packet): { own: string[]; others: string[] } {
  return message.kind === 'status'
    ? { own: [packetId], others: [concerns] }
    : { own: [packetId, message.documentId], others: earlierDocuments(message) };
}
