/** Writes certificate revocation lists (RFC 5280) and OCSP responses (RFC 6960), good and bad. */
import { createHash, type KeyObject, sign } from 'node:crypto';
import type { Identity } from '../signature-vectors/pki.js';
import * as der from './der.js';

export interface Authority {
  readonly der: Buffer;
  readonly key: KeyObject;
}

export interface OcspForgery {
  /** Who answers; the first certificate is its own, all are carried. */
  readonly by: Identity;
  /** On which certificate, of which issuer. */
  readonly about: Buffer;
  readonly issuer: Buffer;
  readonly status?: 'good' | 'revoked' | 'unknown';
  readonly revokedAt?: string;
  /** CRLReason. */
  readonly reason?: number;
  readonly thisUpdate: string;
  /** null: left out. */
  readonly nextUpdate?: string | null;
  /** Left out: thisUpdate. */
  readonly producedAt?: string;
  readonly hash?: 'sha1' | 'sha256';
  readonly carried?: readonly Buffer[];
  /** Extensions of the response. */
  readonly extensions?: readonly Buffer[];
  /** Of the answer. */
  readonly answerExtensions?: readonly Buffer[];
  readonly value?: (value: Buffer) => Buffer;
}

const sha1 = (data: Uint8Array) => createHash('sha1').update(data).digest();

export function forgeOcsp(forgery: OcspForgery): Buffer {
  const { by, thisUpdate, producedAt = thisUpdate, value = (made: Buffer) => made } = forgery;
  const { carried = by.certificates, extensions } = forgery;
  const [own = Buffer.alloc(0)] = by.certificates;
  const body = der.sequence(
    der.tagged(2, der.octets(sha1(der.partsOf(own).key))),
    der.generalizedTime(producedAt),
    der.sequence(writeAnswer(forgery)),
    ...(extensions ? [der.tagged(1, der.sequence(...extensions))] : []),
  );
  const basic = der.sequence(
    body,
    der.algorithms.rsaSha256,
    der.bits(value(sign('sha256', body, by.key))),
    der.tagged(0, der.sequence(...carried)),
  );
  const response = der.sequence(der.oid('1.3.6.1.5.5.7.48.1.1'), der.octets(basic));
  return der.sequence(der.enumerated(0), der.tagged(0, response));
}

function writeAnswer({
  about,
  issuer,
  hash = 'sha256',
  thisUpdate,
  nextUpdate,
  answerExtensions,
  ...said
}: OcspForgery): Buffer {
  const digest = (data: Uint8Array) => der.octets(createHash(hash).update(data).digest());
  const { subject, key } = der.partsOf(issuer);
  return der.sequence(
    der.sequence(
      der.algorithms[hash],
      digest(subject),
      digest(key),
      der.integer(der.partsOf(about).serialNumber),
    ),
    writeStatus(said),
    der.generalizedTime(thisUpdate),
    ...(nextUpdate ? [der.tagged(0, der.generalizedTime(nextUpdate))] : []),
    ...(answerExtensions ? [der.tagged(1, der.sequence(...answerExtensions))] : []),
  );
}

/** RFC 6960, 4.4.4. @param behind what follows the time in the value */
export function archiveCutoff(since: string, { critical = false, behind = Buffer.alloc(0) } = {}): Buffer {
  const value = Buffer.concat([der.generalizedTime(since), behind]);
  return der.extension('1.3.6.1.5.5.7.48.1.6', value, critical);
}

function writeStatus({ status = 'good', revokedAt = '', reason }: Partial<OcspForgery>): Buffer {
  if (status === 'good') return der.element(0x80);
  if (status === 'unknown') return der.element(0x82);
  const why = reason === undefined ? [] : [der.tagged(0, der.enumerated(reason))];
  return der.tagged(1, der.generalizedTime(revokedAt), ...why);
}

export interface CrlForgery {
  readonly by: Authority;
  readonly thisUpdate: string;
  readonly nextUpdate: string;
  readonly revoked?: readonly { certificate: Buffer; at: string; reason?: number }[];
  /** Beside the cRLNumber. */
  readonly extensions?: readonly Buffer[];
  readonly value?: (value: Buffer) => Buffer;
}

export function forgeCrl(forgery: CrlForgery): Buffer {
  const { by, thisUpdate, nextUpdate, revoked = [], extensions = [] } = forgery;
  const { value = (made: Buffer) => made } = forgery;
  const entries = revoked.map(({ certificate, at, reason }) =>
    der.sequence(
      der.integer(der.partsOf(certificate).serialNumber),
      der.utcTime(at),
      ...(reason === undefined ? [] : [der.sequence(der.extension('2.5.29.21', der.enumerated(reason)))]),
    ),
  );
  const body = der.sequence(
    der.integer(1),
    der.algorithms.rsaSha256,
    der.partsOf(by.der).subject,
    der.utcTime(thisUpdate),
    der.utcTime(nextUpdate),
    ...(entries.length === 0 ? [] : [der.sequence(...entries)]),
    der.tagged(0, der.sequence(der.extension('2.5.29.20', der.integer(1)), ...extensions)),
  );
  const signature = value(sign('sha256', body, by.key));
  return der.sequence(body, der.algorithms.rsaSha256, der.bits(signature));
}
