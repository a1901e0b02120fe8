/**
 * What can be asked of a running agent: the clerks' desk. The local door, and later the HTTP interface, the drop folder
 * and the web desk, call exactly this. Everything here is JSON-ready; times are RFC 3339 in UTC.
 */
import type { DeliveryState, DraftDocument } from '../edoc/index.js';
import type { ErrorCode, Finding } from '../errors.js';
import type { StoredWork } from './attention-ports.js';
import type { EvidenceLevel } from './evidence/ports.js';
import type { BusState, ResendOutcome } from './ports.js';

/** An attachment whose octets were handed in before with {@link Desk.putContent}. */
export interface AttachmentRequest {
  readonly name: string;
  /** Left out: told from the octets and the name. */
  readonly contentType?: string;
  readonly description?: string;
  readonly sha256: string;
  readonly size: number;
}

export interface SendRequest {
  /**
   * The document to send. Organs may carry the `organId` alone: name and the rest are completed from the directory.
   * `from` may be left out where the node serves one agency.
   */
  readonly message: DraftDocument;
  readonly attachments: readonly AttachmentRequest[];
}

/** Everything that would stop a sending, or that the clerk should know before it. */
export interface SendCheck {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly from?: { readonly code: string; readonly name: string };
  readonly recipients: readonly {
    readonly code: string;
    readonly name: string;
    readonly node: string;
    readonly state: string;
  }[];
  readonly attachments: readonly {
    readonly name: string;
    readonly contentType: string;
    readonly size: number;
    readonly transfer: 'inline' | 'parts';
  }[];
  /** Octets of the sealed packet, without parts. */
  readonly packetBytes: number;
  readonly certificate?: { readonly subject: string; readonly notAfter: string };
  readonly directory?: { readonly version: number; readonly validUntil: string };
  readonly lane: 'ordinary' | 'urgent';
  readonly deadlineAt: string;
  readonly broker: BusState;
  /** The unsigned packet, for validation against the schema. */
  readonly xml?: string;
}

export interface SendResult {
  readonly packetId: string;
  readonly documentId: string;
  readonly deliveries: readonly {
    readonly recipient: string;
    readonly name: string;
    readonly state: DeliveryState;
  }[];
  /** Octets of the sealed packet. */
  readonly bytes: number;
  readonly broker: BusState;
}

/** A step of the recipient's clerk: 02 to 06, and 15 or 16 in answer to a recall. */
export interface StepRequest {
  readonly packetId: string;
  /** Needed where several agencies of the node received the document. */
  readonly agency?: string;
  readonly code: '02' | '03' | '04' | '05' | '06' | '15' | '16';
  /** Needed for 02 and 16. */
  readonly reason?: string;
  readonly staff?: {
    readonly department?: string;
    readonly staff?: string;
    readonly email?: string;
    readonly mobile?: string;
  };
}

export interface StepResult {
  /** The status packet that tells the sender. */
  readonly packetId: string;
  readonly concerns: string;
  readonly agency: string;
  readonly code: string;
}

export interface RecallRequest {
  readonly packetId: string;
  readonly reason: string;
  /** Left out: all recipients. */
  readonly recipients?: readonly string[];
}

export interface RecallResult {
  readonly packetId: string;
  readonly recipients: readonly {
    readonly recipient: string;
    /** `withdrawn`: it never left. `requested`: a status 13 is on its way. `nothing`: refused or recalled already. */
    readonly outcome: 'withdrawn' | 'requested' | 'nothing';
    readonly statusPacketId?: string;
  }[];
}

export interface ResendRequest {
  /** A document that was sent, or one that came and about which statuses were sent. */
  readonly packetId: string;
  /** Left out: all to whom something was sent. */
  readonly recipients?: readonly string[];
}

export interface ResendResult {
  readonly packetId: string;
  readonly deliveries: readonly {
    readonly packetId: string;
    readonly recipient: string;
    /** Of a status about the document; absent for the document itself. */
    readonly code?: string;
    readonly outcome: ResendOutcome;
  }[];
}

/** The files of a container with the evidence of a document, `mimetype` and those of META-INF left out. */
export interface SealContainerRequest {
  readonly packetId: string;
  /** Needed where several agencies of the node received the document. */
  readonly agency?: string;
  readonly files: readonly {
    readonly name: string;
    readonly mimeType: string;
    readonly sha256: string;
  }[];
}

export interface SealContainerResult {
  /** The text of META-INF/signatures001.xml, with the proof of time and standing that could be had at once. */
  readonly signature: string;
  readonly level: EvidenceLevel;
  /** Why it is no higher; absent where it is as high as the node is told to go. */
  readonly gap?: ErrorCode;
  /** Whose seal it is. */
  readonly agency: string;
  readonly signingTime: string;
}

/** A document whose evidence is in a container outside the store, which was read back and holds. */
export interface ArchiveRequest {
  readonly packetId: string;
  /** The container's name in the archive, its digest and octets. */
  readonly container: string;
  readonly sha256: string;
  readonly size: number;
  /** True: also where nobody here has finished the document. */
  readonly unfinished?: boolean;
}

/** What was removed for archived documents. */
export interface RemovedContents {
  readonly count: number;
  readonly octets: number;
  /** Why some of it stays for now; the next removal goes on with it. */
  readonly left?: ErrorCode;
}

/** The record that there is now: an earlier one where the document was archived before. */
export interface ArchiveResult {
  readonly packetId: string;
  readonly at: string;
  readonly container: string;
  readonly sha256: string;
  readonly removed: RemovedContents;
}

export interface RemoveArchivedRequest {
  /** {@link RemoveArchivedResult.next} of the answer before. */
  readonly after?: number;
  /** Documents at most. */
  readonly limit: number;
}

export interface RemoveArchivedResult {
  /** Archived documents whose contents are dealt with now, and those of which something stays. */
  readonly documents: number;
  readonly waiting: number;
  readonly removed: RemovedContents;
  /** Where to go on; absent where there are no more. */
  readonly next?: number;
}

/** Times of the legs of a ping, in milliseconds. The two in the middle compare two clocks. */
export interface PingResult {
  readonly agency: string;
  readonly node: string;
  readonly outcome: 'accepted' | 'refused';
  readonly code?: string;
  readonly legsMs: {
    /** Sealing the ping. */
    readonly seal: number;
    /** Until the broker's confirm. */
    readonly confirm: number;
    /** From sealing until the peer had it, by the peer's clock. */
    readonly arrive: number;
    /** From the peer's receiving until its receipt was verified here. */
    readonly answer: number;
    readonly total: number;
  };
}

export interface UpgradeRequest {
  /** Files tried at most. */
  readonly limit: number;
  /** {@link UpgradeResult.next} of the answer before; absent begins with the oldest file. */
  readonly after?: number;
}

/** How many files could not be raised for one reason, with the first of them. */
export interface UpgradeFailure {
  readonly finding: Finding;
  readonly packetId: string;
  readonly files: number;
}

/** What became of a message in quarantine that was given to the receiver again. */
export interface ReplayResult {
  readonly id: number;
  readonly type: string;
  readonly messageId: string;
  /** `refused`: it stays in quarantine, for this reason. */
  readonly outcome: 'accepted' | 'refused';
  readonly code?: ErrorCode;
  readonly place?: string;
  readonly detail?: Finding['detail'];
}

export interface AcknowledgeRequest {
  readonly packetId: string;
  readonly reason: string;
}

export interface AcknowledgeResult {
  readonly packetId: string;
  /** The packet and its receipts, as far as they are below the level and were not acknowledged before. */
  readonly files: number;
}

export interface DiscardRequest {
  readonly id: number;
  readonly reason: string;
}

export interface DiscardResult {
  readonly id: number;
  readonly type: string;
  readonly messageId: string;
  /** Why it was in quarantine. */
  readonly code: string;
}

/** Where something waits; `deadLetters` at the broker, `staging` are attachments of which parts are missing. */
export type WorkState = StoredWork | 'staging' | 'deadLetters';

export interface WorkStatus {
  readonly state: WorkState;
  readonly count: number;
  /** Since when the oldest waits, and for how many seconds. */
  readonly oldest?: string;
  readonly ageSeconds?: number;
  /** From which age on it is an alert; absent where it never is. */
  readonly alertAfterSeconds?: number;
  readonly stuck: boolean;
}

export interface UpgradeResult {
  /** Files that reached the level that is asked for, and files still below it. */
  readonly raised: number;
  readonly left: number;
  readonly target: 'T' | 'LT';
  /** Of those that were tried, the ones that stay where they are for a reason of their own. */
  readonly failed: readonly UpgradeFailure[];
  /** Where to go on; absent where the last file was tried, and where a source does not answer. */
  readonly next?: number;
  /** A source that does not answer. */
  readonly gap?: {
    readonly source: 'time-stamp' | 'revocation';
    readonly code: string;
    readonly since: string;
  };
}

export interface AgentStatus {
  readonly node: string;
  readonly startedAt: string;
  readonly now: string;
  readonly healthy: boolean;
  /** What is wrong, as findings with codes. */
  readonly findings: readonly Finding[];
  readonly broker: BusState;
  readonly agencies: readonly {
    readonly code: string;
    readonly name: string;
    readonly certificateNotAfter: string;
  }[];
  readonly directory?: { readonly version: number; readonly validUntil: string; readonly expired: boolean };
  /** How far the evidence of what is kept is; absent where the node has no time-stamp authority. */
  readonly evidence?: {
    readonly target: 'T' | 'LT';
    readonly levels: Readonly<Record<'B' | 'T' | 'LT' | 'LTA', number>>;
    /** Since when the oldest file waits. */
    readonly oldest?: string;
  };
  /** Nodes from which no receipt comes: since when, and how many packets were published again to them since. */
  readonly silent: readonly { readonly node: string; readonly since: string; readonly repeats: number }[];
  /** How much waits where, and whether something is stuck. */
  readonly work: readonly WorkStatus[];
  /** Deliveries near their deadline without confirmation, and what was given up or did not arrive in the last days. */
  readonly attention: {
    readonly unanswered: number;
    readonly first?: {
      readonly packetId: string;
      readonly recipient: string;
      readonly since: string;
      readonly deadlineAt: string;
    };
    readonly givenUp: number;
    readonly undeliveredStatuses: readonly {
      readonly packetId: string;
      readonly concerns?: string;
      readonly code: string;
      readonly recipient: string;
      readonly state: DeliveryState;
      readonly at: string;
    }[];
    /** Since when the last two are counted. */
    readonly since: string;
  };
  readonly log: { readonly sequence: number; readonly hash: string };
}

/** @throws EdocError from every method, with a code that the caller passes on. */
export interface Desk {
  putContent(content: AsyncIterable<Uint8Array>): Promise<{ sha256: string; size: number }>;
  check(request: SendRequest): Promise<SendCheck>;
  send(request: SendRequest): Promise<SendResult>;
  step(request: StepRequest): Promise<StepResult>;
  recall(request: RecallRequest): Promise<RecallResult>;
  /** Sends a document and the statuses about it again to those who have not answered. */
  resend(request: ResendRequest): Promise<ResendResult>;
  /** Raises evidence that waits, now. @throws EdocError `evidence.no-source` */
  upgradeEvidence(request: UpgradeRequest): Promise<UpgradeResult>;
  /** Evidence of a packet that cannot be raised is not warned of any more. @throws EdocError `evidence.no-source`, `attention.nothing-waits`, `reason.missing` */
  acknowledgeEvidence(request: AcknowledgeRequest): Promise<AcknowledgeResult>;
  /** The seal of the agency over files of a document that its register holds, raised as far as the node's sources answer. */
  sealContainer(request: SealContainerRequest): Promise<SealContainerResult>;
  /**
   * Records that a document is archived, and removes its attachments that no other document needs.
   * @throws EdocError `document.unknown`, `archive.open`, `archive.recovering`
   */
  archive(request: ArchiveRequest): Promise<ArchiveResult>;
  /** Removes what is left of the attachments of documents that were archived before. */
  removeArchived(request: RemoveArchivedRequest): Promise<RemoveArchivedResult>;
  ping(request: {
    readonly agency: string;
    readonly from?: string;
    readonly timeoutMs: number;
  }): Promise<PingResult>;
  status(): Promise<AgentStatus>;
  /** Gives a message in quarantine to the receiver again. @throws EdocError `quarantine.unknown`, `quarantine.discarded` */
  replay(request: { readonly id: number }): Promise<ReplayResult>;
  /** Removes the octets of a message in quarantine. @throws EdocError `quarantine.unknown`, `quarantine.settled`, `reason.missing` */
  discard(request: DiscardRequest): Promise<DiscardResult>;
}
