/**
 * What the forms of all our signatures share: the constant pieces of `ds:Signature` with their values in them, and the
 * reading of values where they stand. `spec/signature.md`, section 3, and `spec/container.md`, section 4.
 */
import { decodeCertificate, encodeCertificate } from './certificate-text.js';
import { limits } from './limits.js';

/** The values that every signature has, whatever it signs. */
export interface CommonValues {
  /** URI of the signature algorithm. */
  readonly algorithm: string;
  readonly propertiesDigest: Buffer;
  readonly value: Buffer;
  /** DER, the signing one first, each followed by its issuer. */
  readonly certificates: readonly Buffer[];
  /** To the second. */
  readonly signingTime: Date;
  /** SHA-256 of each certificate, in the same order. */
  readonly certificateDigests: readonly Buffer[];
}

const ds = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const xades = 'xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const propertiesType = 'http://uri.etsi.org/01903#SignedProperties';

const transform = (uri: string) => `<ds:Transform Algorithm="${uri}"></ds:Transform>`;
const digestMethod = `<ds:DigestMethod Algorithm="${sha256}"></ds:DigestMethod>`;

/** The transforms of a reference to XML in the same document: what is digested there are canonical octets. */
export const canonicalTransform = `<ds:Transforms>${transform(exclusive)}</ds:Transforms>`;
export const envelopedTransforms = `<ds:Transforms>${transform(enveloped)}${transform(exclusive)}</ds:Transforms>`;

export function digestOf(digest: Uint8Array): string {
  return `${digestMethod}<ds:DigestValue>${base64(digest)}</ds:DigestValue>`;
}

/** @param references the references to what is signed; that to the signed properties comes behind them. */
export function signedInfoOf(
  { algorithm, propertiesDigest }: Pick<CommonValues, 'algorithm' | 'propertiesDigest'>,
  references: string,
): string {
  return (
    `<ds:SignedInfo ${ds}><ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${algorithm}"></ds:SignatureMethod>${references}` +
    `<ds:Reference Type="${propertiesType}" URI="#seal-properties">${canonicalTransform}` +
    `${digestOf(propertiesDigest)}</ds:Reference></ds:SignedInfo>`
  );
}

/** @param formats the `xades:DataObjectFormat` of each reference. */
export function signedPropertiesOf(
  { signingTime, certificateDigests }: Pick<CommonValues, 'signingTime' | 'certificateDigests'>,
  formats: string,
): string {
  const certificates = certificateDigests.map(
    (digest) =>
      `<xades:Cert><xades:CertDigest><ds:DigestMethod ${ds} Algorithm="${sha256}"></ds:DigestMethod>` +
      `<ds:DigestValue ${ds}>${base64(digest)}</ds:DigestValue></xades:CertDigest></xades:Cert>`,
  );
  return (
    `<xades:SignedProperties ${xades} Id="seal-properties"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>${formatTime(signingTime)}</xades:SigningTime>` +
    `<xades:SigningCertificateV2>${certificates.join('')}</xades:SigningCertificateV2>` +
    `</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>${formats}` +
    '</xades:SignedDataObjectProperties></xades:SignedProperties>'
  );
}

export function dataObjectFormat(id: string, mimeType: string): string {
  return (
    `<xades:DataObjectFormat ObjectReference="#${id}"><xades:MimeType>${mimeType}</xades:MimeType>` +
    '</xades:DataObjectFormat>'
  );
}

/** Unsigned properties of higher levels have their one place right behind `signedProperties`. */
export function signatureOf(
  { value, certificates }: Pick<CommonValues, 'value' | 'certificates'>,
  signedInfo: string,
  signedProperties: string,
): string {
  const keyInfo = certificates.map(
    (der) => `<ds:X509Certificate>${encodeCertificate(der)}</ds:X509Certificate>`,
  );
  return (
    `<ds:Signature ${ds} Id="seal">${signedInfo}<ds:SignatureValue>${base64(value)}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data>${keyInfo.join('')}</ds:X509Data></ds:KeyInfo>` +
    `<ds:Object><xades:QualifyingProperties ${xades} Target="#seal">${signedProperties}` +
    '</xades:QualifyingProperties></ds:Object></ds:Signature>'
  );
}

export function readAlgorithm(cursor: Cursor): string | undefined {
  return cursor.between('<ds:SignatureMethod Algorithm="', '"');
}

/**
 * From the digest of the signed properties to the digests of the certificates; undefined where a value is not there. The
 * cursor stands behind the references to what is signed.
 */
export function readCommon(cursor: Cursor, algorithm: string | undefined): CommonValues | undefined {
  const propertiesDigest = cursor.base64('ds:DigestValue');
  const value = cursor.base64('ds:SignatureValue');
  const certificates = cursor.allBase64('ds:X509Certificate', '</ds:KeyInfo>', decodeCertificate);
  const time = cursor.between('<xades:SigningTime>', '<');
  const certificateDigests = cursor.allBase64(`ds:DigestValue ${ds}`, '</xades:SigningCertificateV2>');
  const signingTime = new Date(time ?? Number.NaN);
  if (algorithm === undefined || !propertiesDigest || !value) return undefined;
  if (certificates.length === 0 || Number.isNaN(signingTime.getTime())) return undefined;
  return { algorithm, propertiesDigest, value, certificates, signingTime, certificateDigests };
}

export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, -5)}Z`;
}

function base64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64');
}

/** Goes forward through a text once. */
export class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  between(open: string, close: string): string | undefined {
    const start = this.#text.indexOf(open, this.#at);
    if (start === -1) return undefined;
    const end = this.#text.indexOf(close, start + open.length);
    if (end === -1) return undefined;
    this.#at = end;
    return this.#text.slice(start + open.length, end);
  }

  /** Whether the text goes on with this before it comes to that. */
  comes(next: string, before: string): boolean {
    const at = this.#text.indexOf(next, this.#at);
    if (at === -1) return false;
    // Not looked for further than needed: each reference of a long list asks this.
    return !this.#text.slice(this.#at, at).includes(before);
  }

  base64(tag: string, decode: (text: string) => Buffer = fromBase64): Buffer | undefined {
    const text = this.between(`<${tag}>`, '<');
    return text === undefined ? undefined : decode(text);
  }

  /** All elements of the name before the end; one more than may be there at most. */
  allBase64(tag: string, end: string, decode?: (text: string) => Buffer): Buffer[] {
    const until = this.#text.indexOf(end, this.#at);
    const all: Buffer[] = [];
    while (all.length <= limits.certificates) {
      const next = this.#text.indexOf(`<${tag}>`, this.#at);
      if (next === -1 || next > until) return all;
      const octets = this.base64(tag, decode);
      if (!octets) return all;
      all.push(octets);
    }
    return all;
  }
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}
