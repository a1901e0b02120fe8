/**
 * The acks of one channel, sent together: in a quorum queue each is a command of its own that every member of the cluster
 * writes down, however many messages it is for. What is acked in one turn of the event loop goes out behind it: one ack for all
 * before the first message that is still in hand, and one each for those after it.
 */
import type { ConsumeMessage } from 'amqplib';

export class Acks {
  readonly #sendAck: (delivery: ConsumeMessage, allUpTo: boolean) => void;
  /** Delivery tags in the order of coming, which is theirs. */
  readonly #inHand = new Set<number>();
  #acked: ConsumeMessage[] = [];

  /** @param sendAck with `allUpTo`, every message that is not answered and came before is acked too */
  constructor(sendAck: (delivery: ConsumeMessage, allUpTo: boolean) => void) {
    this.#sendAck = sendAck;
  }

  /** To be called for every message of the channel, as it comes. */
  came({ fields }: ConsumeMessage): void {
    this.#inHand.add(fields.deliveryTag);
  }

  /** The broker was told of it otherwise: it is put back, or refused. */
  answered({ fields }: ConsumeMessage): void {
    this.#inHand.delete(fields.deliveryTag);
  }

  ack(delivery: ConsumeMessage): void {
    this.answered(delivery);
    if (this.#acked.length === 0) setImmediate(() => this.send());
    this.#acked.push(delivery);
  }

  /** At once, where the channel is about to end. */
  send(): void {
    const acked = this.#acked.sort((one, other) => tagOf(one) - tagOf(other));
    this.#acked = [];
    const [firstInHand = Number.POSITIVE_INFINITY] = this.#inHand;
    const before = acked.filter((delivery) => tagOf(delivery) < firstInHand);
    const last = before.at(-1);
    if (last) this.#sendAck(last, before.length > 1);
    for (const delivery of acked.slice(before.length)) this.#sendAck(delivery, false);
  }
}

function tagOf({ fields }: ConsumeMessage): number {
  return fields.deliveryTag;
}
