/** The algorithms of CMS signatures (RFC 5754, RFC 4056): object identifiers to hashes and ways of signing. */
import { constants, type KeyObject, verify } from 'node:crypto';
import { contextTag, type DerReader } from '../der.js';
import * as write from '../der-write.js';

export type HashName = 'sha256' | 'sha384' | 'sha512' | 'sha1';

const hashes = new Map<string, HashName>([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
  ['1.3.14.3.2.26', 'sha1'],
]);

/** How a signature value was made: the scheme, and the hash where the identifier names one. */
export interface SignatureScheme {
  readonly scheme: 'rsa' | 'rsa-pss' | 'ecdsa';
  /** Undefined where it is that of the digest algorithm (`rsaEncryption`, RFC 3370, 3.2). */
  readonly hash?: HashName;
  readonly saltLength?: number;
}

const rsaPss = '1.2.840.113549.1.1.10';
const mgf1 = '1.2.840.113549.1.1.8';

const schemes = new Map<string, SignatureScheme>([
  ['1.2.840.113549.1.1.1', { scheme: 'rsa' }],
  ['1.2.840.113549.1.1.5', { scheme: 'rsa', hash: 'sha1' }],
  ['1.2.840.113549.1.1.11', { scheme: 'rsa', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { scheme: 'rsa', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { scheme: 'rsa', hash: 'sha512' }],
  ['1.2.840.10045.4.1', { scheme: 'ecdsa', hash: 'sha1' }],
  ['1.2.840.10045.4.3.2', { scheme: 'ecdsa', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { scheme: 'ecdsa', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { scheme: 'ecdsa', hash: 'sha512' }],
]);

/** The hash of an identifier; the identifier itself where it is none of those known here. */
export function hashName(oid: string): HashName | (string & {}) {
  return hashes.get(oid) ?? oid;
}

export function isHashName(name: string): name is HashName {
  return [...hashes.values()].some((known) => known === name);
}

/** An AlgorithmIdentifier without parameters, as RFC 5754 has it for hashes. */
export function hashIdentifier(hash: string): Buffer {
  for (const [oid, name] of hashes) if (name === hash) return write.sequence(write.oid(oid));
  throw new RangeError(`no identifier for ${hash}`);
}

/** Reads an AlgorithmIdentifier whose parameters do not matter. @throws DerError */
export function algorithmOid(reader: DerReader): string {
  const oid = reader.oid();
  if (!reader.done) reader.next();
  reader.end();
  return oid;
}

/** The scheme of a signature's AlgorithmIdentifier, undefined for every other one. @throws DerError */
export function readScheme(identifier: DerReader): {
  readonly oid: string;
  readonly scheme?: SignatureScheme;
} {
  const oid = identifier.oid();
  if (oid !== rsaPss) {
    if (!identifier.done) identifier.next();
    identifier.end();
    const scheme = schemes.get(oid);
    return scheme ? { oid, scheme } : { oid };
  }
  const scheme = readPss(identifier.enter());
  identifier.end();
  return scheme ? { oid, scheme } : { oid };
}

/** RSASSA-PSS-params (RFC 4055, 3.1); only MGF1 with the same hash. */
function readPss(parameters: DerReader): SignatureScheme | undefined {
  const hash = hashName(
    readTagged(parameters, 0, (reader) => algorithmOid(reader.enter())) ?? '1.3.14.3.2.26',
  );
  const mask = readTagged(parameters, 1, (reader) => {
    const generator = reader.enter();
    const oid = generator.oid();
    return oid === mgf1 ? hashName(algorithmOid(generator.enter())) : oid;
  });
  const saltLength = readTagged(parameters, 2, (reader) => reader.small()) ?? 20;
  const trailer = readTagged(parameters, 3, (reader) => reader.small()) ?? 1;
  parameters.end();
  const good = isHashName(hash) && (mask ?? 'sha1') === hash && trailer === 1;
  return good ? { scheme: 'rsa-pss', hash, saltLength } : undefined;
}

function readTagged<Value>(
  reader: DerReader,
  number: number,
  read: (inner: DerReader) => Value,
): Value | undefined {
  const inner = reader.enterOptional(contextTag(number));
  return inner && read(inner);
}

/** Whether the value is the key's over the data. A key of another type verifies nothing. */
export function verifyScheme(
  { scheme, saltLength }: SignatureScheme,
  hash: string,
  data: Uint8Array,
  key: KeyObject,
  value: Uint8Array,
): boolean {
  const type = key.asymmetricKeyType;
  if (scheme === 'ecdsa') return type === 'ec' && verify(hash, data, key, value);
  if (scheme === 'rsa') return type === 'rsa' && verify(hash, data, key, value);
  if (type !== 'rsa' && type !== 'rsa-pss') return false;
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  try {
    return verify(hash, data, { key, padding, saltLength: saltLength ?? 0 }, value);
  } catch {
    // OpenSSL throws where a PSS key's own restrictions forbid the parameters.
    return false;
  }
}
