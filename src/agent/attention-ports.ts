/** What the agent asks the store about the quarantine, and about what waits too long. */
import type { DeliveryState, OrganId } from '../edoc/index.js';
import type { ErrorCode } from '../errors.js';
import type { Lane, PartPosition } from './bus-ports.js';
import type { EvidenceLevel } from './evidence/ports.js';

/** A message in quarantine, to be given to the receiver again. */
export interface KeptMessage {
  readonly id: number;
  readonly state: 'kept' | 'accepted' | 'discarded';
  readonly type: string;
  readonly messageId: string;
  /** Empty where the message did not say. */
  readonly senderNode: string;
  readonly code: string;
  /** Empty unless it is `kept`. */
  readonly bytes: Buffer;
  readonly lane: Lane;
  readonly sentAt?: Date;
  readonly part?: PartPosition;
}

export type ReplayOutcome =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'refused'; readonly code: ErrorCode };

export interface WaitingWork {
  readonly count: number;
  /** Since when the oldest waits. */
  readonly oldest?: Date;
}

/** What waits in the store; `statuses` are those whose document has not come. */
export type StoredWork = 'outbox' | 'unanswered' | 'inbox' | 'quarantine' | 'statuses' | 'evidence';

/** A delivery without receipt of which three quarters of the time to its deadline have passed. */
export interface UnansweredDelivery {
  readonly packetId: string;
  readonly recipient: OrganId;
  readonly node: string;
  readonly since: Date;
  readonly deadlineAt: Date;
}

export interface Attention {
  readonly unanswered: { readonly count: number; readonly first?: UnansweredDelivery };
  /** Given up, and statuses that did not arrive, since the time asked for. */
  readonly expired: number;
  readonly undeliveredStatuses: number;
}

export interface UndeliveredStatus {
  readonly packetId: string;
  readonly concerns?: string;
  readonly code: string;
  readonly recipient: OrganId;
  readonly state: DeliveryState;
  readonly reasonCode?: string;
  readonly at: Date;
}

export interface QuarantineStore {
  quarantined(id: number): Promise<KeptMessage | undefined>;
  /** Records what became of giving the message to the receiver again. @throws EdocError `quarantine.unknown` */
  replayed(message: Pick<KeptMessage, 'id' | 'messageId'>, outcome: ReplayOutcome, at: Date): Promise<void>;
  /** Removes the octets. @throws EdocError `quarantine.unknown`, `quarantine.settled` */
  discard(message: Pick<KeptMessage, 'id' | 'messageId'>, reason: string, at: Date): Promise<void>;
}

export interface AttentionStore {
  /** @param below the levels of evidence that are not enough; empty where nothing is raised */
  waitingWork(below: readonly EvidenceLevel[]): Promise<Readonly<Record<StoredWork, WaitingWork>>>;
  /** Marks deliveries whose deadline is near, each once, and returns those not marked before. */
  warnUnanswered(now: Date, longestMs: number): Promise<UnansweredDelivery[]>;
  /** What was told as waiting too long and is not over, over restarts. */
  raisedAlerts(): Promise<string[]>;
  keepAlert(state: string, isRaised: boolean, at: Date): Promise<void>;
  since(since: Date): Promise<Attention>;
  undeliveredStatuses(options: {
    readonly since: Date;
    readonly limit: number;
  }): Promise<UndeliveredStatus[]>;
}
