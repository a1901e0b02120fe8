/** Large attachments that come in parts: kept for each sending node by itself, and put together when their packet comes. */
import { limits, type PartRange, partCount } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { AgentContext } from './context.js';
import type { Decision, InboundMessage, PartPosition } from './ports.js';

/**
 * Receives parts, and puts attachments together. One piece of work at a time for each content of a sender: a packet waits for the parts
 * that are still being written, and no part is written, nor the same content put together twice, while it is put together.
 */
export class PartReceiver {
  readonly #context: AgentContext;
  readonly #writing = new Map<string, Set<Promise<void>>>();
  readonly #assembling = new Map<string, Promise<readonly PartRange[]>>();

  constructor(context: AgentContext) {
    this.#context = context;
  }

  /** Writes one part to staging, durably. @throws EdocError `part.malformed`, `store.…`. */
  async receive(message: InboundMessage, sender: string): Promise<Decision> {
    const { messageId: sha256, part, body } = message;
    if (!part || !isWellCut(sha256, part, body.length)) throw new EdocError('part.malformed');
    const key = keyOf(sender, sha256);
    const write = this.#write(key, sender, { sha256, part, body });
    const writes = this.#writing.get(key) ?? new Set();
    this.#writing.set(key, writes);
    writes.add(write);
    try {
      await write;
    } finally {
      writes.delete(write);
      if (writes.size === 0) this.#writing.delete(key);
    }
    return 'ack';
  }

  /**
   * The parts that are missing; none when the whole attachment is on disk, put together if need be from what this node sent.
   * @throws EdocError `packet.attachment-missing` for what no parts can make, `store.…`
   */
  complete(sender: string, content: Content): Promise<readonly PartRange[]> {
    const key = keyOf(sender, content.sha256);
    // In the order of coming: it waits for what came before it, and what comes after it waits for it.
    const before = [...(this.#writing.get(key) ?? []), this.#assembling.get(key)];
    const mine = Promise.allSettled(before).then(() => this.#assemble(sender, content));
    this.#assembling.set(key, mine);
    const forget = () => {
      if (this.#assembling.get(key) === mine) this.#assembling.delete(key);
    };
    mine.then(forget, forget);
    return mine;
  }

  async #write(
    key: string,
    sender: string,
    { sha256, part, body }: { readonly sha256: string; readonly part: PartPosition; readonly body: Buffer },
  ): Promise<void> {
    await this.#assembling.get(key)?.catch(() => undefined);
    await this.#context.contents.putPart(sender, sha256, part, body);
  }

  async #assemble(sender: string, { name, sha256, size }: Content): Promise<readonly PartRange[]> {
    const { contents } = this.#context;
    if (size > 0) return contents.assemble(sender, sha256, size);
    // Nothing is cut into no parts: an empty file beside large ones.
    if ((await contents.put(noOctets())).sha256 === sha256) return [];
    throw new EdocError('packet.attachment-missing', { place: name });
  }
}

interface Content {
  readonly name: string;
  readonly sha256: string;
  readonly size: number;
}

function keyOf(sender: string, sha256: string): string {
  return `${sender} ${sha256}`;
}

function isWellCut(sha256: string, { index, count, size }: PartPosition, octets: number): boolean {
  return (
    /^[0-9a-f]{64}$/.test(sha256) &&
    size > 0 &&
    size <= limits.attachmentBytes &&
    count === partCount(size) &&
    index < count &&
    octets === Math.min(limits.partBytes, size - index * limits.partBytes)
  );
}

async function* noOctets(): AsyncGenerator<Uint8Array> {}
