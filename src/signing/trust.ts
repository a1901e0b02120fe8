/** Whom a verifier trusts: the certificates of roots. The caller gives them; nothing is trusted by default. */
import { type CertificateDescription, describeCertificate } from './certificate.js';
import { certificatesFromPem } from './pem.js';

export type TrustAnchor = CertificateDescription;

export interface Trust {
  readonly anchors: readonly TrustAnchor[];
}

/** @throws EdocError `certificate.malformed` where the text has no certificate or one that cannot be read. */
export function trustFromPem(pem: string): Trust {
  return { anchors: certificatesFromPem(pem).map(describeCertificate) };
}
