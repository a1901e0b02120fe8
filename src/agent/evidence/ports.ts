/** What keeping evidence needs from the world: the services of an authority, and a place for what they said. */

/** The authority's services, DER in and DER out. Aborted, they reject like a service that does not answer. */
export interface TrustServices {
  /** RFC 3161. @throws EdocError where it does not answer */
  timeStamp(request: Uint8Array, signal: AbortSignal): Promise<Buffer>;
  /** RFC 6960. */
  ocsp(url: string, request: Uint8Array, signal: AbortSignal): Promise<Buffer>;
  crl(url: string, signal: AbortSignal): Promise<Buffer>;
}

export type EvidenceLevel = 'B' | 'T' | 'LT' | 'LTA';

/** A sealed file that is kept, with what was put around it so far. */
export interface EvidenceItem {
  /** Grows in the order in which files were stored. */
  readonly key: number;
  readonly kind: 'packet' | 'receipt';
  readonly packetId: string;
  readonly level: EvidenceLevel;
  /** The sealed form. */
  readonly bytes: Buffer;
  /** `xades:UnsignedProperties`. */
  readonly properties?: string;
  /** When the certificate of the last time stamp's authority runs out. */
  readonly renewBefore?: Date;
}

export interface RaisedEvidence {
  readonly key: number;
  readonly level: EvidenceLevel;
  readonly properties: string;
  readonly provenAt?: Date;
  /** When the certificate of the last time stamp's authority runs out. */
  readonly renewBefore?: Date;
  /** Why it is no higher. */
  readonly gap?: string;
}

export interface EvidenceCounts {
  readonly levels: Readonly<Record<EvidenceLevel, number>>;
  /** Since when the oldest file waits below the level that is asked for. */
  readonly oldest?: Date;
}

export interface EvidenceStore {
  /** Files at one of the levels, in the order in which they were stored, after a key. */
  below(levels: readonly EvidenceLevel[], after: number, limit: number): Promise<EvidenceItem[]>;
  /** Files whose last time stamp can be verified only until then, the nearest end first, after one of them. */
  ending(
    before: Date,
    limit: number,
    after?: Pick<EvidenceItem, 'key' | 'renewBefore'>,
  ): Promise<EvidenceItem[]>;
  keep(raised: readonly RaisedEvidence[]): Promise<void>;
  /**
   * The packet's files below the level are known to people, who are not warned of them any more. How many were not
   * acknowledged before.
   */
  acknowledge(packetId: string, below: readonly EvidenceLevel[], reason: string, at: Date): Promise<number>;
  counts(below: readonly EvidenceLevel[]): Promise<EvidenceCounts>;
  /** The last CRL that came from an address. */
  crl(url: string): Promise<{ readonly bytes: Buffer; readonly at: Date } | undefined>;
  keepCrl(url: string, bytes: Buffer, at: Date): Promise<void>;
}

/** From the configuration; what is absent is not asked for. */
export interface EvidencePolicy {
  readonly target: 'T' | 'LT';
  readonly timeStamp: boolean;
  /** Object identifier that the time-stamp authority has to use. */
  readonly stampPolicy?: string;
  /** `hard`: what comes in under a certificate whose standing cannot be told waits, and is refused in the end. */
  readonly revocation: 'soft' | 'hard';
  /** Addresses beside those that certificates name. */
  readonly ocsp: readonly string[];
  readonly crl: readonly string[];
  /** How old an answer on revocation may be, where it does not say itself until when it counts. */
  readonly maxAgeMs: number;
}
