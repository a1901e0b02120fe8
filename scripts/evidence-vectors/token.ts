/** Writes time-stamp tokens (RFC 3161), good and bad. */
import { createHash, sign } from 'node:crypto';
import type { Identity } from '../signature-vectors/pki.js';
import * as der from './der.js';

export interface TokenForgery {
  readonly by: Identity;
  readonly imprint: Buffer;
  /** genTime, ISO 8601. */
  readonly time: string;
  /** Of the imprint, by what it says. */
  readonly imprintHash?: Buffer;
  readonly version?: number;
  /** Extensions of the TSTInfo. */
  readonly extensions?: readonly Buffer[];
  /** What is put in the place of the TSTInfo after it was signed. */
  readonly content?: (info: Buffer) => Buffer;
  /** eContentType. */
  readonly contentType?: string;
  readonly hash?: 'sha256' | 'sha1';
  /** Those that the token carries. Left out: those of the authority. */
  readonly certificates?: readonly Buffer[];
  /** The certificate that signingCertificateV2 names. Left out: the authority's; null: no such attribute. */
  readonly meant?: Buffer | null;
  readonly attributes?: 'none';
  readonly value?: (value: Buffer) => Buffer;
  readonly signers?: number;
  /** The signer named by the subject key identifier of the certificate in place of issuer and serial number. */
  readonly namedByKeyId?: Buffer;
  /** Of SignedData; left out, 3. */
  readonly dataVersion?: number;
  /** Of SignerInfo; left out, 1, or 3 where it is {@link namedByKeyId}. */
  readonly signerVersion?: number;
  /** Members of `certificates` in other formats than X.509. */
  readonly otherCertificates?: readonly Buffer[];
}

const tstInfo = '1.2.840.113549.1.9.16.1.4';
const policy = '1.3.6.1.4.1.99999.3161';

/** CertificateChoices (RFC 5652, 10.2.2) that nobody here reads: `v2AttrCert [2]` and `other [3]`. */
export const attributeCertificate = der.tagged(2, der.sequence());
export const otherCertificate = der.tagged(3, der.oid('1.3.6.1.4.1.99999.4'), der.nullValue);

export function forgeToken(forgery: TokenForgery): Buffer {
  const { by, contentType = tstInfo, content = (info: Buffer) => info, signers = 1 } = forgery;
  const { certificates: ownOnes = by.certificates, otherCertificates = [], dataVersion = 3 } = forgery;
  const certificates = [...ownOnes, ...otherCertificates];
  const info = writeInfo(forgery);
  const signer = writeSigner(forgery, info);
  const data = der.sequence(
    der.integer(dataVersion),
    der.setOf(forgery.hash === 'sha1' ? der.algorithms.sha1 : der.algorithms.sha256),
    der.sequence(der.oid(contentType), der.tagged(0, der.octets(content(info)))),
    ...(certificates.length === 0 ? [] : [der.tagged(0, ...certificates)]),
    der.setOf(...new Array<Buffer>(signers).fill(signer)),
  );
  return der.sequence(der.oid('1.2.840.113549.1.7.2'), der.tagged(0, data));
}

export function writeInfo({ imprint, imprintHash, time, version = 1, extensions }: TokenForgery): Buffer {
  return der.sequence(
    der.integer(version),
    der.oid(policy),
    der.sequence(imprintHash ?? der.algorithms.sha256, der.octets(imprint)),
    der.integer(der.sha256(imprint, time).subarray(0, 8)),
    der.generalizedTime(time),
    der.sequence(der.integer(1)),
    ...(extensions ? [der.tagged(1, ...extensions)] : []),
  );
}

function writeSigner(forgery: TokenForgery, info: Buffer): Buffer {
  const { by, hash = 'sha256', contentType = tstInfo, value = (made: Buffer) => made } = forgery;
  const [own = Buffer.alloc(0)] = by.certificates;
  const { issuer, serialNumber } = der.partsOf(own);
  const meant = forgery.meant === undefined ? own : forgery.meant;
  const attributes = [
    attribute('1.2.840.113549.1.9.3', der.oid(contentType)),
    attribute('1.2.840.113549.1.9.4', der.octets(createHash(hash).update(info).digest())),
    ...(meant ? [attribute('1.2.840.113549.1.9.16.2.47', essOf(meant))] : []),
  ];
  const signed = forgery.attributes === 'none' ? info : der.setOf(...attributes);
  const contentOfSet = Buffer.concat([...attributes].sort(Buffer.compare));
  const { namedByKeyId, signerVersion = namedByKeyId ? 3 : 1 } = forgery;
  return der.sequence(
    der.integer(signerVersion),
    namedByKeyId ? der.element(0x80, namedByKeyId) : der.sequence(issuer, der.integer(serialNumber)),
    der.algorithms[hash],
    ...(forgery.attributes === 'none' ? [] : [der.tagged(0, contentOfSet)]),
    hash === 'sha1' ? der.algorithms.rsaSha1 : der.algorithms.rsaSha256,
    der.octets(value(sign(hash, signed, by.key))),
  );
}

function attribute(type: string, value: Buffer): Buffer {
  return der.sequence(der.oid(type), der.setOf(value));
}

/** SigningCertificateV2 (RFC 5035, 4) with the SHA-256 of one certificate. */
function essOf(certificate: Buffer): Buffer {
  return der.sequence(der.sequence(der.sequence(der.octets(der.sha256(certificate)))));
}
