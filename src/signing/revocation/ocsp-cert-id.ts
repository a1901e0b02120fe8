/** How OCSP names a certificate (RFC 6960, 4.1.1): by hashes of its issuer's name and key, and its serial number. */
import { createHash } from 'node:crypto';
import { type ParsedCertificate, parseCertificate } from '../certificate.js';
import { algorithmOid, hashIdentifier, hashName } from '../cms/algorithms.js';
import { DerReader, tags } from '../der.js';
import * as write from '../der-write.js';

export interface OcspEntry {
  /** `sha1` or `sha256`, …; an object identifier where it is none of the known ones. Here it only tells issuers apart. */
  readonly hashAlgorithm: string;
  readonly issuerNameHash: Buffer;
  readonly issuerKeyHash: Buffer;
  /** Content octets of the INTEGER. */
  readonly serialNumber: Buffer;
  /** DER, which a response repeats. */
  readonly der: Buffer;
}

/** The hashes that are understood; most clients send SHA-1. */
const understood = ['sha1', 'sha256'];

export function writeCertId(
  certificate: ParsedCertificate,
  issuer: ParsedCertificate,
  hashAlgorithm: 'sha1' | 'sha256',
): Buffer {
  const hash = (octets: Buffer) => write.octetString(createHash(hashAlgorithm).update(octets).digest());
  return write.sequence(
    hashIdentifier(hashAlgorithm),
    hash(issuer.subjectName),
    hash(issuer.publicKeyBits),
    write.element(tags.integer, certificate.serialOctets),
  );
}

/** @throws DerError */
export function readCertId(reader: DerReader): OcspEntry {
  const { octets, content } = reader.next(tags.sequence);
  return { ...readContent(new DerReader(content)), der: octets };
}

function readContent(reader: DerReader): Omit<OcspEntry, 'der'> {
  const hashAlgorithm = hashName(algorithmOid(reader.enter()));
  const issuerNameHash = reader.octetString();
  const issuerKeyHash = reader.octetString();
  const serialNumber = reader.integer();
  reader.end();
  return { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber };
}

/**
 * Whether the entry names a certificate of this issuer. False for a hash that is not understood.
 * @param issuer DER. @throws EdocError `certificate.malformed`.
 */
export function isOcspEntryOf(entry: OcspEntry, issuer: Uint8Array): boolean {
  return namesIssuer(entry, parseCertificate(issuer));
}

export function namesIssuer(entry: OcspEntry, { subjectName, publicKeyBits }: ParsedCertificate): boolean {
  const { hashAlgorithm, issuerNameHash, issuerKeyHash } = entry;
  if (!understood.includes(hashAlgorithm)) return false;
  const hash = (octets: Buffer) => createHash(hashAlgorithm).update(octets).digest();
  return hash(subjectName).equals(issuerNameHash) && hash(publicKeyBits).equals(issuerKeyHash);
}
