/**
 * Sends large attachments, cut into parts, before their packet. What the broker confirmed is stored as it goes, and never are
 * more parts on the way than a window past what was stored: so little is sent again when the node dies, however often.
 */
import { limits, type PartRange, partCount, partNumbers, withoutParts } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { AgentContext } from './context.js';
import type { ContentToSend } from './part-ports.js';
import { Permits } from './permits.js';
import type { Lane } from './ports.js';

export interface Publishable {
  readonly type: 'packet' | 'receipt' | 'returned';
  readonly packetId: string;
  readonly lane: Lane;
  readonly recipients: readonly string[];
  readonly body: Buffer;
  readonly parts: readonly ContentToSend[];
  /** The node that asked for the parts; left out at the first sending. */
  readonly askedBy?: string;
}

type Outcome = 'confirmed' | 'unroutable';

/** Parts in memory at a time, of all documents together: 32 MiB. */
const partsInMemory = 64;
/** Of the parts of a content, this share may be unstored: five deaths on the way send a tenth of it again, at most. */
const windowShare = 0.02;
const window = { least: 4, most: 48 };

export class PartSender {
  readonly #context: AgentContext;
  readonly #permits = new Permits(partsInMemory);

  constructor(context: AgentContext) {
    this.#context = context;
  }

  /**
   * Publishes every part that is to be sent and, after all are confirmed, the packet.
   * @throws EdocError `agent.stopping` between two parts once `signal` is aborted; `content.…`, `store.…`, `broker.…`
   */
  async publish(item: Publishable, signal: AbortSignal): Promise<Outcome> {
    for (const content of item.parts) {
      const outcome = await new Sending(this.#context, this.#permits, item, content).run(signal);
      // Where only some of the recipients need it, the packet itself tells who can be reached.
      if (outcome === 'unroutable' && content.nodes.length === item.recipients.length) return outcome;
    }
    return this.#context.bus.publish({
      type: item.type,
      messageId: item.packetId,
      lane: item.lane,
      recipients: item.recipients,
      body: item.body,
    });
  }
}

/** One content of one packet. */
class Sending {
  readonly #context: AgentContext;
  readonly #permits: Permits;
  readonly #item: Publishable;
  readonly #content: ContentToSend;
  readonly #count: number;
  /** One for each part that is on the way or confirmed and not stored. */
  readonly #unstored: Permits;
  readonly #underWay = new Set<Promise<void>>();
  readonly #confirmed = new Set<number>();
  /** Buffers for parts, used again: with one for each part half of the work was to collect them (docs/adr/0023). */
  readonly #buffers: Buffer[] = [];
  #remaining: readonly PartRange[];
  #storing: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #unroutable = false;

  constructor(context: AgentContext, permits: Permits, item: Publishable, content: ContentToSend) {
    this.#context = context;
    this.#permits = permits;
    this.#item = item;
    this.#content = content;
    this.#remaining = content.remaining;
    this.#count = partCount(content.size);
    const share = Math.floor(this.#count * windowShare);
    this.#unstored = new Permits(Math.min(window.most, Math.max(window.least, share)));
  }

  async run(signal: AbortSignal): Promise<Outcome> {
    if (this.#remaining.length === 0) return 'confirmed';
    // So few parts are not worth a line in the store, unless it has one. What is given back has another place for how far it is.
    const isKept =
      this.#item.type !== 'returned' && (this.#count > window.least || this.#item.askedBy !== undefined);
    if (isKept) await this.#store();
    let isWhole = true;
    for (const index of partNumbers(this.#content.remaining)) {
      await this.#unstored.take();
      if (this.#failure || this.#unroutable || signal.aborted) {
        isWhole = false;
        break;
      }
      await this.#permits.take(this.#item.lane === 'urgent');
      const part = this.#publish(index, isKept).finally(() => {
        this.#permits.give(1);
        this.#underWay.delete(part);
      });
      this.#underWay.add(part);
    }
    await Promise.all(this.#underWay);
    while (this.#storing !== undefined) await this.#storing;
    if (this.#failure) throw this.#failure.error;
    if (this.#unroutable) return 'unroutable';
    if (!isWhole) throw new EdocError('agent.stopping');
    return 'confirmed';
  }

  /** Never rejects. */
  async #publish(index: number, isKept: boolean): Promise<void> {
    const { sha256, size, nodes } = this.#content;
    try {
      const buffer = this.#buffers.pop() ?? Buffer.allocUnsafeSlow(limits.partBytes);
      const start = index * limits.partBytes;
      const body = await this.#context.contents.readRange(sha256, start, limits.partBytes, buffer);
      const outcome = await this.#context.bus.publish({
        type: 'part',
        messageId: sha256,
        lane: this.#item.lane,
        recipients: nodes,
        body,
        part: { index, count: this.#count, size },
      });
      // Only now: what had no answer may still be on its way out of this process.
      this.#buffers.push(buffer);
      if (outcome === 'unroutable') this.#unroutable = true;
      else this.#confirmed.add(index);
    } catch (error) {
      this.#failure ??= { error };
    }
    if (!isKept || !this.#confirmed.has(index)) this.#unstored.give(1);
    else this.#storing ??= this.#storeConfirmed();
  }

  /** Stores what was confirmed until nothing is left to store; what comes meanwhile goes into the next turn. Never rejects. */
  async #storeConfirmed(): Promise<void> {
    try {
      while (this.#confirmed.size > 0) {
        const now = new Set(this.#confirmed);
        this.#confirmed.clear();
        this.#remaining = withoutParts(this.#remaining, now);
        try {
          await this.#store();
        } finally {
          this.#unstored.give(now.size);
        }
      }
    } catch (error) {
      this.#failure ??= { error };
    } finally {
      this.#storing = undefined;
    }
  }

  #store(): Promise<void> {
    const { store, clock } = this.#context;
    const { packetId, askedBy } = this.#item;
    return store.partsSent({
      packetId,
      sha256: this.#content.sha256,
      ...(askedBy === undefined ? {} : { node: askedBy }),
      parts: this.#count,
      remaining: this.#remaining,
      at: clock.now(),
    });
  }
}
