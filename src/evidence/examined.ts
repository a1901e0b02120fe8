/** What was found out about one file that an auditor gave. Plain values without the file's octets. */
import type { ContentRef, DirectoryPage } from '../edoc/index.js';
import type { Finding } from '../errors.js';
import type { SealSigner } from '../signing/index.js';
import type { ContentSummary } from './content.js';
import type { EmbeddedSignature, Level, RevocationStatus, TimeStampSeen } from './seen.js';
import { type Verdict, verdictOf } from './verdict.js';

/** What carries a seal of the axis over itself. */
export type SealedFileKind = 'packet' | 'receipt' | 'ping' | 'directory';
export type Kind = SealedFileKind | 'container';

/** What could be checked. */
export type Check =
  | 'form'
  | 'signature'
  | 'certificate'
  | 'content'
  | 'attachments'
  | 'packet'
  | 'directory'
  | 'time-stamp'
  | 'revocation'
  | 'second-opinion';

/** What other files may say something about: all that is kept of a file until every one was examined. */
export interface Comparable {
  /** As the auditor named it. */
  readonly file: string;
  /** Of the sealed form: what receipts name. The same where no proof of time was put around it. */
  readonly sealedSha256: string;
  readonly kind: Kind | undefined;
  /** Whom and when the seal names; a fact only where the verdict says so. */
  readonly claimed?: ExaminedSeal;
  /** For comparing with other files: there only where the seal covers exactly these octets. */
  readonly packet?: ExaminedPacket;
  readonly receipt?: ExaminedReceipt;
  readonly page?: DirectoryPage;
  readonly findings: Finding[];
  readonly checked: Set<Check>;
  /** How each attachment of the manifest fared, in its order. */
  attachments: AttachmentOutcome[];
  /** Signatures inside attachments. */
  embedded?: readonly EmbeddedSignature[];
  /** Of a file in a container: the container, as the auditor named it. */
  readonly container?: string;
  /** Before this time the seal existed, as somebody else than its signer proves. */
  readonly provenAt?: Date;
}

export interface Examined extends Comparable {
  /** Octets. */
  readonly size: number;
  /** Of all its octets, in hexadecimal; empty where it could not be read. */
  readonly sha256: string;
  /** For people: what it says, also of a file that is not in order. */
  readonly content?: ContentSummary;
  /** Of a container: what is in it. */
  readonly entries?: readonly ContainerEntrySeen[];
  readonly level?: Level;
  readonly timeStamps?: readonly TimeStampSeen[];
  readonly revocation?: readonly RevocationStatus[];
}

export interface ExaminedSeal {
  readonly signer: Omit<SealSigner, 'certificate' | 'path'>;
  readonly signingTime: Date;
}

export interface ExaminedPacket {
  readonly packetId: string;
  readonly from: string;
  /** Of a status: the agency that it speaks to. */
  readonly to: readonly string[];
  /** Of a status: the packet that it speaks of. */
  readonly concerns?: string;
  readonly contents: readonly Pick<ContentRef, 'sha256' | 'size'>[];
}

export interface ExaminedReceipt {
  readonly packetId: string;
  readonly packetSha256: string;
  readonly recipient: string;
  readonly outcome: 'accepted' | 'refused';
  /** Absent from a refusal. */
  readonly contents?: readonly Pick<ContentRef, 'sha256' | 'size'>[];
}

export interface AttachmentOutcome {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly transfer: 'inline' | 'parts';
  readonly outcome: 'agrees' | 'differs' | 'not-given';
  /** How many signatures are inside; only of PDF files that were looked into. */
  readonly signatures?: number;
}

/** A file in a container that could be read whole. */
export interface ContainerEntrySeen {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  /** By the container's seal, with this digest. */
  readonly signed: boolean;
}

/** A value while it is put together. */
export type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/** A file whose findings are no errors but whose seal nobody looked at has not passed. */
export function verdictOfFile({ findings, checked }: Pick<Comparable, 'findings' | 'checked'>): Verdict {
  const verdict = verdictOf(findings);
  if (verdict.indication !== 'TOTAL-PASSED' || (checked.has('signature') && checked.has('content')))
    return verdict;
  return { indication: 'INDETERMINATE', subIndication: 'NOT_EXAMINED' };
}

export function isValid(examined: Pick<Comparable, 'findings' | 'checked'>): boolean {
  return verdictOfFile(examined).indication === 'TOTAL-PASSED';
}
