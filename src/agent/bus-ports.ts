/** What the agent needs of the broker: the messages of `spec/transport.md`, and the connection that carries them. */
import type { PartPosition } from './part-ports.js';

export type Lane = 'ordinary' | 'urgent';
export type MessageType =
  | 'packet'
  | 'receipt'
  | 'part'
  | 'missing'
  | 'ping'
  | 'resync'
  | 'returned'
  | 'directory';

export type { PartPosition };

export interface OutboundMessage {
  readonly type: MessageType;
  readonly messageId: string;
  readonly lane: Lane;
  /** Node names. */
  readonly recipients: readonly string[];
  readonly body: Uint8Array;
  readonly part?: PartPosition;
}

export interface InboundMessage {
  readonly type: string;
  readonly messageId: string;
  /** The sending node, checked by the broker; undefined where the message does not say. */
  readonly sender: string | undefined;
  readonly lane: Lane;
  readonly body: Buffer;
  readonly redelivered: boolean;
  readonly sentAt: Date | undefined;
  readonly part?: PartPosition;
  /** Aborted when no answer to it can reach the broker any more, which then offers the message again. */
  readonly lost?: AbortSignal;
}

/** `refuse` sends the message to the node's dead-letter queue. */
export type Decision = 'ack' | 'requeue' | 'refuse';

export type BusState = 'connecting' | 'connected' | 'blocked' | 'closed';

export interface Bus {
  /**
   * Resolves when the broker has the message safe, and the body is the caller's again; it must not be changed before, nor after a rejection.
   * @throws EdocError `broker.unavailable` when it could not be told
   */
  publish(message: OutboundMessage): Promise<'confirmed' | 'unroutable'>;
  /**
   * Reads both lanes from now on, over reconnects. A message given back with `requeue` comes again after a pause. The body of a part is
   * the handler's until it answers with `ack`.
   */
  consume(handler: (message: InboundMessage) => Promise<Decision>): Promise<void>;
  /** One pass over the messages that the broker gave up on. */
  sweepDeadLetters(
    handler: (message: InboundMessage) => Promise<Decision>,
  ): Promise<{ taken: number; left: number }>;
  readonly state: BusState;
  onState(listener: (state: BusState) => void): void;
  close(): Promise<void>;
}
