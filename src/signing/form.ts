/**
 * The one form of `ds:Signature`, written from its values and read back into them. Reading takes the values where
 * they stand; whether everything around them is as it must be is settled by writing the Signature anew and comparing.
 * `spec/signature.md`, section 3.
 */
import { limits } from './limits.js';

export interface SignatureValues {
  /** URI of the signature algorithm. */
  readonly algorithm: string;
  /** URI of the first reference: empty or `#` and the Id of the signed element. */
  readonly uri: string;
  readonly contentDigest: Buffer;
  readonly propertiesDigest: Buffer;
  readonly value: Buffer;
  /** DER, the signing one first, each followed by its issuer. */
  readonly certificates: readonly Buffer[];
  /** To the second. */
  readonly signingTime: Date;
  /** SHA-256 of each certificate, in the same order. */
  readonly certificateDigests: readonly Buffer[];
}

type SignedInfoValues = Pick<SignatureValues, 'algorithm' | 'uri' | 'contentDigest' | 'propertiesDigest'>;
type PropertiesValues = Pick<SignatureValues, 'signingTime' | 'certificateDigests'>;

const ds = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const xades = 'xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const propertiesType = 'http://uri.etsi.org/01903#SignedProperties';

const transform = (uri: string) => `<ds:Transform Algorithm="${uri}"></ds:Transform>`;
const digestMethod = `<ds:DigestMethod Algorithm="${sha256}"></ds:DigestMethod>`;

export function writeSignedInfo({
  algorithm,
  uri,
  contentDigest,
  propertiesDigest,
}: SignedInfoValues): string {
  return (
    `<ds:SignedInfo ${ds}><ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${algorithm}"></ds:SignatureMethod>` +
    `<ds:Reference Id="seal-content" URI="${uri}">` +
    `<ds:Transforms>${transform(enveloped)}${transform(exclusive)}</ds:Transforms>` +
    `${digestMethod}<ds:DigestValue>${base64(contentDigest)}</ds:DigestValue></ds:Reference>` +
    `<ds:Reference Type="${propertiesType}" URI="#seal-properties">` +
    `<ds:Transforms>${transform(exclusive)}</ds:Transforms>` +
    `${digestMethod}<ds:DigestValue>${base64(propertiesDigest)}</ds:DigestValue></ds:Reference></ds:SignedInfo>`
  );
}

export function writeSignedProperties({ signingTime, certificateDigests }: PropertiesValues): string {
  const certificates = certificateDigests.map(
    (digest) =>
      `<xades:Cert><xades:CertDigest><ds:DigestMethod ${ds} Algorithm="${sha256}"></ds:DigestMethod>` +
      `<ds:DigestValue ${ds}>${base64(digest)}</ds:DigestValue></xades:CertDigest></xades:Cert>`,
  );
  return (
    `<xades:SignedProperties ${xades} Id="seal-properties"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>${formatTime(signingTime)}</xades:SigningTime>` +
    `<xades:SigningCertificateV2>${certificates.join('')}</xades:SigningCertificateV2>` +
    '</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>' +
    '<xades:DataObjectFormat ObjectReference="#seal-content"><xades:MimeType>text/xml</xades:MimeType>' +
    '</xades:DataObjectFormat></xades:SignedDataObjectProperties></xades:SignedProperties>'
  );
}

export function writeSignature(values: SignatureValues): string {
  const certificates = values.certificates.map(
    (der) => `<ds:X509Certificate>${base64(der)}</ds:X509Certificate>`,
  );
  return (
    `<ds:Signature ${ds} Id="seal">${writeSignedInfo(values)}` +
    `<ds:SignatureValue>${base64(values.value)}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data>${certificates.join('')}</ds:X509Data></ds:KeyInfo>` +
    `<ds:Object><xades:QualifyingProperties ${xades} Target="#seal">${writeSignedProperties(values)}` +
    '</xades:QualifyingProperties></ds:Object></ds:Signature>'
  );
}

/** The values of a Signature, undefined where one is not there. Says nothing of what stands around them. */
export function readValues(signature: string): SignatureValues | undefined {
  const cursor = new Cursor(signature);
  const algorithm = cursor.between('<ds:SignatureMethod Algorithm="', '"');
  const uri = cursor.between(' URI="', '"');
  const contentDigest = cursor.base64('ds:DigestValue');
  const propertiesDigest = cursor.base64('ds:DigestValue');
  const value = cursor.base64('ds:SignatureValue');
  const certificates = cursor.allBase64('ds:X509Certificate', '</ds:KeyInfo>');
  const time = cursor.between('<xades:SigningTime>', '<');
  const certificateDigests = cursor.allBase64(`ds:DigestValue ${ds}`, '</xades:SigningCertificateV2>');
  const signingTime = new Date(time ?? Number.NaN);
  if (algorithm === undefined || uri === undefined || !contentDigest || !propertiesDigest || !value)
    return undefined;
  if (certificates.length === 0 || Number.isNaN(signingTime.getTime())) return undefined;
  return {
    algorithm,
    uri,
    contentDigest,
    propertiesDigest,
    value,
    certificates,
    signingTime,
    certificateDigests,
  };
}

export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, -5)}Z`;
}

function base64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64');
}

/** Goes forward through a text once. */
class Cursor {
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

  base64(tag: string): Buffer | undefined {
    const text = this.between(`<${tag}>`, '<');
    return text === undefined ? undefined : Buffer.from(text, 'base64');
  }

  /** All elements of the name before the end; one more than may be there at most. */
  allBase64(tag: string, end: string): Buffer[] {
    const until = this.#text.indexOf(end, this.#at);
    const all: Buffer[] = [];
    while (all.length <= limits.certificates) {
      const next = this.#text.indexOf(`<${tag}>`, this.#at);
      if (next === -1 || next > until) return all;
      const octets = this.base64(tag);
      if (!octets) return all;
      all.push(octets);
    }
    return all;
  }
}
