/** What a node received, and a way to wait for it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Decision, InboundMessage, MessageHandler } from '../../src/broker/index.js';

export class Inbox {
  readonly messages: InboundMessage[] = [];
  readonly #decide: (message: InboundMessage) => Decision | Promise<Decision>;

  constructor(decide: (message: InboundMessage) => Decision | Promise<Decision> = () => 'ack') {
    this.#decide = decide;
  }

  readonly handler: MessageHandler = async (message) => {
    this.messages.push(message);
    return this.#decide(message);
  };

  async waitFor(count: number): Promise<readonly InboundMessage[]> {
    await until(() => this.messages.length >= count);
    return this.messages;
  }

  ids(): string[] {
    return this.messages.map((message) => message.messageId);
  }
}

/** Bounded by the test's own time limit. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20);
}
