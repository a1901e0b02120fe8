/** What a restored node, and those that it asks, need of the store (`spec/recovery.md`). */
import type { OrganId } from '../../edoc/index.js';
import type { OutboundRecord } from '../register-ports.js';

export interface OpenRestore {
  readonly key: number;
  readonly backupAt: Date;
  readonly restoredAt: Date;
  readonly directoryIsOld: boolean;
}

export interface RecoveryCounts {
  readonly backupAt: Date;
  readonly restoredAt: Date;
  readonly asked: number;
  readonly answered: number;
  readonly returned: number;
  readonly waitingFor: readonly string[];
}

/** A packet of our own that a peer gave back. */
export interface ReturnedRecord extends OutboundRecord {
  readonly node: string;
  readonly returnedAt: Date;
  readonly retryAt: Date;
}

export interface ResyncJob {
  readonly agency: OrganId;
  readonly recipient: OrganId;
  readonly node: string;
  readonly id: string;
  readonly sha256: string;
  readonly since: Date;
  readonly askedAt: Date;
  readonly items: number;
  /** Set once all was given back; it may not have been sent. */
  readonly receipt?: Buffer;
}

export interface ReturnItem {
  readonly packetId: string;
  readonly direction: 'in' | 'out';
  readonly at: number;
  readonly packet: Buffer;
  readonly receipts: readonly Buffer[];
  readonly parts: readonly { readonly sha256: string; readonly size: number }[];
}

export interface RecoveryStore {
  /** What a restored store asks of its peers. */
  readonly recovery: {
    /** The restore whose peers have not all answered. */
    open(): Promise<OpenRestore | undefined>;
    /** Nodes of the directory in force that were not asked for the agency yet, each with one of its agencies. */
    unasked(
      restore: number,
      agency: OrganId,
      ownNode: string,
      limit: number,
    ): Promise<readonly { readonly node: string; readonly recipient: OrganId }[]>;
    keepRequests(
      requests: readonly {
        readonly restore: number;
        readonly agency: OrganId;
        readonly node: string;
        readonly id: string;
        readonly sha256: string;
        readonly bytes: Buffer;
        readonly publishAt: Date;
      }[],
    ): Promise<void>;
    due(
      restore: number,
      now: Date,
      limit: number,
    ): Promise<
      readonly {
        readonly id: string;
        readonly node: string;
        readonly attempt: number;
        readonly bytes: Buffer;
      }[]
    >;
    published(id: string, again: Date): Promise<void>;
    request(id: string): Promise<{ readonly node: string; readonly sha256: string } | undefined>;
    answered(id: string, outcome: 'accepted' | 'refused', code: string | undefined, at: Date): Promise<void>;
    /** True where the node was ever asked. */
    waitsFor(node: string): Promise<boolean>;
    finish(restore: number, at: Date): Promise<boolean>;
    counts(): Promise<RecoveryCounts | undefined>;
  };
  /** What restored peers ask of this one. */
  readonly returning: {
    take(job: Omit<ResyncJob, 'items' | 'receipt'>): Promise<{ readonly finished?: Buffer }>;
    jobs(): Promise<readonly ResyncJob[]>;
    next(job: ResyncJob, limit: number): Promise<readonly ReturnItem[]>;
    advance(job: ResyncJob, last: ReturnItem, items: number): Promise<void>;
    keepReceipt(job: ResyncJob, receipt: Buffer): Promise<void>;
    finish(job: ResyncJob, at: Date): Promise<void>;
  };
  /**
   * Two transactions: what was cut off between them is completed by the same call again, which comes since the message is not
   * acknowledged before. @throws EdocError `packet.conflict`, `recovery.order`
   */
  takeBack(record: ReturnedRecord): Promise<'stored' | 'duplicate'>;
}
