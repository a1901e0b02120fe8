/** Writes signatures of containers, good and bad. It shares no code with `src/signing`. */
import { createHash, sign } from 'node:crypto';
import { signDeterministically } from '../signature-vectors/deterministic-ecdsa.js';
import type { Identity } from '../signature-vectors/pki.js';

type Edit = (text: string) => string;

export interface Listed {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

export interface SignatureForgery {
  readonly by: Identity;
  readonly files: readonly Listed[];
  readonly signingTime?: string;
  /** Before the second digest, before the value is made, and after it. */
  readonly properties?: Edit;
  readonly signedInfo?: Edit;
  readonly file?: Edit;
}

const ds = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const xades = 'xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"';
const sha256Uri = 'http://www.w3.org/2001/04/xmlenc#sha256';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const same: Edit = (text) => text;

export function forgeSignature(forgery: SignatureForgery): Buffer {
  const { by, files, signingTime = '2026-06-01T07:59:59Z' } = forgery;
  const properties = (forgery.properties ?? same)(propertiesOf(by, files, signingTime));
  const isEc = by.key.asymmetricKeyType === 'ec';
  const signedInfo = (forgery.signedInfo ?? same)(
    `<ds:SignedInfo ${ds}><ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod>` +
      `<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#${isEc ? 'ecdsa' : 'rsa'}-sha256"></ds:SignatureMethod>` +
      files.map(reference).join('') +
      `<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#seal-properties"><ds:Transforms>` +
      `<ds:Transform Algorithm="${exclusive}"></ds:Transform></ds:Transforms>${digest(properties)}</ds:Reference></ds:SignedInfo>`,
  );
  const data = Buffer.from(signedInfo);
  const value = isEc ? signDeterministically(data, by.key) : sign('sha256', data, by.key);
  const certificates = by.certificates.map(
    (der) => `<ds:X509Certificate>${der.toString('base64')}</ds:X509Certificate>`,
  );
  const file =
    `${declaration}<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"><ds:Signature ${ds} Id="seal">` +
    `${signedInfo}<ds:SignatureValue>${value.toString('base64')}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data>${certificates.join('')}</ds:X509Data></ds:KeyInfo><ds:Object>` +
    `<xades:QualifyingProperties ${xades} Target="#seal">${properties}</xades:QualifyingProperties></ds:Object>` +
    '</ds:Signature></asic:XAdESSignatures>\n';
  return Buffer.from((forgery.file ?? same)(file));
}

export function manifestFile(files: readonly Listed[]): Buffer {
  const entries = [{ name: '/', type: 'application/vnd.etsi.asic-e+zip' }, ...files].map(
    ({ name, type }) =>
      `<manifest:file-entry manifest:full-path="${name}" manifest:media-type="${type}"></manifest:file-entry>`,
  );
  return Buffer.from(
    `${declaration}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" ` +
      `manifest:version="1.2">${entries.join('')}</manifest:manifest>\n`,
  );
}

function reference({ name, content }: Listed, index: number): string {
  const uri = [...Buffer.from(name)].map(encoded).join('');
  return `<ds:Reference Id="file-${index + 1}" URI="${uri}">${digest(content)}</ds:Reference>`;
}

function encoded(octet: number): string {
  const character = String.fromCharCode(octet);
  if (/[A-Za-z0-9._~/-]/.test(character)) return character;
  return `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
}

function propertiesOf(by: Identity, files: readonly Listed[], signingTime: string): string {
  const certificates = by.certificates.map(
    (der) =>
      `<xades:Cert><xades:CertDigest><ds:DigestMethod ${ds} Algorithm="${sha256Uri}"></ds:DigestMethod>` +
      `<ds:DigestValue ${ds}>${sha256(der)}</ds:DigestValue></xades:CertDigest></xades:Cert>`,
  );
  const formats = files.map(
    ({ type }, index) =>
      `<xades:DataObjectFormat ObjectReference="#file-${index + 1}"><xades:MimeType>${type}</xades:MimeType></xades:DataObjectFormat>`,
  );
  return (
    `<xades:SignedProperties ${xades} Id="seal-properties"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>${signingTime}</xades:SigningTime>` +
    `<xades:SigningCertificateV2>${certificates.join('')}</xades:SigningCertificateV2></xades:SignedSignatureProperties>` +
    `<xades:SignedDataObjectProperties>${formats.join('')}</xades:SignedDataObjectProperties></xades:SignedProperties>`
  );
}

function digest(content: string | Uint8Array): string {
  return `<ds:DigestMethod Algorithm="${sha256Uri}"></ds:DigestMethod><ds:DigestValue>${sha256(content)}</ds:DigestValue>`;
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64');
}
