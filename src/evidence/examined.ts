/** What was found out about one file that an auditor gave. */
import type { DirectoryPage, Packet, PacketInspection, Ping, Receipt } from '../edoc/index.js';
import type { Finding } from '../errors.js';
import type { Inspection, SealedKind } from '../signing/index.js';

export type Kind = 'packet' | 'receipt' | 'ping' | 'directory';

/** What could be checked, in the order in which people are told. */
export type Check =
  | 'form'
  | 'signature'
  | 'certificate'
  | 'content'
  | 'attachments'
  | 'packet'
  | 'directory'
  | 'second-opinion';

export interface Examined {
  /** As the auditor named it. */
  readonly file: string;
  readonly octets: Buffer;
  readonly sha256: string;
  readonly kind: Kind | undefined;
  readonly seal: SealedKind | undefined;
  readonly claimed: Inspection['claimed'];
  readonly packet?: Packet;
  /** What a packet seems to hold, also where it is not in order. */
  readonly inspection?: PacketInspection;
  readonly receipt?: Receipt;
  readonly ping?: Ping;
  readonly page?: DirectoryPage;
  readonly findings: Finding[];
  readonly checked: Set<Check>;
  /** How each attachment of the manifest fared, in its order. */
  attachments: AttachmentOutcome[];
}

export interface AttachmentOutcome {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly transfer: 'inline' | 'parts';
  readonly outcome: 'agrees' | 'differs' | 'not-given';
}

export function isValid(examined: Examined): boolean {
  return !examined.findings.some(({ severity }) => severity === 'error');
}
