/**
 * One X.509 v3 certificate, read once and kept: OpenSSL (through node:crypto) reads the key and checks signatures,
 * the ASN.1 schema gives names, extensions and times. Both must be able to read it.
 */
import { hash, type KeyObject, X509Certificate } from 'node:crypto';
import { EdocError } from '../errors.js';
import {
  AsnConvert,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate as CertificateSchema,
  ExtendedKeyUsage,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_cRLDistributionPoints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_pe_authorityInfoAccess,
  KeyUsage,
  SubjectKeyIdentifier,
  type TBSCertificate,
} from './asn1.js';
import { limits } from './limits.js';
import { BoundedCache } from './lru.js';
import { agencyOf, commonNameOf, nameText, organizationOf } from './names.js';
import { crlUrlsOf, ocspNoCheckId, ocspUrlsOf } from './services.js';
import { keyName } from './suites.js';

/** What a certificate says. Nothing of it is proven until a chain was verified. */
export interface CertificateDescription {
  /** Names for people, `CN=…, O=…`. */
  readonly subject: string;
  readonly issuer: string;
  readonly commonName: string;
  readonly organization?: string;
  /** Agency code of the one organizationIdentifier `GO:VN-…`; `AXIS` is the operator. */
  readonly agency?: string;
  /** Hexadecimal, lower case. */
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SHA-256 of the DER in lower-case hexadecimal. */
  readonly certificateSha256: string;
  /** Such as `rsa-3072`. */
  readonly key: string;
  readonly ca: boolean;
  readonly pathLength?: number;
  /** Names as in RFC 5280, such as `digitalSignature`. Empty where the extension is absent. */
  readonly keyUsage: readonly string[];
  /** Object identifiers. Undefined where the extension is absent. */
  readonly extendedKeyUsage?: readonly string[];
  /** DNS names and addresses as OpenSSL writes them, such as `DNS:broker.example, IP Address:127.0.0.1`. */
  readonly alternativeNames?: string;
  /** Where the certificate says that its status can be asked for (OCSP, RFC 5280, 4.2.2.1). URIs only. */
  readonly ocspUrls: readonly string[];
  /** Where its issuer publishes revocation lists (RFC 5280, 4.2.1.13). URIs only. */
  readonly crlUrls: readonly string[];
  readonly certificate: Buffer;
}

/** A certificate with what the verifier works on. */
export interface ParsedCertificate extends CertificateDescription {
  readonly publicKey: KeyObject;
  readonly digest: Buffer;
  /** DER of the names, for comparison. */
  readonly subjectName: Buffer;
  readonly issuerName: Buffer;
  readonly signatureAlgorithm: string;
  /** Content octets of the serial number's INTEGER. */
  readonly serialOctets: Buffer;
  /** The octets of the subjectPublicKey BIT STRING, which OCSP hashes. */
  readonly publicKeyBits: Buffer;
  readonly subjectKeyId?: Buffer;
  readonly authorityKeyId?: Buffer;
  /** Whether extendedKeyUsage is there and critical. */
  readonly criticalPurposes: boolean;
  /** id-pkix-ocsp-nocheck (RFC 6960, 4.2.2.2.1): nobody need ask whether this responder is revoked. */
  readonly ocspNoCheck: boolean;
  /** Object identifiers of critical extensions that are not understood here. */
  readonly unknownCritical: readonly string[];
  issuedWith(key: KeyObject): boolean;
}

const understood = [id_ce_basicConstraints, id_ce_keyUsage, id_ce_extKeyUsage, id_ce_subjectAltName];
const version3 = 2;

const parsed = new BoundedCache<ParsedCertificate>(limits.cacheEntries);

/** @param der one certificate. @throws EdocError `certificate.malformed`, `seal.limit`. */
export function parseCertificate(der: Uint8Array): ParsedCertificate {
  if (der.length > limits.certificateBytes) {
    throw new EdocError('seal.limit', {
      detail: { name: 'certificate', value: der.length, max: limits.certificateBytes },
    });
  }
  const digest = hash('sha256', der, 'buffer');
  const key = digest.toString('hex');
  const known = parsed.get(key);
  if (known) return known;
  const certificate = read(Buffer.from(der), digest);
  parsed.set(key, certificate);
  return certificate;
}

/** Those of the certificates that can be read: a stranger's message may carry others, which are as good as not there. */
export function readableCertificates(ders: readonly Uint8Array[]): ParsedCertificate[] {
  return ders.flatMap((der) => {
    try {
      return [parseCertificate(der)];
    } catch (error) {
      if (error instanceof EdocError) return [];
      throw error;
    }
  });
}

/** What the certificate says, for people and for lists. @throws EdocError `certificate.malformed`. */
export function describeCertificate(der: Uint8Array): CertificateDescription {
  const {
    publicKey,
    digest,
    subjectName,
    issuerName,
    signatureAlgorithm,
    serialOctets,
    publicKeyBits,
    subjectKeyId,
    authorityKeyId,
    criticalPurposes,
    ocspNoCheck,
    unknownCritical,
    issuedWith,
    ...said
  } = parseCertificate(der);
  return said;
}

function read(der: Buffer, digest: Buffer): ParsedCertificate {
  try {
    const x509 = new X509Certificate(der);
    if (!x509.raw.equals(der)) throw new EdocError('certificate.malformed');
    const { tbsCertificate: body, signatureAlgorithm } = AsnConvert.parse(der, CertificateSchema);
    const { notBefore, notAfter } = readValidity(body);
    const organization = organizationOf(body.subject);
    const agency = agencyOf(body.subject);
    return {
      subject: nameText(body.subject),
      issuer: nameText(body.issuer),
      commonName: commonNameOf(body.subject),
      ...(organization === undefined ? {} : { organization }),
      ...(agency === undefined ? {} : { agency }),
      serialNumber: x509.serialNumber.toLowerCase(),
      notBefore,
      notAfter,
      certificateSha256: digest.toString('hex'),
      key: keyName(x509.publicKey),
      ...readExtensions(body),
      ...(x509.subjectAltName === undefined ? {} : { alternativeNames: x509.subjectAltName }),
      certificate: der,
      publicKey: x509.publicKey,
      digest,
      subjectName: Buffer.from(AsnConvert.serialize(body.subject)),
      issuerName: Buffer.from(AsnConvert.serialize(body.issuer)),
      signatureAlgorithm: signatureAlgorithm.algorithm,
      serialOctets: Buffer.from(body.serialNumber),
      publicKeyBits: Buffer.from(body.subjectPublicKeyInfo.subjectPublicKey),
      issuedWith: (key) => x509.verify(key),
    };
  } catch (cause) {
    throw new EdocError('certificate.malformed', { cause });
  }
}

function readValidity({ validity }: TBSCertificate): { notBefore: Date; notAfter: Date } {
  const notBefore = validity.notBefore.getTime();
  const notAfter = validity.notAfter.getTime();
  if (!(notBefore <= notAfter)) throw new EdocError('certificate.malformed');
  return { notBefore, notAfter };
}

function readExtensions(body: TBSCertificate) {
  const extensions = [...(body.extensions ?? [])];
  const byId = new Map(extensions.map((extension) => [extension.extnID, extension]));
  if (body.version !== version3 || byId.size !== extensions.length)
    throw new EdocError('certificate.malformed');
  const value = (oid: string) => byId.get(oid)?.extnValue.buffer;

  const constraintsDer = value(id_ce_basicConstraints);
  const constraints = constraintsDer && AsnConvert.parse(constraintsDer, BasicConstraints);
  const usageDer = value(id_ce_keyUsage);
  const purposesDer = value(id_ce_extKeyUsage);
  const ownKey = hint(value(id_ce_subjectKeyIdentifier), (der) =>
    AsnConvert.parse(der, SubjectKeyIdentifier),
  );
  const issuerKey = hint(value(id_ce_authorityKeyIdentifier), (der) => {
    return AsnConvert.parse(der, AuthorityKeyIdentifier).keyIdentifier;
  });
  return {
    ca: constraints?.cA ?? false,
    ...(constraints?.pathLenConstraint === undefined ? {} : { pathLength: constraints.pathLenConstraint }),
    keyUsage: usageDer ? AsnConvert.parse(usageDer, KeyUsage).toJSON() : [],
    ...(purposesDer ? { extendedKeyUsage: [...AsnConvert.parse(purposesDer, ExtendedKeyUsage)] } : {}),
    criticalPurposes: byId.get(id_ce_extKeyUsage)?.critical ?? false,
    ...(ownKey ? { subjectKeyId: Buffer.from(ownKey.buffer) } : {}),
    ...(issuerKey ? { authorityKeyId: Buffer.from(issuerKey.buffer) } : {}),
    ocspNoCheck: byId.has(ocspNoCheckId),
    ocspUrls: hint(value(id_pe_authorityInfoAccess), ocspUrlsOf) ?? [],
    crlUrls: hint(value(id_ce_cRLDistributionPoints), crlUrlsOf) ?? [],
    unknownCritical: extensions
      .filter((extension) => extension.critical && !understood.includes(extension.extnID))
      .map((extension) => extension.extnID),
  };
}

/** An extension that only helps to find things. The profile does not look at it, so one that cannot be read is not there. */
function hint<Value>(der: ArrayBuffer | undefined, read: (der: ArrayBuffer) => Value): Value | undefined {
  if (!der) return undefined;
  try {
    return read(der);
  } catch {
    return undefined;
  }
}
