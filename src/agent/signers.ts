/** What the people and the directory should know of a signing key's certificate. */
import { describeCertificate, type Signer } from '../signing/index.js';
import { sha256Hex } from './receipts.js';

export function describeSigner(signer: Signer): { subject: string; notAfter: string } {
  const { commonName, notAfter } = describeCertificate(leafOf(signer));
  return { subject: commonName, notAfter: notAfter.toISOString() };
}

/** As the directory lists it: SHA-256 of the DER, in hexadecimal. */
export function certificateSha256(signer: Signer): string {
  return sha256Hex(leafOf(signer));
}

function leafOf({ certificates: [leaf] }: Signer): Uint8Array {
  if (!leaf) throw new Error('a signer without a certificate');
  return leaf;
}
