/** What the people should know of a signing key's certificate. */
import { describeCertificate, type Signer } from '../signing/index.js';

export function describeSigner(signer: Signer): { subject: string; notAfter: string } {
  const [leaf] = signer.certificates;
  if (!leaf) throw new Error('a signer without a certificate');
  const certificate = describeCertificate(leaf);
  return { subject: certificate.commonName, notAfter: certificate.notAfter.toISOString() };
}
