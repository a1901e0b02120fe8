/**
 * Who seals: a key and its certificates. `Signer` is the narrow port that a smart card or a hardware module can
 * satisfy as well; here are the ones that hold their key in memory.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { EdocError } from '../errors.js';
import { parseCertificate } from './certificate.js';
import { decryptKey } from './keys.js';
import { certificatesFromPem } from './pem.js';
import { type Suite, signValue, suiteOfKey } from './suites.js';

export interface Signer {
  /** DER, the signing certificate first, each followed by its issuer, without the trust anchor. */
  readonly certificates: readonly Uint8Array[];
  readonly suite: Suite;
  /** The raw value over the data with SHA-256: PKCS#1 v1.5, or r and s of 32 octets each (IEEE P1363). */
  sign(data: Uint8Array): Promise<Uint8Array>;
  /** Where the key is elsewhere and may be out of reach: whether it could sign now. @throws EdocError why not */
  check?(): Promise<void>;
}

/**
 * @param certificates DER, as in {@link Signer}.
 * @throws EdocError `key.mismatch`, `key.type`, `certificate.malformed`.
 */
export function signerFromKey(key: KeyObject, certificates: readonly Uint8Array[]): Signer {
  const [leaf] = certificates;
  if (!leaf) throw new EdocError('certificate.malformed');
  if (!createPublicKey(key).equals(parseCertificate(leaf).publicKey)) throw new EdocError('key.mismatch');
  const suite = suiteOfKey(key);
  if (!suite) throw new EdocError('key.type');
  return { certificates: [...certificates], suite, sign: (data) => signValue(suite, data, key) };
}

export interface Pkcs8Source {
  /** Encrypted PKCS#8, PEM. */
  readonly keyPem: string;
  readonly passphrase: string;
  /** The signing certificate first. */
  readonly certificatesPem: string;
}

/** @throws EdocError `key.malformed`, `key.passphrase`, `key.mismatch`, `key.type`, `certificate.malformed`. */
export function signerFromPkcs8({ keyPem, passphrase, certificatesPem }: Pkcs8Source): Signer {
  return signerFromKey(decryptKey(keyPem, passphrase), certificatesFromPem(certificatesPem));
}
