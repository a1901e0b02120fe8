/** What the node hands to the store to keep, and what it gets back. Times are dates, digests SHA-256 in hexadecimal. */
import type {
  AmendmentState,
  BusinessCode,
  BusinessState,
  DeliveryState,
  DocumentMessage,
  Lane,
  OrganId,
  PartRange,
  RecallState,
  StatusMessage,
} from '../edoc/index.js';
import type { ErrorCode } from '../errors.js';
import type { NewEvent } from './log-entry.js';
import type { PartPlace } from './staging.js';

export type { Lane };
export type Direction = 'in' | 'out';

/** The octets of a sealed packet with what the register needs to know of it. */
export interface PacketRecord {
  readonly packetId: string;
  readonly sha256: string;
  readonly bytes: Buffer;
  readonly message: DocumentMessage | StatusMessage;
  /** Set for a status: the packet that it speaks of. */
  readonly concerns?: string;
  readonly attachments: readonly AttachmentRecord[];
}

export interface AttachmentRecord {
  readonly name: string;
  readonly contentType: string;
  readonly sha256: string;
  /** Octets. */
  readonly size: number;
  readonly transfer: 'inline' | 'parts';
}

export interface OutboundRecord {
  readonly packet: PacketRecord;
  readonly sender: OrganId;
  readonly lane: Lane;
  readonly deliveries: readonly { readonly recipient: OrganId; readonly node: string }[];
  readonly at: Date;
  readonly deadlineAt: Date;
  /** For a status of a recipient's clerk: the step in the register, taken in the same transaction. */
  readonly step?: {
    readonly packetId: string;
    readonly agency: OrganId;
    readonly code: BusinessCode;
    readonly reason?: string;
  };
  /** For a status 13: the delivery that it asks back. */
  readonly recall?: { readonly packetId: string; readonly recipient: OrganId; readonly reason: string };
  readonly events: readonly NewEvent[];
}

/** A content that goes to nodes in parts. */
export interface ContentToSend {
  readonly sha256: string;
  readonly size: number;
  /** The parts that the broker has not confirmed, as far as it was stored. */
  readonly remaining: readonly PartRange[];
  /** Who needs it; never empty. A node whose receipt lists the content has it. */
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

/** Something that waits to be published for the first time. */
export interface OutboxItem {
  readonly id: number;
  readonly type: 'packet' | 'receipt';
  readonly packetId: string;
  readonly lane: Lane;
  readonly nodes: readonly string[];
  readonly body: Buffer;
  /** Attachments that go before the packet as parts. */
  readonly parts: readonly ContentToSend[];
}

/** A packet that was sent to a node and has no receipt yet. */
export interface RetryItem {
  readonly packetId: string;
  readonly node: string;
  readonly lane: Lane;
  /** How often it was published so far, from 1. */
  readonly attempt: number;
  readonly body: Buffer;
  /** Of its attachments, the parts that the node asked for and that the broker has not confirmed. */
  readonly parts: readonly ContentToSend[];
  /** The clerk asked for it. */
  readonly asked: boolean;
  /** Its deadline has passed: the last try. */
  readonly last: boolean;
}

/**
 * How publishing ended: the broker has it, returned it, or it can never be published, with the code of the reason and the
 * reason in words.
 */
export type PublishEnd = 'confirmed' | 'unroutable' | { readonly code: ErrorCode; readonly reason: string };

export interface NewReceipt {
  readonly agency: OrganId;
  readonly outcome: 'accepted' | 'refused';
  readonly code?: ErrorCode;
  readonly bytes: Buffer;
  readonly at: Date;
}

export interface InboundRecord {
  readonly packet: PacketRecord;
  readonly sender: OrganId;
  readonly senderName: string;
  readonly senderNode: string;
  readonly receivedAt: Date;
  readonly sealCertificateSha256: string;
  /** Given to the receiver again by the operator, or back by the sender with our acceptance: an earlier refusal does not stand in the way. */
  readonly replay?: boolean;
  readonly receipts: readonly NewReceipt[];
  /** Set where the sender gave it back after this store was restored, with the receipts of the first time. */
  readonly returned?: { readonly at: Date };
  readonly events: readonly NewEvent[];
}

export interface ReceivedReceipt {
  readonly packetId: string;
  readonly recipient: OrganId;
  readonly outcome: 'accepted' | 'refused';
  readonly code?: string;
  readonly reason?: string;
  readonly bytes: Buffer;
  readonly at: Date;
  readonly events: readonly NewEvent[];
}

export interface QuarantineRecord {
  readonly type: string;
  readonly messageId: string;
  readonly senderNode: string;
  readonly code: ErrorCode;
  readonly place?: string;
  readonly bytes: Buffer;
  readonly at: Date;
  readonly lane?: Lane;
  /** When the sender says that it sent it. */
  readonly sentAt?: Date | undefined;
  readonly part?: PartPlace;
  readonly receipts: readonly NewReceipt[];
  readonly events: readonly NewEvent[];
}

/** A message in quarantine, to be given to the receiver again. */
export interface KeptMessage {
  readonly id: number;
  readonly state: QuarantineState;
  readonly type: string;
  readonly messageId: string;
  /** Empty where the message did not say. */
  readonly senderNode: string;
  readonly code: string;
  /** Empty unless it is `kept`. */
  readonly bytes: Buffer;
  readonly lane: Lane;
  readonly sentAt?: Date;
  readonly part?: PartPlace;
}

/** `accepted`: its octets were taken after all. Of what is not `kept` the octets are gone from here. */
export type QuarantineState = 'kept' | 'accepted' | 'discarded';

export type ReplayOutcome =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'refused'; readonly code: ErrorCode };

/** Where one packet stands with one recipient. */
export interface DeliveryRecord {
  readonly packetId: string;
  readonly recipient: OrganId;
  readonly node: string;
  readonly state: DeliveryState;
  readonly business: BusinessState;
  readonly recall: RecallState;
  readonly amendment: AmendmentState;
  /** True where the packet may have reached the broker. */
  readonly published: boolean;
  /** How often it was published. */
  readonly attempt: number;
  readonly deadlineAt: Date;
  readonly changedAt: Date;
  /** Why it was refused, where it was. */
  readonly code?: string;
  readonly reason?: string;
}
