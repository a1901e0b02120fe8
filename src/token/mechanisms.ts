/** How a token signs: which mechanism for which key, and what is given to it. */
import { createHash, type JsonWebKey } from 'node:crypto';
import type { Handle } from 'pkcs11js';
import { EdocError } from '../errors.js';
import type { TokenModule } from './module.js';
import type { TokenKeyKind } from './protocol.js';

export interface SigningMechanism {
  readonly mechanism: number;
  /** What the token is given to sign. */
  readonly input: (data: Uint8Array) => Buffer;
}

/** DER of DigestInfo for SHA-256 up to the digest (RFC 8017, section 9.2, note 1). */
const sha256DigestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');
/** DER of the object identifier of P-256 (RFC 5480, section 2.1.1.1). */
export const p256Parameters = Buffer.from('06082a8648ce3d030107', 'hex');

const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();

/**
 * The token hashes where it can, because keys are sometimes bound to that; else it signs our digest, which every token can
 * do. @throws EdocError `token.mechanism`
 */
export function signingMechanism(
  module: TokenModule,
  slot: Handle,
  key: JsonWebKey,
  token: string,
): SigningMechanism {
  const { driver } = module;
  const choices: [number, SigningMechanism['input']][] =
    key.kty === 'RSA'
      ? [
          [driver.CKM_SHA256_RSA_PKCS, (data) => Buffer.from(data)],
          [driver.CKM_RSA_PKCS, (data) => Buffer.concat([sha256DigestInfo, sha256(data)])],
        ]
      : [[driver.CKM_ECDSA, sha256]];
  for (const [mechanism, input] of choices) {
    if (canSign(module, slot, mechanism)) return { mechanism, input };
  }
  const mechanism = key.kty === 'RSA' ? 'CKM_SHA256_RSA_PKCS, CKM_RSA_PKCS' : 'CKM_ECDSA';
  throw new EdocError('token.mechanism', { detail: { token, mechanism } });
}

export function generationMechanism({ driver }: TokenModule, kind: TokenKeyKind): number {
  return kind === 'ecdsa-p256' ? driver.CKM_EC_KEY_PAIR_GEN : driver.CKM_RSA_PKCS_KEY_PAIR_GEN;
}

/** @throws EdocError `token.mechanism` */
export function requireMechanism(module: TokenModule, slot: Handle, mechanism: number, token: string): void {
  if (module.cryptoki.C_GetMechanismList(slot).includes(mechanism)) return;
  const name =
    mechanism === module.driver.CKM_EC_KEY_PAIR_GEN ? 'CKM_EC_KEY_PAIR_GEN' : 'CKM_RSA_PKCS_KEY_PAIR_GEN';
  throw new EdocError('token.mechanism', { detail: { token, mechanism: name } });
}

function canSign({ cryptoki, driver }: TokenModule, slot: Handle, mechanism: number): boolean {
  if (!cryptoki.C_GetMechanismList(slot).includes(mechanism)) return false;
  return (cryptoki.C_GetMechanismInfo(slot, mechanism).flags & driver.CKF_SIGN) !== 0;
}
