/**
 * ECDSA whose nonce follows from key and content, so that making the vectors again gives the same octets. For test
 * vectors with public keys only: the nonce is as secret as the key.
 */
import { createECDH, createHash, createHmac, type KeyObject } from 'node:crypto';

const curves = {
  prime256v1: { bytes: 32, order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n },
  secp384r1: {
    bytes: 48,
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
};

/** r and the lower s over SHA-256 of the data, IEEE P1363. The key is on P-256 or P-384. */
export function signDeterministically(data: Uint8Array, key: KeyObject): Buffer {
  const curve = key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'secp384r1' : 'prime256v1';
  const { bytes, order } = curves[curve];
  const secret = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
  const digest = createHash('sha256').update(data).digest();
  const nonce = (number(createHmac('sha512', secret).update(digest).digest()) % (order - 1n)) + 1n;
  const ecdh = createECDH(curve);
  ecdh.setPrivateKey(octets(nonce, bytes));
  const r = number(ecdh.getPublicKey().subarray(1, 1 + bytes)) % order;
  const s = (inverse(nonce, order) * (number(digest) + r * number(secret))) % order;
  return Buffer.concat([octets(r, bytes), octets(2n * s > order ? order - s : s, bytes)]);
}

/** The other valid P-256 value over the same content by the same key: (r, n - s). */
export function otherS(value: Buffer): Buffer {
  const { bytes, order } = curves.prime256v1;
  return Buffer.concat([value.subarray(0, bytes), octets(order - number(value.subarray(bytes)), bytes)]);
}

/** By Fermat: the order is prime. */
function inverse(value: bigint, order: bigint): bigint {
  let result = 1n;
  let base = value % order;
  for (let exponent = order - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % order;
    base = (base * base) % order;
  }
  return result;
}

function number(value: Buffer): bigint {
  return BigInt(`0x${value.toString('hex')}`);
}

function octets(value: bigint, bytes: number): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex');
}
