/** What is said about the revocation of one certificate. */

/** CRLReason (RFC 5280, 5.3.1), by name; the numbers are the places here, 7 is not used. */
export const revocationReasons = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'unused',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

export type RevocationReason = Exclude<(typeof revocationReasons)[number], 'unused'>;

/** The name of a reason's number; the number in words where it is unknown. */
export function reasonName(number: number): string {
  return revocationReasons[number] ?? String(number);
}

export function reasonNumber(reason: RevocationReason): number {
  return revocationReasons.indexOf(reason);
}

/** One statement, with a verified signature, of somebody who may make it. */
export interface RevocationAnswer {
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt?: Date;
  /** As in RFC 5280, 5.3.1. */
  readonly reason?: string;
  readonly source: 'crl' | 'ocsp';
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  /** Of OCSP responses. */
  readonly producedAt?: Date;
  /** The whole list or response. */
  readonly der: Buffer;
  /** Of the responder, DER, where it is not the issuer itself. */
  readonly certificates: readonly Buffer[];
}
