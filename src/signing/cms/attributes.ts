/** The attributes of a CMS signer (RFC 5652, 11; RFC 2634, 5.4; RFC 5035, 4). */
import { contextTag, DerError, DerReader, tags } from '../der.js';
import * as write from '../der-write.js';
import { algorithmOid, hashName } from './algorithms.js';
import { attributeTypes } from './identifiers.js';
import type { SignedAttributes, SigningCertificateDigest } from './model.js';

type AttributeValues = ReadonlyMap<string, readonly Buffer[]>;

/** @param attributes the content of `[0] IMPLICIT` or `[1] IMPLICIT SET OF Attribute`. @throws DerError */
export function readAttributes(attributes: DerReader): {
  values: AttributeValues;
  elements: readonly Buffer[];
} {
  const values = new Map<string, Buffer[]>();
  const elements: Buffer[] = [];
  for (const { octets } of attributes.rest(tags.sequence)) {
    const attribute = DerReader.inside(octets);
    const type = attribute.oid();
    const own = attribute
      .enter(tags.set)
      .rest()
      .map((value) => value.octets);
    attribute.end();
    // An attribute that occurs twice could be read as either.
    if (values.has(type) || own.length === 0) throw new DerError(`attribute ${type} repeated or empty`);
    values.set(type, own);
    elements.push(octets);
  }
  return { values, elements };
}

/** @throws DerError */
export function readSignedAttributes(attributes: DerReader): SignedAttributes {
  const { values, elements } = readAttributes(attributes);
  const contentType = single(values, attributeTypes.contentType)?.oid();
  const messageDigest = single(values, attributeTypes.messageDigest)?.octetString();
  const signingTime = single(values, attributeTypes.signingTime)?.time();
  const signingCertificate = readSigningCertificate(values);
  return {
    der: write.setOf(...elements),
    asWritten: write.element(tags.set, Buffer.concat(elements)),
    values,
    ...(contentType === undefined ? {} : { contentType }),
    ...(messageDigest === undefined ? {} : { messageDigest }),
    ...(signingTime === undefined ? {} : { signingTime }),
    ...(signingCertificate === undefined ? {} : { signingCertificate }),
  };
}

/** A reader of the one value of an attribute. */
function single(values: AttributeValues, type: string): DerReader | undefined {
  const found = values.get(type);
  if (!found) return undefined;
  const [value, ...others] = found;
  if (!value || others.length > 0) throw new DerError(`attribute ${type} has not one value`);
  return new DerReader(value);
}

/** Version 2 counts where both are there: it is the one with a hash that still means something. */
function readSigningCertificate(values: AttributeValues): SigningCertificateDigest | undefined {
  const v2 = single(values, attributeTypes.signingCertificateV2);
  if (v2) return readEssCertId(v2.enter().enter().enter(), 2);
  const v1 = single(values, attributeTypes.signingCertificate);
  return v1 && readEssCertId(v1.enter().enter().enter(), 1);
}

function readEssCertId(id: DerReader, version: 1 | 2): SigningCertificateDigest {
  const named = version === 2 ? id.enterOptional(tags.sequence) : undefined;
  const algorithm = named ? hashName(algorithmOid(named)) : version === 2 ? 'sha256' : 'sha1';
  const digest = id.octetString();
  const issuerSerial = id.enterOptional(tags.sequence);
  id.end();
  return issuerSerial
    ? { algorithm, digest, issuerSerial: readIssuerSerial(issuerSerial) }
    : { algorithm, digest };
}

/** IssuerSerial (RFC 5035, 4): GeneralNames, CertificateSerialNumber. */
function readIssuerSerial(issuerSerial: DerReader): { issuer?: Buffer; serialNumber: Buffer } {
  const names = issuerSerial.enter();
  const [name] = names.rest();
  const serialNumber = issuerSerial.integer();
  issuerSerial.end();
  if (name?.tag !== contextTag(4)) return { serialNumber };
  return { issuer: name.content, serialNumber };
}

/** An Attribute with one value, DER. */
export function writeAttribute(type: string, value: Uint8Array): Buffer {
  return write.sequence(write.oid(type), write.setOf(value));
}

/** SigningCertificateV2 with the SHA-256 of one certificate, which is the default algorithm and so is not named. */
export function writeSigningCertificateV2(digest: Uint8Array): Buffer {
  const certificates = write.sequence(write.sequence(write.octetString(digest)));
  return writeAttribute(attributeTypes.signingCertificateV2, write.sequence(certificates));
}
