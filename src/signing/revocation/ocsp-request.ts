/** OCSP requests (RFC 6960, 4.1). */
import { EdocError } from '../../errors.js';
import { parseCertificate } from '../certificate.js';
import { contextTag, DerError, DerReader, tags } from '../der.js';
import * as write from '../der-write.js';
import { limits } from '../limits.js';
import { readExtensions, writeExtension } from './extensions.js';
import { type OcspEntry, readCertId, writeCertId } from './ocsp-cert-id.js';

/** RFC 9654, 2.1. */
export const nonceExtension = '1.3.6.1.5.5.7.48.1.2';

export interface OcspRequest {
  readonly entries: readonly OcspEntry[];
  /** The octets that the client chose. */
  readonly nonce?: Buffer;
}

/**
 * A request about one certificate, DER.
 * @param nonce 1 to 128 random octets, 32 are usual. @param hashAlgorithm some responders know only SHA-1 (RFC 5019).
 * @throws EdocError `certificate.malformed`.
 */
export function writeOcspRequest(
  certificate: Uint8Array,
  issuer: Uint8Array,
  nonce?: Uint8Array,
  hashAlgorithm: 'sha1' | 'sha256' = 'sha256',
): Buffer {
  const certId = writeCertId(parseCertificate(certificate), parseCertificate(issuer), hashAlgorithm);
  const extensions = nonce && write.explicit(2, write.sequence(writeNonce(nonce)));
  return write.sequence(write.sequence(write.sequence(write.sequence(certId)), extensions));
}

/** The nonce extension; its value is an OCTET STRING within the OCTET STRING. */
export function writeNonce(nonce: Uint8Array): Buffer {
  return writeExtension(nonceExtension, write.octetString(nonce));
}

/** Signatures and names of requesters are passed over. @throws EdocError `ocsp.malformed`, `ocsp.limit`. */
export function readOcspRequest(der: Uint8Array): OcspRequest {
  checkOcspLimit('request', der.length, limits.ocspBytes);
  return ocspRead(() => {
    const request = DerReader.inside(der);
    const body = request.enter();
    request.optional(contextTag(0));
    request.end();
    body.optional(contextTag(0));
    body.optional(contextTag(1));
    const list = body.enter().rest(tags.sequence);
    checkOcspLimit('entries', list.length, limits.ocspEntries);
    const wrapped = body.enterOptional(contextTag(2));
    const nonce = wrapped && nonceOf(wrapped);
    body.end();
    const entries = list.map(({ octets }) => readEntry(DerReader.inside(octets)));
    return { entries, ...(nonce ? { nonce } : {}) };
  });
}

function readEntry(request: DerReader): OcspEntry {
  const entry = readCertId(request);
  request.optional(contextTag(0));
  request.end();
  return entry;
}

/** @param wrapped the content of an explicitly tagged Extensions. */
function nonceOf(wrapped: DerReader): Buffer | undefined {
  const extension = readExtensions(wrapped.enter()).get(nonceExtension);
  wrapped.end();
  return extension && nonceValue(extension.value);
}

/** @throws DerError */
export function nonceValue(value: Buffer): Buffer {
  const reader = new DerReader(value);
  const nonce = reader.octetString();
  reader.end();
  if (nonce.length < 1 || nonce.length > 128) throw new DerError('a nonce too short or too long');
  return nonce;
}

/** @throws EdocError `ocsp.limit`. */
export function checkOcspLimit(name: string, value: number, max: number): void {
  if (value > max) throw new EdocError('ocsp.limit', { detail: { name, value, max } });
}

/** Runs a reader. @throws EdocError `ocsp.malformed` where it meets something else than it expects. */
export function ocspRead<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof DerError) throw new EdocError('ocsp.malformed', { cause });
    throw cause;
  }
}
