/**
 * Parts that did not come, or were lost with a disk: the receiver says which, the sender sends those once more, and nobody has to
 * call anybody (`spec/transport.md`, section 5).
 */
import {
  coarser,
  countParts,
  limits,
  type MissingContent,
  readMissing,
  writeMissing,
} from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { contentArchived } from './archive.js';
import { type AgentContext, retryAt } from './context.js';
import type { Decision, InboundMessage } from './ports.js';

/** How often the parts of a packet are asked for, and given. */
const mostAsks = 3;
/** Packets whose asking is remembered; a bound, not a limit that anyone should reach. */
const mostRemembered = 10_000;

/** At the receiver. */
export class MissingParts {
  readonly #context: AgentContext;
  readonly #asks = new Map<string, number>();

  constructor(context: AgentContext) {
    this.#context = context;
  }

  /**
   * Asks the node that sent the packet; it publishes the parts and then the packet again, so that this one can be forgotten. False
   * where it was asked often enough, or cannot be reached.
   * @throws EdocError `broker.…`
   */
  async ask(message: InboundMessage, lacking: readonly MissingContent[]): Promise<boolean> {
    const { bus, log } = this.#context;
    const { messageId: packetId, sender } = message;
    const key = `${packetId} ${sender ?? ''}`;
    const asks = this.#asks.get(key) ?? 0;
    if (sender === undefined || asks >= mostAsks) return false;
    const contents = lacking.map(({ sha256, parts }) => ({
      sha256,
      parts: coarser(parts, limits.missingRanges),
    }));
    const outcome = await bus.publish({
      type: 'missing',
      messageId: packetId,
      lane: 'urgent',
      recipients: [sender],
      body: writeMissing({ packetId, contents }),
    });
    if (outcome === 'unroutable') return false;
    if (this.#asks.size >= mostRemembered) this.#asks.clear();
    this.#asks.set(key, asks + 1);
    const count = contents.reduce((sum, { parts }) => sum + countParts(parts), 0);
    log.warn('parts.missing', { packet: packetId, peer: sender, count, attempt: asks + 1 });
    return true;
  }

  /** The packet is decided. */
  forget(message: InboundMessage): void {
    this.#asks.delete(`${message.messageId} ${message.sender ?? ''}`);
  }
}

/**
 * At the sender: what the node lacks is stored as due, and the dispatcher publishes it. At once the first time, later with the
 * pauses of a packet without a receipt.
 * @throws EdocError `missing.form`, `missing.not-sent`, `store.…`
 */
export async function receiveMissing(
  context: AgentContext,
  message: InboundMessage,
  node: string,
): Promise<Decision> {
  const { store, clock, log } = context;
  const { packetId, contents } = readMissing(message.body);
  if (packetId !== message.messageId) {
    throw new EdocError('missing.form', { detail: { reason: 'it came under another id' } });
  }
  const at = clock.now();
  const outcome = await store.askedForParts({
    packetId,
    node,
    contents,
    at,
    sendAt: (asked) => {
      if (asked > mostAsks) return undefined;
      return asked === 1 ? at : retryAt(context, at, asked - 1);
    },
  });
  // It was given up long ago: the node refuses the packet in the end, and people there are told.
  const archived = outcome === 'ignored' ? await store.archive.recordOf(packetId) : undefined;
  if (archived)
    log.warn('parts.archived', { packet: packetId, peer: node, error: contentArchived(packetId, archived) });
  const count = contents.reduce((sum, { parts }) => sum + countParts(parts), 0);
  log.info('parts.asked', { packet: packetId, peer: node, count, state: outcome });
  return 'ack';
}
