/** Large attachments: cut into parts before their packet when sending, put together again when receiving. */
import { limits } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { AgentContext } from './context.js';
import type { Decision, InboundMessage, Lane } from './ports.js';

export interface Publishable {
  readonly type: 'packet' | 'receipt';
  readonly packetId: string;
  readonly lane: Lane;
  readonly recipients: readonly string[];
  readonly body: Buffer;
  readonly parts: readonly { readonly sha256: string; readonly size: number }[];
}

/** Parts handed to the broker and not yet confirmed, for one attachment. Bounds memory, keeps the line busy. */
const partsInFlight = 8;

/** Publishes every part and, after all are confirmed, the packet. */
export async function publishWithParts(context: AgentContext, item: Publishable): Promise<'confirmed' | 'unroutable'> {
  for (const part of item.parts) {
    const outcome = await publishParts(context, item, part);
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
): Promise<'confirmed' | 'unroutable'> {
  const count = Math.ceil(content.size / limits.partBytes);
  for (let first = 0; first < count; first += partsInFlight) {
    const window: Promise<'confirmed' | 'unroutable'>[] = [];
    for (let index = first; index < Math.min(first + partsInFlight, count); index += 1) {
      const body = await context.contents.readRange(content.sha256, index * limits.partBytes, limits.partBytes);
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

/** Receives parts, and knows which are still being written while the packet that needs them arrives. */
export class PartReceiver {
  readonly #context: AgentContext;
  readonly #writing = new Map<string, Set<Promise<void>>>();

  constructor(context: AgentContext) {
    this.#context = context;
  }

  /** Writes one part to staging, durably. @throws EdocError `part.malformed`, `store.…`. */
  async receive(message: InboundMessage): Promise<Decision> {
    const { messageId: sha256, part, body } = message;
    const well =
      part !== undefined &&
      /^[0-9a-f]{64}$/.test(sha256) &&
      part.size > 0 &&
      part.size <= limits.attachmentBytes &&
      part.count === Math.ceil(part.size / limits.partBytes) &&
      part.index >= 0 &&
      part.index < part.count &&
      body.length === Math.min(limits.partBytes, part.size - part.index * limits.partBytes);
    if (!well) throw new EdocError('part.malformed');
    if (await this.#context.contents.has(sha256)) return 'ack';
    const write = this.#context.contents.putPart(sha256, part, body);
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
  async complete(content: { readonly sha256: string; readonly size: number }): Promise<boolean> {
    if (await this.#context.contents.has(content.sha256)) return true;
    await Promise.allSettled([...(this.#writing.get(content.sha256) ?? [])]);
    return this.#context.contents.assemble(content.sha256, content.size);
  }
}
