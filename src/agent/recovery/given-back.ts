/**
 * What peers gave back and this node has not decided about: it is in hand, or the broker offers it again after a pause. The receipt
 * that ends an answer counts only when nothing of that node is left here (`spec/recovery.md`, section 6).
 */
import type { InboundMessage } from '../ports.js';

/**
 * What was not offered for so long will not be: its queue is lost. The broker's pauses are of a minute at most, and a message is held for
 * a full disk until its channel ends.
 */
const forgottenAfterMs = 3_600_000;

export class GivenBack {
  /** By node and message id: when it came last, by a clock that nobody sets. */
  readonly #open = new Map<string, Map<string, number>>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  came({ sender = '', messageId }: InboundMessage): void {
    const ofNode = this.#open.get(sender) ?? new Map<string, number>();
    ofNode.set(messageId, this.#nowMs());
    this.#open.set(sender, ofNode);
  }

  decided({ sender = '', messageId }: InboundMessage): void {
    const ofNode = this.#open.get(sender);
    ofNode?.delete(messageId);
    if (ofNode?.size === 0) this.#open.delete(sender);
  }

  /** True where something of the node is still to be decided. */
  isLeft(node: string): boolean {
    const now = this.#nowMs();
    return [...(this.#open.get(node)?.values() ?? [])].some((at) => now - at < forgottenAfterMs);
  }
}
