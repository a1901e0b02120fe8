/**
 * The two signature suites: which key makes which kind of value, and the raw signing operations.
 * `spec/signature.md`, section 3. One value per content and key: RSASSA-PKCS1-v1_5 has only one, and of the two that
 * ECDSA has, (r, s) and (r, n - s), only the one with the lower s is accepted.
 */
import { type KeyObject, sign, verify } from 'node:crypto';
import { limits } from './limits.js';

export type Suite = 'rsa-sha256' | 'ecdsa-sha256';

const uris: Readonly<Record<Suite, string>> = {
  'rsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'ecdsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
};

/** The order of the P-256 group (SEC 2, secp256r1). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const scalarBytes = 32;

export function uriOf(suite: Suite): string {
  return uris[suite];
}

export function suiteOfUri(uri: string): Suite | undefined {
  if (uri === uris['rsa-sha256']) return 'rsa-sha256';
  return uri === uris['ecdsa-sha256'] ? 'ecdsa-sha256' : undefined;
}

/** The suite of a public or private key, undefined where keys of that type or strength do not seal. */
export function suiteOfKey(key: KeyObject): Suite | undefined {
  if (isGoodRsa(key)) return 'rsa-sha256';
  return curveOf(key) === 'prime256v1' ? 'ecdsa-sha256' : undefined;
}

/** Whether certificates may be signed with the key: the suites' keys, and P-384. */
export function mayIssue(key: KeyObject): boolean {
  return isGoodRsa(key) || ['prime256v1', 'secp384r1'].includes(curveOf(key) ?? '');
}

/** A short name of the key's type and size for people, such as `rsa-2048` or `ecdsa-prime256v1`. */
export function keyName(key: KeyObject): string {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'ec') return `ecdsa-${details?.namedCurve ?? 'unnamed'}`;
  return `${key.asymmetricKeyType ?? key.type}${details?.modulusLength ? `-${details.modulusLength}` : ''}`;
}

/** Signs in the thread pool. The value is raw: PKCS#1 v1.5, or r and s of 32 octets each. */
export function signValue(suite: Suite, data: Uint8Array, key: KeyObject): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign('sha256', data, encoded(suite, key), (error, value) => (error ? reject(error) : resolve(value)));
  });
}

/** True where the value is the key's over the data; any value of a wrong length is false. */
export function verifyValue(suite: Suite, data: Uint8Array, key: KeyObject, value: Uint8Array): boolean {
  return verify('sha256', data, encoded(suite, key), value);
}

/** The value with the lower of both s. Values of the wrong length come back as they are: they verify nowhere. */
export function lowerS(value: Uint8Array): Buffer {
  const octets = Buffer.from(value);
  if (octets.length !== 2 * scalarBytes) return octets;
  const s = BigInt(`0x${octets.toString('hex', scalarBytes)}`);
  if (2n * s > order && s < order) {
    octets.write((order - s).toString(16).padStart(2 * scalarBytes, '0'), scalarBytes, 'hex');
  }
  return octets;
}

function encoded(suite: Suite, key: KeyObject): { key: KeyObject; dsaEncoding?: 'ieee-p1363' } {
  return suite === 'ecdsa-sha256' ? { key, dsaEncoding: 'ieee-p1363' } : { key };
}

function isGoodRsa(key: KeyObject): boolean {
  if (key.asymmetricKeyType !== 'rsa') return false;
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  return (
    modulusLength >= limits.rsaBits.min &&
    modulusLength <= limits.rsaBits.max &&
    publicExponent > 0xffffn &&
    publicExponent < 1n << 64n &&
    publicExponent % 2n === 1n
  );
}

function curveOf(key: KeyObject): string | undefined {
  return key.asymmetricKeyType === 'ec' ? key.asymmetricKeyDetails?.namedCurve : undefined;
}
