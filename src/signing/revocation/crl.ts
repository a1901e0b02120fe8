/**
 * Certificate revocation lists (RFC 5280, 5), version 2, complete ones of the issuer itself. A list may have a million entries, so
 * they stay octets: one is looked up by walking over them.
 */
import { EdocError } from '../../errors.js';
import { verifyAsn1 } from '../asn1-signature.js';
import type { ParsedCertificate } from '../certificate.js';
import { algorithmOid } from '../cms/algorithms.js';
import { contextTag, DerError, DerReader, extentAt, tags } from '../der.js';
import { limits } from '../limits.js';
import { type ExtensionValue, readExtensions } from './extensions.js';
import { reasonName } from './model.js';

export const crlExtensions = {
  authorityKeyIdentifier: '2.5.29.35',
  crlNumber: '2.5.29.20',
  issuingDistributionPoint: '2.5.29.28',
  reasonCode: '2.5.29.21',
  /** X.509, 9.5.2.9: entries of certificates that expired at this time or later are kept. */
  expiredCertsOnCrl: '2.5.29.60',
} as const;

export interface Crl {
  readonly issuerName: Buffer;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  /** Content octets of the cRLNumber. */
  readonly number?: Buffer;
  /** Since when entries of expired certificates have been kept; undefined where they may be dropped. */
  readonly keptSince?: Date;
  readonly extensions: ReadonlyMap<string, ExtensionValue>;
  readonly signatureAlgorithm: string;
  /** What is signed. */
  readonly body: Buffer;
  readonly signature: Buffer;
  /** The entries one after the other. */
  readonly entries: Buffer;
  readonly der: Buffer;
}

export interface CrlEntry {
  readonly revokedAt: Date;
  readonly reason?: string;
}

export interface ListedCertificate extends CrlEntry {
  /** Hexadecimal, as in CertificateDescription. */
  readonly serialNumber: string;
}

const version2 = 1;

/** @throws EdocError `crl.malformed`, `crl.limit`. */
export function readCrl(der: Uint8Array): Crl {
  if (der.length > limits.crlBytes) {
    throw new EdocError('crl.limit', { detail: { value: der.length, max: limits.crlBytes } });
  }
  return crlRead(() => {
    const list = DerReader.inside(der);
    const body = list.next(tags.sequence);
    const signatureAlgorithm = algorithmOid(list.enter());
    const signature = list.bitString();
    list.end();
    const said = readBody(DerReader.inside(body.octets));
    if (said.innerAlgorithm !== signatureAlgorithm) throw new DerError('two signature algorithms');
    const { innerAlgorithm, ...rest } = said;
    const whole = Buffer.from(der.buffer, der.byteOffset, der.byteLength);
    return { ...rest, signatureAlgorithm, body: body.octets, signature, der: whole };
  });
}

function readBody(reader: DerReader) {
  if (reader.small() !== version2) throw new DerError('not version 2');
  const innerAlgorithm = algorithmOid(reader.enter());
  const issuerName = reader.next(tags.sequence).octets;
  const thisUpdate = reader.time();
  const hasNext = reader.tag === tags.utcTime || reader.tag === tags.generalizedTime;
  const nextUpdate = hasNext ? reader.time() : undefined;
  const entries = reader.optional(tags.sequence)?.content ?? Buffer.alloc(0);
  const wrapped = reader.enterOptional(contextTag(0));
  const extensions = wrapped ? readExtensions(wrapped.enter()) : new Map<string, ExtensionValue>();
  wrapped?.end();
  reader.end();
  const number = extensions.get(crlExtensions.crlNumber);
  const kept = extensions.get(crlExtensions.expiredCertsOnCrl);
  return {
    innerAlgorithm,
    issuerName,
    thisUpdate,
    ...(nextUpdate === undefined ? {} : { nextUpdate }),
    entries,
    extensions,
    ...(number ? { number: new DerReader(number.value).integer() } : {}),
    ...(kept ? { keptSince: new DerReader(kept.value).generalizedTime() } : {}),
  };
}

/** Whether the certificate's key signed the list. Another algorithm than those of our profile verifies nothing. */
export function isCrlSignedBy(
  { body, signature, signatureAlgorithm }: Crl,
  issuer: ParsedCertificate,
): boolean {
  return verifyAsn1(signatureAlgorithm, body, issuer.publicKey, signature);
}

/**
 * The entry of a serial number, undefined where the list has none. @param serialNumber content octets of the INTEGER.
 * @throws EdocError `crl.malformed` where what stands on the way to it is no entry.
 */
export function crlEntryOf({ entries }: Crl, serialNumber: Buffer): CrlEntry | undefined {
  return crlRead(() => {
    for (let at = 0; at < entries.length; ) {
      const entry = extentAt(entries, at);
      const serial = extentAt(entries, entry.start);
      if (entries[at] !== tags.sequence || entries[entry.start] !== tags.integer || serial.end > entry.end) {
        throw new DerError('no entry');
      }
      const length = serial.end - serial.start;
      // Lengths are compared first: most serial numbers of a list are as long as this one, and differ in the first octets.
      if (
        length === serialNumber.length &&
        entries.compare(serialNumber, 0, length, serial.start, serial.end) === 0
      ) {
        return readEntry(new DerReader(entries.subarray(serial.end, entry.end)));
      }
      at = entry.end;
    }
    return undefined;
  });
}

/** All entries, in the order of the list. @throws EdocError `crl.malformed` */
export function crlEntries({ entries }: Crl): ListedCertificate[] {
  return crlRead(() => {
    const listed: ListedCertificate[] = [];
    const reader = new DerReader(entries);
    while (!reader.done) {
      const entry = reader.enter();
      const serialNumber = entry.integer().toString('hex');
      listed.push({ serialNumber, ...readEntry(entry) });
    }
    return listed;
  });
}

function readEntry(reader: DerReader): CrlEntry {
  const revokedAt = reader.time();
  const wrapped = reader.enterOptional(tags.sequence);
  reader.end();
  const extensions = wrapped ? readExtensions(wrapped) : new Map<string, ExtensionValue>();
  const reason = extensions.get(crlExtensions.reasonCode);
  if (!reason) return { revokedAt };
  return { revokedAt, reason: reasonName(new DerReader(reason.value).small(tags.enumerated)) };
}

function crlRead<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof DerError) throw new EdocError('crl.malformed', { cause });
    throw cause;
  }
}
