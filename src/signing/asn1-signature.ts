/** Signatures inside certificates and requests: algorithm identifiers of RFC 4055 and RFC 5758, made by node:crypto. */
import { type KeyObject, sign, verify } from 'node:crypto';
import { EdocError } from '../errors.js';
import { AlgorithmIdentifier, asn1 } from './asn1.js';
import { mayIssue, type Suite } from './suites.js';

/** Signature algorithms that are accepted: object identifier to hash. */
const accepted = new Map([
  ['1.2.840.113549.1.1.11', 'sha256'], // sha256WithRSAEncryption
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.3.2', 'sha256'], // ecdsa-with-SHA256
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
]);

/** Of PKCS#1 (RFC 8017); the other accepted ones are of ECDSA. */
const rsaPrefix = '1.2.840.113549.1.1.';

/** The hash of an accepted signature algorithm, undefined for every other one. */
export function hashOf(oid: string): string | undefined {
  return accepted.get(oid);
}

/** The identifier of the algorithm that {@link signAsn1} uses with the key. @throws EdocError `key.type`. */
export function signatureAlgorithmOf(key: KeyObject): AlgorithmIdentifier {
  if (!mayIssue(key)) throw new EdocError('key.type');
  if (key.asymmetricKeyType === 'rsa') {
    return new AlgorithmIdentifier({ algorithm: '1.2.840.113549.1.1.11', parameters: null });
  }
  const isP384 = key.asymmetricKeyDetails?.namedCurve === 'secp384r1';
  return new AlgorithmIdentifier({ algorithm: isP384 ? '1.2.840.10045.4.3.3' : '1.2.840.10045.4.3.2' });
}

/** Signs DER with the algorithm of {@link signatureAlgorithmOf}. */
export function signAsn1(der: Uint8Array, key: KeyObject): Promise<ArrayBuffer> {
  const hash = hashOf(signatureAlgorithmOf(key).algorithm);
  return new Promise((resolve, reject) => {
    sign(hash, der, key, (error, value) => (error ? reject(error) : resolve(new Uint8Array(value).buffer)));
  });
}

/**
 * Whether the value is the key's over the octets, by an algorithm of RSA for an RSA key and one of ECDSA for an EC key. False
 * for algorithms and keys that are not accepted, which OpenSSL may refuse with an exception.
 */
export function verifyAsn1(oid: string, der: Uint8Array, key: KeyObject, value: Uint8Array): boolean {
  const hash = hashOf(oid);
  const family = oid.startsWith(rsaPrefix) ? 'rsa' : 'ec';
  return (
    hash !== undefined && mayIssue(key) && key.asymmetricKeyType === family && verify(hash, der, key, value)
  );
}

/** A raw value in the form that certificates and requests carry: r and s as a SEQUENCE (RFC 3279, section 2.2.3). */
export function asn1Signature(suite: Suite, value: Uint8Array): ArrayBuffer {
  if (suite === 'rsa-sha256') return new Uint8Array(value).buffer;
  const half = value.length / 2;
  const integers = [value.slice(0, half), value.slice(half)].map((octets) =>
    asn1.Integer.fromBigInt(BigInt(`0x${Buffer.from(octets).toString('hex')}`)),
  );
  return new asn1.Sequence({ value: integers }).toBER();
}
