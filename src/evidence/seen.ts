/** What stands beside a seal and makes it last: levels, time stamps, revocation answers, and signatures inside attachments. */
import type { Finding } from '../errors.js';
import type { Verdict } from './verdict.js';

/** ETSI EN 319 132-1, clause 6. */
export type Level = 'B' | 'T' | 'LT' | 'LTA';

/** One time stamp (RFC 3161). */
export interface TimeStampSeen {
  /** Over the signature value, or over everything that was there before it. */
  readonly kind: 'signature' | 'archive';
  /** As findings about it have it: `SignatureTimeStamp`, `ArchiveTimeStamp[1]`. */
  readonly place: string;
  readonly time: Date;
  /** True where it proves its time; else a finding says why not, and the time is no more than what the token says. */
  readonly holds: boolean;
  /** Name of the time-stamping authority's certificate. */
  readonly authority: string;
  /** When that certificate runs out. */
  readonly authorityNotAfter: Date;
  /** Hexadecimal. */
  readonly serialNumber: string;
  /** Object identifier. */
  readonly policy: string;
}

/** What is known of one certificate's revocation. */
export interface RevocationStatus {
  /** Name of the certificate. */
  readonly subject: string;
  /** The time stamp that the certificate belongs to, as {@link TimeStampSeen.place}; absent for those of the seal. */
  readonly place?: string;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly source: 'crl' | 'ocsp' | 'directory';
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  readonly revokedAt?: Date;
}

/** A signature inside an attachment, such as one of a PDF (PAdES). */
export interface EmbeddedSignature {
  /** File name of the attachment. */
  readonly attachment: string;
  /** What people know the signature by inside the file, such as a field name. */
  readonly name?: string;
  /** Name of the signer's certificate. */
  readonly signer?: string;
  readonly claimedSigningTime?: Date;
  /** False where the file was added to after this signature. */
  readonly coversWholeFile?: boolean;
  readonly level?: Level;
  readonly timeStamps?: readonly TimeStampSeen[];
  readonly revocation?: readonly RevocationStatus[];
  readonly provenAt?: Date;
  /** Of this signature alone; it is not the file's. */
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}
