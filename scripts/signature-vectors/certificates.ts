/** The certificates of the test vectors: good ones, and every kind of bad one that the product would never issue. */
import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  KeyUsage,
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';

import { signDeterministically } from './deterministic-ecdsa.js';

export interface CertificateOptions {
  /** Pairs of attribute type and text. */
  readonly subject: readonly (readonly [string, string])[];
  readonly key: KeyObject;
  /** Left out: the certificate is signed by its own key. */
  readonly issuer?: { readonly der: Buffer; readonly key: KeyObject };
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly ca?: boolean;
  readonly pathLength?: number;
  /** Names of bits; undefined leaves the extension out. */
  readonly keyUsage?: number;
  readonly extendedKeyUsage?: string;
  readonly criticalPurposes?: boolean;
  /** Hexadecimal. */
  readonly subjectKeyId?: string;
  /** id-pkix-ocsp-nocheck. */
  readonly ocspNoCheck?: boolean;
  readonly unknownCritical?: string;
  /** An extension that nobody knows and nobody has to, with so many octets. */
  readonly unknownOctets?: number;
  /** Leaves basicConstraints out. */
  readonly withoutConstraints?: boolean;
  readonly hash?: Hash;
  readonly version?: Version;
}

type Hash = 'sha1' | 'sha256' | 'sha384' | 'sha512';

export const cn = '2.5.4.3';
export const organizationIdentifier = '2.5.4.97';
export const bits = { digitalSignature: 1, nonRepudiation: 2, keyCertSign: 32, crlSign: 64 };
export const sealing = bits.digitalSignature | bits.nonRepudiation;
export const issuing = bits.keyCertSign | bits.crlSign;

const algorithms = {
  rsa: {
    sha1: '1.2.840.113549.1.1.5',
    sha256: '1.2.840.113549.1.1.11',
    sha384: '1.2.840.113549.1.1.12',
    sha512: '1.2.840.113549.1.1.13',
  },
  ec: {
    sha1: '1.2.840.10045.4.1',
    sha256: '1.2.840.10045.4.3.2',
    sha384: '1.2.840.10045.4.3.3',
    sha512: '1.2.840.10045.4.3.4',
  },
};

export function makeCertificate(options: CertificateOptions): Buffer {
  const { key, issuer, notBefore = '2026-01-01T00:00:00Z', notAfter = '2029-01-01T00:00:00Z' } = options;
  const { hash = 'sha256', version = Version.v3 } = options;
  const subject = nameOf(options.subject);
  const signingKey = issuer?.key ?? key;
  const type = signingKey.asymmetricKeyType === 'ec' ? 'ec' : 'rsa';
  const signature = new AlgorithmIdentifier({
    algorithm: algorithms[type][hash],
    ...(type === 'rsa' ? { parameters: null } : {}),
  });
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const extensions = extensionsOf(options);
  const body = new TBSCertificate({
    version,
    serialNumber: serialOf(options, spki),
    signature,
    issuer: issuer ? AsnConvert.parse(issuer.der, Certificate).tbsCertificate.subject : subject,
    validity: new Validity({ notBefore: new Date(notBefore), notAfter: new Date(notAfter) }),
    subject,
    subjectPublicKeyInfo: AsnConvert.parse(spki, SubjectPublicKeyInfo),
    ...(version === Version.v3 ? { extensions: new Extensions(extensions) } : {}),
  });
  const value = signatureOf(Buffer.from(AsnConvert.serialize(body)), signingKey, hash);
  const certificate = new Certificate({
    tbsCertificate: body,
    signatureAlgorithm: signature,
    signatureValue: new Uint8Array(value).buffer,
  });
  return Buffer.from(AsnConvert.serialize(certificate));
}

/** With ECDSA always over SHA-256, and the same each time. */
function signatureOf(data: Buffer, key: KeyObject, hash: Hash): Buffer {
  if (key.asymmetricKeyType !== 'ec') return sign(hash, data, key);
  const value = signDeterministically(data, key);
  const [r, s] = [value.subarray(0, value.length / 2), value.subarray(value.length / 2)].map(integerOf);
  const content = Buffer.concat([r ?? Buffer.alloc(0), s ?? Buffer.alloc(0)]);
  return Buffer.concat([Buffer.of(0x30, content.length), content]);
}

/** DER of a number that is not negative, of less than 128 octets. */
function integerOf(octets: Buffer): Buffer {
  const first = octets.findIndex((octet) => octet !== 0);
  const digits = octets.subarray(Math.max(first, 0));
  const content = (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), digits]) : digits;
  return Buffer.concat([Buffer.of(0x02, content.length), content]);
}

function extensionsOf(options: CertificateOptions) {
  const { ca, pathLength, keyUsage, extendedKeyUsage, criticalPurposes = false } = options;
  const { unknownCritical, unknownOctets } = options;
  const constraints = {
    cA: ca ?? false,
    ...(pathLength === undefined ? {} : { pathLenConstraint: pathLength }),
  };
  const extensions = options.withoutConstraints
    ? []
    : [extension('2.5.29.19', new BasicConstraints(constraints), true)];
  if (keyUsage !== undefined) extensions.push(extension('2.5.29.15', new KeyUsage(keyUsage), true));
  if (extendedKeyUsage)
    extensions.push(extension('2.5.29.37', new ExtendedKeyUsage([extendedKeyUsage]), criticalPurposes));
  if (options.subjectKeyId !== undefined) {
    const identifier = new OctetString(Buffer.from(options.subjectKeyId, 'hex'));
    extensions.push(extension('2.5.29.14', identifier, false));
  }
  if (options.ocspNoCheck) extensions.push(extension('1.3.6.1.5.5.7.48.1.5', null, false));
  if (unknownCritical) extensions.push(extension(unknownCritical, new OctetString(1), true));
  if (unknownOctets) extensions.push(extension('1.3.6.1.4.1.99999.2', new OctetString(unknownOctets), false));
  return extensions;
}

/** @param value ASN.1 NULL for null. */
function extension(extnID: string, value: object | null, critical: boolean): Extension {
  const der = value === null ? Uint8Array.of(5, 0).buffer : AsnConvert.serialize(value);
  return new Extension({ extnID, critical, extnValue: new OctetString(der) });
}

function nameOf(attributes: CertificateOptions['subject']): Name {
  return new Name(
    attributes.map(
      ([type, utf8String]) =>
        new RelativeDistinguishedName([
          new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String }) }),
        ]),
    ),
  );
}

/** 8 octets out of all that the certificate says, so that the same certificate has the same number. */
function serialOf({ key, issuer, ...said }: CertificateOptions, spki: Buffer): ArrayBuffer {
  const digest = createHash('sha256').update(JSON.stringify(said)).update(spki).digest();
  return new Uint8Array([1, ...digest.subarray(0, 7)]).buffer;
}
