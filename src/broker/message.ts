/** What goes over the bus, in the terms of spec/transport.md section 3, free of AMQP. */

export type Lane = 'ordinary' | 'urgent';

/** `directory` is published by the operator to every node; the others go from node to node. */
export type MessageType =
  | 'packet'
  | 'receipt'
  | 'part'
  | 'missing'
  | 'ping'
  | 'resync'
  | 'returned'
  | 'directory';

/** Where a part stands in its attachment: from 0, of `count`; `size` is the whole attachment's, in octets. */
export interface PartPosition {
  readonly index: number;
  readonly count: number;
  readonly size: number;
}

export interface OutboundMessage {
  readonly type: MessageType;
  readonly messageId: string;
  readonly lane: Lane;
  /** Node names, at least one; empty for `directory`, which goes to all. */
  readonly recipients: readonly string[];
  readonly body: Uint8Array;
  readonly part?: PartPosition;
}

export interface InboundMessage {
  /** As the sender wrote it: may be a type that this version does not know; empty where there was none. */
  readonly type: string;
  readonly messageId: string;
  /** The `user_id` that the broker checked; undefined where the message carries none. */
  readonly sender: string | undefined;
  readonly lane: Lane;
  readonly body: Buffer;
  readonly redelivered: boolean;
  readonly sentAt: Date | undefined;
  readonly part?: PartPosition;
  /** Aborted when no answer to it can reach the broker any more, which then offers the message again. */
  readonly lost?: AbortSignal;
  /** Why the broker put it into the dead-letter queue (`rejected`, `delivery_limit`); only on dead letters. */
  readonly deadReason?: string;
}

/** `refuse` moves the message to the node's dead-letter queue; `requeue` offers it again after a pause. */
export type Decision = 'ack' | 'requeue' | 'refuse';

/** The body of a part is the handler's until it answered with `ack`: then the next one comes in the same buffer. */
export type MessageHandler = (message: InboundMessage) => Promise<Decision>;

export type BusState = 'connecting' | 'connected' | 'blocked' | 'closed';
