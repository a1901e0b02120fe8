/** Signing itself: a signer that verification would accept, and the value over `ds:SignedInfo`. */
import { EdocError, throwIfErrors } from '../errors.js';
import { type ParsedCertificate, parseCertificate } from './certificate.js';
import { sealingFindings } from './chain.js';
import { formatTime } from './form-pieces.js';
import { limits } from './limits.js';
import type { Signer } from './signer.js';
import { lowerS, suiteOfKey, verifyValue } from './suites.js';

/** The signing certificate first. */
export type SignerCertificates = readonly [ParsedCertificate, ...ParsedCertificate[]];

/** @throws EdocError `seal.limit`, `certificate.…`, `seal.key`, `seal.signing-time` */
export function readSigner(signer: Signer, signingTime: Date): SignerCertificates {
  requireLimit('certificates', signer.certificates.length, limits.certificates);
  const [leaf, ...issuers] = signer.certificates.map(parseCertificate);
  if (!leaf) throw new EdocError('certificate.malformed');
  throwIfErrors(sealingFindings(leaf));
  if (suiteOfKey(leaf.publicKey) !== signer.suite) throw new EdocError('seal.key');
  if (!(signingTime >= leaf.notBefore && signingTime <= leaf.notAfter)) {
    throw new EdocError('seal.signing-time', { detail: { signingTime: formatTime(signingTime) } });
  }
  return [leaf, ...issuers];
}

/** @throws EdocError `key.mismatch`; whatever the signer itself throws */
export async function signInfo(
  signer: Signer,
  [leaf]: SignerCertificates,
  signedInfo: string,
): Promise<Buffer> {
  const data = Buffer.from(signedInfo);
  const raw = Buffer.from(await signer.sign(data));
  const value = signer.suite === 'ecdsa-sha256' ? lowerS(raw) : raw;
  if (!verifyValue(signer.suite, data, leaf.publicKey, value)) throw new EdocError('key.mismatch');
  return value;
}

/** @throws EdocError `seal.limit` */
export function requireLimit(name: string, value: number, max: number): void {
  if (value > max) throw new EdocError('seal.limit', { detail: { name, value, max } });
}
