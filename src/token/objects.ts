/** Keys as objects of a token: found by label or id, the public half read as a JSON Web Key (RFC 7517). */
import { type JsonWebKey, X509Certificate } from 'node:crypto';
import type { Handle, Template } from 'pkcs11js';
import { EdocError } from '../errors.js';
import type { TokenModule } from './module.js';
import type { KeyChoice, TokenDescription } from './protocol.js';

export interface PrivateKey {
  readonly handle: Handle;
  readonly label: string;
  /** Hexadecimal. */
  readonly id: string;
  readonly publicKey: JsonWebKey;
  /** The token wants the PIN for each signature. */
  readonly pinEachTime: boolean;
}

/** More than fit on any token that people carry; a hardware module is searched with a narrower choice. */
const mostObjects = 1_000;
/** X9.62 uncompressed point on a curve of 256 bits. */
const pointOctets = 65;
const coordinateOctets = 32;

/**
 * The private key that is meant, with its public half, from a session that is logged in.
 * @throws EdocError `token.key-missing`, `token.key-ambiguous`, `token.key-unusable`
 */
export function findPrivateKey(
  module: TokenModule,
  session: Handle,
  choice: KeyChoice,
  token: string,
): PrivateKey {
  const { driver } = module;
  const key = keyNameOf(choice);
  const found = find(module, session, driver.CKO_PRIVATE_KEY, choice);
  const [handle] = found;
  if (!handle) throw new EdocError('token.key-missing', { detail: { token, key } });
  if (found.length > 1) {
    throw new EdocError('token.key-ambiguous', { detail: { token, key, count: found.length } });
  }
  const label = read(module, session, handle, driver.CKA_LABEL).toString('utf8');
  const id = read(module, session, handle, driver.CKA_ID).toString('hex');
  if (!flag(module, session, handle, driver.CKA_SIGN)) {
    throw new EdocError('token.key-unusable', { detail: { token, key } });
  }
  const publicKey = publicHalf(module, session, id === '' ? { object: label } : { id });
  if (!publicKey) throw new EdocError('token.key-missing', { detail: { token, key } });
  return {
    handle,
    label,
    id,
    publicKey,
    pinEachTime: flag(module, session, handle, driver.CKA_ALWAYS_AUTHENTICATE),
  };
}

export function hasKey(module: TokenModule, session: Handle, choice: KeyChoice): boolean {
  return find(module, session, module.driver.CKO_PRIVATE_KEY, choice).length > 0;
}

/** The public halves that can be seen without a PIN. */
export function publicKeysIn(module: TokenModule, slot: Handle): TokenDescription['keys'] {
  const { cryptoki, driver } = module;
  const session = cryptoki.C_OpenSession(slot, driver.CKF_SERIAL_SESSION);
  try {
    return find(module, session, driver.CKO_PUBLIC_KEY, {}).map((handle) => ({
      label: read(module, session, handle, driver.CKA_LABEL).toString('utf8'),
      id: read(module, session, handle, driver.CKA_ID).toString('hex'),
      type: typeOf(readPublicKey(module, session, handle)),
    }));
  } finally {
    cryptoki.C_CloseSession(session);
  }
}

export function keyNameOf({ object, id }: KeyChoice): string {
  return object ?? (id === undefined ? '–' : `id ${id}`);
}

/** From the public key beside it, or from its certificate: tokens of certification services often hold no more. */
function publicHalf(module: TokenModule, session: Handle, choice: KeyChoice): JsonWebKey | undefined {
  const { driver } = module;
  const [key] = find(module, session, driver.CKO_PUBLIC_KEY, choice);
  if (key) return readPublicKey(module, session, key);
  const [certificate] = find(module, session, driver.CKO_CERTIFICATE, choice);
  if (!certificate) return undefined;
  const der = read(module, session, certificate, driver.CKA_VALUE);
  return new X509Certificate(der).publicKey.export({ format: 'jwk' });
}

function readPublicKey(module: TokenModule, session: Handle, key: Handle): JsonWebKey | undefined {
  const { driver } = module;
  const type = read(module, session, key, driver.CKA_KEY_TYPE).readUInt32LE();
  if (type === driver.CKK_RSA) {
    return {
      kty: 'RSA',
      n: unsigned(read(module, session, key, driver.CKA_MODULUS)).toString('base64url'),
      e: unsigned(read(module, session, key, driver.CKA_PUBLIC_EXPONENT)).toString('base64url'),
    };
  }
  if (type !== driver.CKK_EC) return undefined;
  // An OCTET STRING around the point (PKCS#11, 2.3.3); some modules leave the wrapping out.
  const point = read(module, session, key, driver.CKA_EC_POINT).subarray(-pointOctets);
  if (point.length !== pointOctets || point[0] !== 4) return undefined;
  return {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 1 + coordinateOctets).toString('base64url'),
    y: point.subarray(1 + coordinateOctets).toString('base64url'),
  };
}

function typeOf(key: JsonWebKey | undefined): string {
  if (key?.kty === 'EC') return 'ecdsa-p256';
  return key?.kty === 'RSA' ? `rsa-${Buffer.from(key.n ?? '', 'base64url').length * 8}` : '–';
}

function find(module: TokenModule, session: Handle, kind: number, { object, id }: KeyChoice): Handle[] {
  const { cryptoki, driver } = module;
  const template: Template = [{ type: driver.CKA_CLASS, value: kind }];
  if (object !== undefined) template.push({ type: driver.CKA_LABEL, value: Buffer.from(object) });
  if (id !== undefined) template.push({ type: driver.CKA_ID, value: Buffer.from(id, 'hex') });
  cryptoki.C_FindObjectsInit(session, template);
  try {
    return cryptoki.C_FindObjects(session, mostObjects);
  } finally {
    cryptoki.C_FindObjectsFinal(session);
  }
}

function read({ cryptoki }: TokenModule, session: Handle, object: Handle, type: number): Buffer {
  const [attribute] = cryptoki.C_GetAttributeValue(session, object, [{ type }]);
  return Buffer.isBuffer(attribute?.value) ? attribute.value : Buffer.alloc(0);
}

/** False also where the token does not know the attribute. */
function flag(module: TokenModule, session: Handle, object: Handle, type: number): boolean {
  try {
    return read(module, session, object, type)[0] === 1;
  } catch {
    return false;
  }
}

function unsigned(number: Buffer): Buffer {
  const first = number.findIndex((octet) => octet !== 0);
  return number.subarray(Math.max(0, first));
}
