/** Time-stamp requests (RFC 3161, 2.4.1). */
import { EdocError } from '../../errors.js';
import { algorithmOid, hashIdentifier, hashName } from '../cms/algorithms.js';
import { contextTag, DerError, DerReader, isTrue, tags } from '../der.js';
import * as write from '../der-write.js';
import { limits } from '../limits.js';

export interface TimeStampQuery {
  /** SHA-256 of what is to be stamped. */
  readonly imprint: Uint8Array;
  /** Random octets, 8 or more, that the answer repeats. */
  readonly nonce: Uint8Array;
  /** Object identifier; the authority's own choice where left out. */
  readonly policy?: string;
}

/** What a request says, as an authority reads it. */
export interface TimeStampRequest {
  readonly version: number;
  /** `sha256`, …; an object identifier where it is none of the known ones. */
  readonly algorithm: string;
  readonly imprint: Buffer;
  readonly policy?: string;
  /** Content octets of the INTEGER. */
  readonly nonce?: Buffer;
  readonly wantsCertificates: boolean;
  readonly hasExtensions: boolean;
}

/** A TimeStampReq, DER, that asks for the certificates too. */
export function writeTimeStampRequest({ imprint, nonce, policy }: TimeStampQuery): Buffer {
  return write.sequence(
    write.integer(1),
    writeImprint(imprint),
    policy === undefined ? undefined : write.oid(policy),
    write.integer(nonce),
    write.trueValue,
  );
}

/** MessageImprint with SHA-256. */
export function writeImprint(imprint: Uint8Array): Buffer {
  return write.sequence(hashIdentifier('sha256'), write.octetString(imprint));
}

/** @throws DerError */
export function readImprint(reader: DerReader): { readonly algorithm: string; readonly imprint: Buffer } {
  const algorithm = hashName(algorithmOid(reader.enter()));
  const imprint = reader.octetString();
  reader.end();
  return { algorithm, imprint };
}

/** @throws EdocError `timestamp.malformed`, `timestamp.limit`. */
export function readTimeStampRequest(der: Uint8Array): TimeStampRequest {
  checkTimeStampLimit(der);
  return timeStampRead(() => {
    const reader = DerReader.inside(der);
    const version = reader.small();
    const { algorithm, imprint } = readImprint(reader.enter());
    const policy = reader.tag === tags.oid ? reader.oid() : undefined;
    const nonce = reader.tag === tags.integer ? reader.integer() : undefined;
    const certificates = reader.optional(tags.boolean);
    const extensions = reader.optional(contextTag(0));
    reader.end();
    return {
      version,
      algorithm,
      imprint,
      ...(policy === undefined ? {} : { policy }),
      ...(nonce === undefined ? {} : { nonce }),
      wantsCertificates: certificates ? isTrue(certificates.content) : false,
      hasExtensions: extensions !== undefined,
    };
  });
}

/** @throws EdocError `timestamp.limit`. */
export function checkTimeStampLimit(der: Uint8Array): void {
  const { length } = der;
  if (length > limits.tokenBytes) {
    throw new EdocError('timestamp.limit', { detail: { value: length, max: limits.tokenBytes } });
  }
}

/** Runs a reader. @throws EdocError `timestamp.malformed` where it meets something else than it expects. */
export function timeStampRead<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof DerError) throw new EdocError('timestamp.malformed', { cause });
    throw cause;
  }
}
