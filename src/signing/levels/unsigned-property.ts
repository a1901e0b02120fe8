/** The values of the unsigned properties (ETSI EN 319 132-1, 5.3 to 5.5). */

/** Certificates, CRLs and OCSP responses, DER, by which something can be verified later. */
export interface ValidationData {
  readonly certificates: readonly Buffer[];
  readonly crls: readonly Buffer[];
  readonly ocsps: readonly Buffer[];
}

export type UnsignedProperty =
  | { readonly kind: 'signature-time-stamp'; readonly token: Buffer }
  | { readonly kind: 'certificate-values'; readonly certificates: readonly Buffer[] }
  | {
      readonly kind: 'revocation-values';
      readonly crls: readonly Buffer[];
      readonly ocsps: readonly Buffer[];
    }
  | { readonly kind: 'time-stamp-validation-data'; readonly data: ValidationData }
  | { readonly kind: 'archive-time-stamp'; readonly token: Buffer };
