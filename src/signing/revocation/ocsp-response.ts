/** OCSP responses (RFC 6960, 4.2), read. */
import { EdocError } from '../../errors.js';
import { algorithmOid } from '../cms/algorithms.js';
import { contextTag, DerError, DerReader, tags } from '../der.js';
import { limits } from '../limits.js';
import { type ExtensionValue, readExtensions } from './extensions.js';
import { reasonName } from './model.js';
import { type OcspEntry, readCertId } from './ocsp-cert-id.js';
import { checkOcspLimit, nonceExtension, nonceValue, ocspRead } from './ocsp-request.js';

/** OCSPResponseStatus: the places are the numbers; 4 is not used. */
export const ocspStatuses = [
  'successful',
  'malformedRequest',
  'internalError',
  'tryLater',
  'unused',
  'sigRequired',
  'unauthorized',
] as const;

export const basicResponseType = '1.3.6.1.5.5.7.48.1.1';
/** RFC 6960, 4.4.4, of one answer: the responder keeps what it knows of certificates that expired since this time. */
export const archiveCutoff = '1.3.6.1.5.5.7.48.1.6';

export interface OcspResponse {
  /** How the responder names itself: by the DER of its Name, or the SHA-1 of its key. */
  readonly responder: { readonly name: Buffer } | { readonly keyHash: Buffer };
  readonly producedAt: Date;
  readonly answers: readonly OcspAnswer[];
  readonly nonce?: Buffer;
  readonly extensions: ReadonlyMap<string, ExtensionValue>;
  readonly certificates: readonly Buffer[];
  readonly signatureAlgorithm: string;
  /** What is signed. */
  readonly body: Buffer;
  readonly signature: Buffer;
  readonly der: Buffer;
}

export interface OcspAnswer {
  readonly entry: OcspEntry;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt?: Date;
  readonly reason?: string;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  readonly extensions: ReadonlyMap<string, ExtensionValue>;
  /** Since when answers about expired certificates have been kept. */
  readonly keptSince?: Date;
}

/**
 * Reads a response. Nothing of it is proven.
 * @param sent where it answers a request: the nonce of that. A responder may leave the nonce out (RFC 6960, 4.4.1), not change it.
 * @throws EdocError `ocsp.malformed`, `ocsp.limit`, `ocsp.rejected` where it holds no answer, `ocsp.nonce`.
 */
export function readOcspResponse(der: Uint8Array, sent: { readonly nonce?: Uint8Array } = {}): OcspResponse {
  checkOcspLimit('response', der.length, limits.ocspBytes);
  const response = ocspRead(() => readResponse(der));
  if (sent.nonce && response.nonce && !response.nonce.equals(sent.nonce)) throw new EdocError('ocsp.nonce');
  return response;
}

function readResponse(der: Uint8Array): OcspResponse {
  const outer = DerReader.inside(der);
  const status = outer.small(tags.enumerated);
  if (status !== 0)
    throw new EdocError('ocsp.rejected', { detail: { status: ocspStatuses[status] ?? status } });
  const wrapped = outer.enter(contextTag(0));
  outer.end();
  const octets = wrapped.enter();
  wrapped.end();
  if (octets.oid() !== basicResponseType) throw new DerError('not a basic response');
  const basic = DerReader.inside(octets.octetString());
  octets.end();
  const body = basic.next(tags.sequence).octets;
  const signatureAlgorithm = algorithmOid(basic.enter());
  const signature = basic.bitString();
  const certificates = basic.enterOptional(contextTag(0))?.enter().rest(tags.sequence) ?? [];
  basic.end();
  checkOcspLimit('certificates', certificates.length, limits.ocspCertificates);
  return {
    ...readBody(DerReader.inside(body)),
    certificates: certificates.map((certificate) => certificate.octets),
    signatureAlgorithm,
    body,
    signature,
    der: Buffer.from(der.buffer, der.byteOffset, der.byteLength),
  };
}

function readBody(reader: DerReader) {
  const version = reader.enterOptional(contextTag(0));
  if (version && version.small() !== 0) throw new DerError('not version 1');
  const responder = readResponder(reader);
  const producedAt = reader.generalizedTime();
  const list = reader.enter().rest(tags.sequence);
  checkOcspLimit('answers', list.length, limits.ocspEntries);
  const extensions = readWrapped(reader, 1);
  reader.end();
  const nonce = extensions.get(nonceExtension);
  return {
    responder,
    producedAt,
    answers: list.map(({ octets }) => readAnswer(DerReader.inside(octets))),
    ...(nonce ? { nonce: nonceValue(nonce.value) } : {}),
    extensions,
  };
}

function readResponder(reader: DerReader): OcspResponse['responder'] {
  const named = reader.enterOptional(contextTag(1));
  if (named) return { name: named.next(tags.sequence).octets };
  return { keyHash: reader.enter(contextTag(2)).octetString() };
}

function readAnswer(reader: DerReader): OcspAnswer {
  const entry = readCertId(reader);
  const status = readStatus(reader);
  const thisUpdate = reader.generalizedTime();
  const nextUpdate = reader.enterOptional(contextTag(0))?.generalizedTime();
  const extensions = readWrapped(reader, 1);
  reader.end();
  const cutoff = extensions.get(archiveCutoff);
  return {
    entry,
    ...status,
    thisUpdate,
    ...(nextUpdate === undefined ? {} : { nextUpdate }),
    extensions,
    ...(cutoff ? { keptSince: readCutoff(cutoff.value) } : {}),
  };
}

function readCutoff(value: Buffer): Date {
  const reader = new DerReader(value);
  const time = reader.generalizedTime();
  reader.end();
  return time;
}

function readStatus(reader: DerReader): Pick<OcspAnswer, 'status' | 'revokedAt' | 'reason'> {
  if (reader.optional(contextTag(0, 'primitive'))) return { status: 'good' };
  if (reader.optional(contextTag(2, 'primitive'))) return { status: 'unknown' };
  const revoked = reader.enter(contextTag(1));
  const revokedAt = revoked.generalizedTime();
  const reason = revoked.enterOptional(contextTag(0))?.small(tags.enumerated);
  revoked.end();
  return { status: 'revoked', revokedAt, ...(reason === undefined ? {} : { reason: reasonName(reason) }) };
}

function readWrapped(reader: DerReader, number: number): ReadonlyMap<string, ExtensionValue> {
  const wrapped = reader.enterOptional(contextTag(number));
  return wrapped ? readExtensions(wrapped.enter()) : new Map<string, ExtensionValue>();
}
