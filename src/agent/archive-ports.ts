/** What the archive needs of the store (`spec/archive.md`). */

export interface ArchivedRecord {
  readonly at: Date;
  /** The container's name in the archive. */
  readonly container: string;
  /** Of the container. */
  readonly sha256: string;
}

export interface ArchiveStore {
  /**
   * Records a document as archived where its exchange is over at that moment. One that is archived keeps the record that it has.
   * @throws EdocError `document.unknown`, `archive.open`
   */
  record(request: {
    readonly packetId: string;
    readonly at: Date;
    readonly container: string;
    readonly sha256: string;
    readonly size: number;
    readonly unfinished: boolean;
  }): Promise<ArchivedRecord>;
  recordOf(packetId: string): Promise<ArchivedRecord | undefined>;
  /** Archived documents whose contents were not dealt with, by key. */
  unfinished(
    after: number,
    limit: number,
  ): Promise<readonly { readonly key: number; readonly packetId: string }[]>;
  /** Of a document, each once. */
  contents(packetId: string): Promise<readonly { readonly sha256: string; readonly size: number }[]>;
  /** True where a document that is not archived has the content. */
  isNeeded(sha256: string): Promise<boolean>;
  /** True where a packet in quarantine names the content, which may still be taken. */
  isQuarantined(sha256: string): Promise<boolean>;
  /** Whatever can be removed for the document is removed. */
  removed(
    packetId: string,
    what: { readonly count: number; readonly octets: number },
    at: Date,
  ): Promise<void>;
}

/** The octets that were removed; `needed` where something refers to them, `in-use` where somebody uses them at this moment. */
export type RemoveContent = (
  sha256: string,
  isNeeded: () => Promise<boolean>,
) => Promise<number | 'needed' | 'in-use'>;
