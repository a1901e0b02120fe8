/** Private keys: made, locked with a passphrase (PKCS#8, RFC 5958, in PEM) and opened again. */
import {
  createCipheriv,
  createPrivateKey,
  generateKeyPair,
  type KeyObject,
  pbkdf2,
  randomBytes,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { Integer, Null, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import { EdocError } from '../errors.js';
import { asn1 } from './asn1.js';
import { fromPem, toPem } from './pem.js';

export type KeyKind = 'rsa-2048' | 'rsa-3072' | 'ecdsa-p256';

const label = 'ENCRYPTED PRIVATE KEY';
const saltBytes = 16;
const ivBytes = 16;
const keyBytes = 32;
/**
 * Stretching makes guessing a person's passphrase costly: OWASP's figure for PBKDF2 with HMAC-SHA256. One as long as the
 * 256 random bits that the commands make cannot be guessed, and a node that serves many agencies opens many keys at
 * its start.
 */
const iterations = { guessable: 600_000, random: 10_000 };
const randomPassphraseCharacters = 43;

const oids = {
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacWithSha256: '1.2.840.113549.2.9',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
};

const makePair = promisify(generateKeyPair);
const deriveKey = promisify(pbkdf2);

/** A new private key, made in the thread pool. */
export async function generateKey(kind: KeyKind): Promise<KeyObject> {
  if (kind === 'ecdsa-p256') return (await makePair('ec', { namedCurve: 'prime256v1' })).privateKey;
  return (await makePair('rsa', { modulusLength: kind === 'rsa-2048' ? 2048 : 3072 })).privateKey;
}

/** Encrypted PKCS#8 in PEM: PBES2 (RFC 8018) with PBKDF2-HMAC-SHA256 and AES-256-CBC. OpenSSL reads it. */
export async function encryptKey(key: KeyObject, passphrase: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const iv = randomBytes(ivBytes);
  const rounds = passphrase.length >= randomPassphraseCharacters ? iterations.random : iterations.guessable;
  const derived = await deriveKey(passphrase, salt, rounds, keyBytes, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', derived, iv);
  const plain = key.export({ type: 'pkcs8', format: 'der' });
  const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
  plain.fill(0);
  return toPem(label, encryptedPrivateKeyInfo(salt, rounds, iv, encrypted));
}

/**
 * Opens an encrypted PKCS#8 key. A key that lies there unencrypted is refused: keys are never stored in the clear.
 * @throws EdocError `key.malformed`, `key.passphrase`.
 */
export function decryptKey(pem: string, passphrase: string): KeyObject {
  if (fromPem(label, pem) === undefined) throw new EdocError('key.malformed');
  try {
    return createPrivateKey({ key: pem, format: 'pem', passphrase });
  } catch (cause) {
    throw new EdocError('key.passphrase', { cause });
  }
}

/** RFC 5958, section 3, with the parameters of RFC 8018, appendix A. */
function encryptedPrivateKeyInfo(salt: Buffer, rounds: number, iv: Buffer, encrypted: Buffer): Buffer {
  const prf = sequence(oid(oids.hmacWithSha256), new asn1.Null());
  const derivation = sequence(
    oid(oids.pbkdf2),
    sequence(new asn1.OctetString({ valueHex: salt }), new asn1.Integer({ value: rounds }), prf),
  );
  const encryption = sequence(oid(oids.aes256Cbc), new asn1.OctetString({ valueHex: iv }));
  const scheme = sequence(oid(oids.pbes2), sequence(derivation, encryption));
  return Buffer.from(sequence(scheme, new asn1.OctetString({ valueHex: encrypted })).toBER());
}

function sequence(...value: (Sequence | ObjectIdentifier | OctetString | Integer | Null)[]): Sequence {
  return new asn1.Sequence({ value });
}

function oid(value: string): ObjectIdentifier {
  return new asn1.ObjectIdentifier({ value });
}
