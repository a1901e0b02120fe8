/** What clerks were told: each of these must turn out to be so, whatever happened meanwhile. */

export interface SentDocument {
  readonly packetId: string;
  readonly from: string;
  readonly to: readonly string[];
  /** SHA-256 of each attachment that does not ride in the packet. */
  readonly largeContents: readonly string[];
}

export interface TakenStep {
  /** Of the document. */
  readonly packetId: string;
  readonly agency: string;
  readonly code: string;
  readonly statusId: string;
}

export interface AskedBack {
  readonly packetId: string;
  readonly recipient: string;
  readonly outcome: 'withdrawn' | 'requested';
}

export class Ledger {
  readonly documents = new Map<string, SentDocument>();
  readonly steps: TakenStep[] = [];
  readonly recalls: AskedBack[] = [];
  /** How often a clerk was told no, by the code of the reason. */
  readonly refusals = new Map<string, number>();
  /** What no clerk should ever be told. */
  readonly wrong: string[] = [];

  refused(code: string): void {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
  }
}
