/** Large attachments: cut into parts before their packet when sending, put together again when receiving. */
import { limits } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { AgentContext } from './context.js';
import type { Decision, InboundMessage, Lane, PartPosition } from './ports.js';

export interface Publishable {
  readonly type: 'packet' | 'receipt' | 'returned';
  readonly packetId: string;
  readonly lane: Lane;
  readonly recipients: readonly string[];
  readonly body: Buffer;
  readonly parts: readonly { readonly sha256: string; readonly size: number }[];
}

/** Parts handed to the broker and not yet confirmed, for one attachment. Bounds memory, keeps the line busy. */
const partsInFlight = 8;

/**
 * Publishes every part and, after all are confirmed, the packet.
 * @throws EdocError `agent.stopping` between two parts once `signal` is aborted; `content.…`, `store.…`, `broker.…`
 */
export async function publishWithParts(
  context: AgentContext,
  item: Publishable,
  signal: AbortSignal,
): Promise<'confirmed' | 'unroutable'> {
  for (const part of item.parts) {
    const outcome = await publishParts(context, item, part, signal);
    if (outcome === 'unroutable') return outcome;
  }
  return context.bus.publish({
    type: item.type,
    messageId: item.packetId,
    lane: item.lane,
    recipients: item.recipients,
    body: item.body,
  });
}

async function publishParts(
  context: AgentContext,
  item: Publishable,
  content: { readonly sha256: string; readonly size: number },
  signal: AbortSignal,
): Promise<'confirmed' | 'unroutable'> {
  const count = Math.ceil(content.size / limits.partBytes);
  for (let first = 0; first < count; first += partsInFlight) {
    if (signal.aborted) throw new EdocError('agent.stopping');
    const window: Promise<'confirmed' | 'unroutable'>[] = [];
    for (let index = first; index < Math.min(first + partsInFlight, count); index += 1) {
      const body = await context.contents.readRange(
        content.sha256,
        index * limits.partBytes,
        limits.partBytes,
      );
      const published = context.bus.publish({
        type: 'part',
        messageId: content.sha256,
        lane: item.lane,
        recipients: item.recipients,
        body,
        part: { index, count, size: content.size },
      });
      // The others of the window still run when one fails; their failures are this one's too.
      published.catch(() => {});
      window.push(published);
    }
    if ((await Promise.all(window)).includes('unroutable')) return 'unroutable';
  }
  return 'confirmed';
}

/**
 * Receives parts, and puts attachments together. One piece of work at a time for each content: a packet waits for the parts
 * that are still being written, and no part is written, nor the same content put together twice, while it is put together.
 */
export class PartReceiver {
  readonly #context: AgentContext;
  readonly #writing = new Map<string, Set<Promise<void>>>();
  readonly #assembling = new Map<string, Promise<boolean>>();

  constructor(context: AgentContext) {
    this.#context = context;
  }

  /** Writes one part to staging, durably. @throws EdocError `part.malformed`, `store.…`. */
  async receive(message: InboundMessage): Promise<Decision> {
    const { messageId: sha256, part, body } = message;
    if (!part || !isWellCut(sha256, part, body.length)) throw new EdocError('part.malformed');
    const write = this.#write(sha256, part, body);
    const writes = this.#writing.get(sha256) ?? new Set();
    this.#writing.set(sha256, writes);
    writes.add(write);
    try {
      await write;
    } finally {
      writes.delete(write);
      if (writes.size === 0) this.#writing.delete(sha256);
    }
    return 'ack';
  }

  /** True when the whole attachment is on disk, put together from its parts if need be. */
  complete(content: { readonly sha256: string; readonly size: number }): Promise<boolean> {
    const { sha256 } = content;
    // In the order of coming: it waits for what came before it, and what comes after it waits for it.
    const before = [...(this.#writing.get(sha256) ?? []), this.#assembling.get(sha256)];
    const mine = Promise.allSettled(before).then(() => this.#assemble(content));
    this.#assembling.set(sha256, mine);
    const forget = () => {
      if (this.#assembling.get(sha256) === mine) this.#assembling.delete(sha256);
    };
    mine.then(forget, forget);
    return mine;
  }

  async #write(sha256: string, part: PartPosition, body: Buffer): Promise<void> {
    await this.#assembling.get(sha256)?.catch(() => undefined);
    await this.#context.contents.putPart(sha256, part, body);
  }

  async #assemble({ sha256, size }: { readonly sha256: string; readonly size: number }): Promise<boolean> {
    const { contents } = this.#context;
    // Nothing is cut into no parts: an empty file beside large ones.
    if (size === 0) return (await contents.put(noOctets())).sha256 === sha256;
    return contents.assemble(sha256, size);
  }
}

function isWellCut(sha256: string, { index, count, size }: PartPosition, octets: number): boolean {
  return (
    /^[0-9a-f]{64}$/.test(sha256) &&
    size > 0 &&
    size <= limits.attachmentBytes &&
    count === Math.ceil(size / limits.partBytes) &&
    index < count &&
    octets === Math.min(limits.partBytes, size - index * limits.partBytes)
  );
}

async function* noOctets(): AsyncGenerator<Uint8Array> {}
