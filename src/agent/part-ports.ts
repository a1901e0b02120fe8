/** Attachments that go in parts: where a part stands, and what the agent asks the store about them. */
import type { PartRange } from '../edoc/index.js';

/** Where a part stands in its attachment: from 0, of `count`; `size` is the whole attachment's, in octets. */
export interface PartPosition {
  readonly index: number;
  readonly count: number;
  readonly size: number;
}

/** A content that goes to nodes in parts. */
export interface ContentToSend {
  readonly sha256: string;
  readonly size: number;
  /** The parts that the broker has not confirmed, as far as it was stored. */
  readonly remaining: readonly PartRange[];
  /** Who needs it; never empty. */
  readonly nodes: readonly string[];
}

/** How far the sending of one content is. */
export interface PartsSent {
  readonly packetId: string;
  readonly sha256: string;
  /** The node that asked for parts; left out: the first sending, to all nodes of the packet. */
  readonly node?: string;
  /** Parts that are to be sent. */
  readonly parts: number;
  readonly remaining: readonly PartRange[];
  readonly at: Date;
}

/** A node lacks parts of what was sent to it. */
export interface PartsRequest {
  readonly packetId: string;
  readonly node: string;
  readonly contents: readonly { readonly sha256: string; readonly parts: readonly PartRange[] }[];
  readonly at: Date;
  /** When they are published if it asks for the n-th time, from 1; undefined: not any more. */
  readonly sendAt: (asked: number) => Date | undefined;
}

export interface PartStore {
  /** How far a content was sent, so that a crash does not send it again from the start. */
  partsSent(progress: PartsSent): Promise<void>;
  /**
   * Parts that a node lacks, and their packet, become due. `ignored`: it is answered, or they are on their way already.
   * @throws EdocError `missing.not-sent`
   */
  askedForParts(request: PartsRequest): Promise<'asked' | 'ignored'>;
}
