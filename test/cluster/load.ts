/** Documents handed in at a rate, as clerks would: what the sender's agent acknowledged is what must arrive. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Desk } from '../../src/agent/index.js';
import { to } from './rig.js';

/** Requests under way at the same time: an agent that is slow makes the rate lower, not the memory higher. */
const clerks = 64;

export class Load {
  /** Packet ids, each with its recipient, as acknowledged. */
  readonly sent = new Map<string, string>();
  /** Requests that were answered with an error. */
  readonly refused: unknown[] = [];
  readonly #desk: Desk;
  readonly #perSecond: number;
  readonly #underWay = new Set<Promise<void>>();
  #running: Promise<void> = Promise.resolve();
  #stopped = false;
  #number = 0;
  #attachment: { readonly sha256: string; readonly size: number } | undefined;

  constructor(desk: Desk, perSecond: number) {
    this.#desk = desk;
    this.#perSecond = perSecond;
  }

  async start(): Promise<void> {
    const octets = Buffer.alloc(1_500, 'đ');
    this.#attachment = await this.#desk.putContent(
      (async function* () {
        yield octets;
      })(),
    );
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    await Promise.all(this.#underWay);
  }

  async #run(): Promise<void> {
    const began = performance.now();
    for (let asked = 0; !this.#stopped; ) {
      const due = ((performance.now() - began) / 1_000) * this.#perSecond;
      // What could not be handed in in time is not made good later: the rate is a bound.
      if (due - asked > this.#perSecond) asked = due;
      for (; asked < due && this.#underWay.size < clerks; asked += 1) this.#one();
      await delay(5);
    }
  }

  #one(): void {
    this.#number += 1;
    const sending = this.#send(this.#number)
      .catch((error: unknown) => void this.refused.push(error))
      .finally(() => this.#underWay.delete(sending));
    this.#underWay.add(sending);
  }

  async #send(number: number): Promise<void> {
    const recipient = to[number % to.length] ?? '';
    const { packetId } = await this.#desk.send({
      message: {
        kind: 'document',
        to: [{ organId: recipient }],
        code: { codeNumber: String(number), codeNotation: 'VPCP-KSTT' },
        documentType: { type: 1, typeDetail: 0, typeName: 'Công văn' },
        subject: `V/v diễn tập mất máy chủ, số ${number}`,
      },
      attachments: this.#attachment ? [{ name: 'Phụ lục.bin', ...this.#attachment }] : [],
    });
    this.sent.set(packetId, recipient);
  }
}
