/** What the agent needs for the signatures inside attachments. */
import type { PdfSource } from '../edoc/index.js';

export type SignaturesVerdict = 'valid' | 'indeterminate' | 'invalid' | 'none' | 'unread';

export interface AttachmentToInspect {
  readonly key: number;
  readonly packetId: string;
  /** From 0, among the attachments of the packet. */
  readonly ordinal: number;
  readonly name: string;
  readonly sha256: string;
  readonly size: number;
  readonly transfer: 'inline' | 'parts';
  /** The packet as it came, and when. */
  readonly packet: Buffer;
  readonly receivedAt: Date;
}

export interface FoundSignatures {
  readonly verdict: SignaturesVerdict;
  /** Plain values that JSON can hold, for people to be shown. */
  readonly report: unknown;
}

export interface AttachmentStore {
  /** Received PDF files that nobody looked at yet, oldest first. */
  attachmentsToInspect(limit: number): Promise<AttachmentToInspect[]>;
  keepSignatures(
    attachment: Pick<AttachmentToInspect, 'key' | 'packetId'>,
    found: FoundSignatures & { readonly at: Date },
  ): Promise<void>;
}

export interface AttachmentPolicy {
  /** Undefined where the file is no PDF. Does not throw for what the file contains. */
  readonly inspect: (source: PdfSource, at: Date) => Promise<FoundSignatures | undefined>;
  /** True where a packet is refused whose PDF files are not all validly signed. */
  readonly required: boolean;
}
