/** What the agent hands to the register, and what it gets back. Times are dates, digests SHA-256 in hexadecimal. */
import type {
  BusinessCode,
  BusinessState,
  DeliveryState,
  DocumentMessage,
  OrganId,
  RecallState,
  StatusMessage,
} from '../edoc/index.js';
import type { ErrorCode } from '../errors.js';
import type { Lane, PartPosition } from './bus-ports.js';
import type { ContentToSend } from './part-ports.js';

/** One line for the event log; the store adds sequence, time and hash. Values are identifiers, codes, numbers. */
export interface LogEvent {
  readonly kind: string;
  readonly packetId?: string;
  readonly agency?: string;
  readonly detail?: Readonly<Record<string, string | number>>;
}

export interface LogHead {
  readonly sequence: number;
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
}

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
  readonly size: number;
  readonly transfer: 'inline' | 'parts';
}

export interface NewDelivery {
  readonly recipient: OrganId;
  readonly node: string;
}

/** A step that the clerk of a recipient takes on a received document, together with the status packet that tells of it. */
export interface EntryStep {
  readonly packetId: string;
  readonly agency: OrganId;
  readonly code: BusinessCode;
  readonly reason?: string;
}

export interface OutboundRecord {
  readonly packet: PacketRecord;
  readonly sender: OrganId;
  readonly lane: Lane;
  readonly deliveries: readonly NewDelivery[];
  readonly at: Date;
  readonly deadlineAt: Date;
  /** For a status of a recipient's clerk: the local step, in the same transaction. */
  readonly step?: EntryStep;
  /** For a status 13: the deliveries of the recalled packet that it asks back. */
  readonly recall?: { readonly packetId: string; readonly recipient: OrganId; readonly reason: string };
  readonly events: readonly LogEvent[];
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

/**
 * How publishing ended: the broker has it, returned it, or it can never be published, with the code of the reason and the
 * reason in words.
 */
export type PublishEnd = 'confirmed' | 'unroutable' | { readonly code: ErrorCode; readonly reason: string };

/** A packet that was sent and has no receipt yet. */
export interface RetryItem {
  readonly packetId: string;
  readonly node: string;
  readonly lane: Lane;
  readonly attempt: number;
  readonly body: Buffer;
  /** Only those that the node asked for again. */
  readonly parts: readonly ContentToSend[];
  /** The clerk asked for it. */
  readonly asked: boolean;
  /** Its deadline has passed: the last try. */
  readonly last: boolean;
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
  readonly events: readonly LogEvent[];
}

export interface NewReceipt {
  readonly agency: OrganId;
  readonly outcome: 'accepted' | 'refused';
  readonly code?: ErrorCode;
  readonly bytes: Buffer;
  readonly at: Date;
}

/** A receipt that this node answers with, as it is sent now. */
export interface GivenReceipt {
  readonly key: number;
  readonly agency: OrganId;
  readonly bytes: Buffer;
  /** When these octets were sealed. */
  readonly at: Date;
}

/** The same statement under a newer certificate. */
export interface RenewedReceipt {
  /** What it takes the place of; where another one did so meanwhile, that one stays. */
  readonly renews: GivenReceipt;
  readonly bytes: Buffer;
}

export interface ReceivedReceipt {
  readonly packetId: string;
  readonly recipient: OrganId;
  readonly outcome: 'accepted' | 'refused';
  readonly code?: string;
  readonly reason?: string;
  readonly bytes: Buffer;
  readonly at: Date;
  readonly events: readonly LogEvent[];
}

export interface DeliveryRecord {
  readonly packetId: string;
  readonly recipient: OrganId;
  readonly node: string;
  readonly state: DeliveryState;
  readonly business: BusinessState;
  readonly recall: RecallState;
  /** True where the packet may have reached the broker. */
  readonly published: boolean;
}

/** A delivery of a document, or of a status about it. */
export interface Correspondence {
  /** The code of a status; absent for the document itself. */
  readonly code?: string;
  readonly delivery: DeliveryRecord;
}

export interface Resending {
  readonly packetId: string;
  readonly recipient: OrganId;
  /** Where the recipient is served now. */
  readonly node: string;
}

/**
 * `again`: it was on its way, and is published once more. `anew`: it had been given up. `waiting`: it has not gone out yet.
 * `recalled`: the document was asked back. `nothing`: the recipient has answered, or it was withdrawn.
 */
export type ResendOutcome = 'again' | 'anew' | 'waiting' | 'recalled' | 'nothing';

export interface QuarantineRecord {
  readonly type: string;
  readonly messageId: string;
  readonly senderNode: string;
  readonly code: ErrorCode;
  /** Where in the message, e.g. `MessageHeader.To[2].OrganId`. */
  readonly place?: string;
  readonly bytes: Buffer;
  readonly at: Date;
  readonly lane?: Lane;
  /** When the sender says that it sent it. */
  readonly sentAt?: Date | undefined;
  readonly part?: PartPosition;
  /** The refusals that go back to the sender; none where it is not known whom to answer. */
  readonly receipts: readonly NewReceipt[];
  readonly events: readonly LogEvent[];
}

/** A sealed file, and its `xades:UnsignedProperties` where it has any. */
export interface StoredFile {
  readonly bytes: Buffer;
  readonly properties?: string;
}

/** All sealed files about one document. */
export interface StoredEvidence {
  readonly sender: OrganId;
  /** True where this node sent it. */
  readonly sent: boolean;
  /** The agencies of this node that received it. */
  readonly agencies: readonly OrganId[];
  /** When the packet was taken into the register. */
  readonly at: Date;
  /** Two where this node serves both ends: the octets are the same, the proof around them need not be. */
  readonly packets: readonly StoredFile[];
  /** Given and got. */
  readonly receipts: readonly StoredFile[];
  readonly statuses: readonly StoredFile[];
}
