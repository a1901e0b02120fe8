/**
 * Writes sealed files, good and bad: every stage can be changed, and what comes after it is made to fit. It shares no
 * code with `src/signing`, so that the vectors also hold the two against each other.
 */
import { createHash, sign } from 'node:crypto';
import { signDeterministically } from './deterministic-ecdsa.js';
import type { Identity } from './pki.js';

type Edit = (text: string) => string;

export interface Forgery {
  readonly by: Identity;
  readonly kind?: keyof typeof contents;
  readonly signingTime?: string;
  readonly suite?: string;
  readonly uri?: string;
  /** Before anything is digested. */
  readonly head?: Edit;
  readonly tail?: Edit;
  /** What is digested where it is not what stands in the file. */
  readonly digested?: Edit;
  /** Before the second digest. */
  readonly properties?: Edit;
  /** Before the signature value is made. */
  readonly signedInfo?: Edit;
  readonly value?: (value: Buffer) => Buffer;
  /** After the signature value was made. */
  readonly signature?: Edit;
  readonly file?: Edit;
  readonly octets?: (file: Buffer) => Buffer;
}

const edxml = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const ecdsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';
export const packetId = 'packet-01970000-0000-7000-8000-000000000001';

const organ = (name: string, id: string, text: string) =>
  `<edXML:${name}><edXML:OrganId>${id}</edXML:OrganId><edXML:OrganName>${text}</edXML:OrganName></edXML:${name}>`;

const contents = {
  packet: {
    before: `${declaration}<edXML xmlns="${edxml}">`,
    head:
      `<edXML:edXMLEnvelope xmlns:edXML="${edxml}" Id="${packetId}"><edXML:edXMLHeader><edXML:MessageHeader>` +
      organ('From', 'H41', 'UBND tỉnh Nghệ An') +
      organ('To', 'H53', 'UBND tỉnh Tây Ninh') +
      '<edXML:Subject>Về việc rà soát &amp; báo cáo “kết quả” quý II</edXML:Subject></edXML:MessageHeader>' +
      '<edXML:TraceHeaderList></edXML:TraceHeaderList>',
    tail:
      '</edXML:edXMLHeader><edXML:edXMLBody><edXML:edXMLManifest version="1.0"></edXML:edXMLManifest></edXML:edXMLBody>' +
      '</edXML:edXMLEnvelope>',
    after: '</edXML>\n',
    uri: `#${packetId}`,
  },
  receipt: {
    before: declaration,
    head:
      '<Receipt xmlns="urn:ndax:receipt:1" Version="1"><PacketId>01970000-0000-7000-8000-000000000001</PacketId>' +
      `<PacketSha256>${'ab'.repeat(32)}</PacketSha256><Sender>H53</Sender><Recipient>H41</Recipient>` +
      '<Outcome>accepted</Outcome><ReceivedAt>2026-06-01T07:59:58.123Z</ReceivedAt>' +
      `<LogHead Sequence="7" Sha256="${'cd'.repeat(32)}"></LogHead>`,
    tail: '</Receipt>',
    after: '\n',
    uri: '',
  },
  ping: {
    before: declaration,
    head:
      '<Ping xmlns="urn:ndax:ping:1" Version="1"><PingId>01970000-0000-7000-8000-000000000002</PingId>' +
      '<Sender>H41</Sender><Recipient>H53</Recipient><SentAt>2026-06-01T07:59:58.123Z</SentAt>',
    tail: '</Ping>',
    after: '\n',
    uri: '',
  },
  directory: {
    before: declaration,
    head:
      '<Directory xmlns="urn:ndax:directory:1" IssuedAt="2026-06-01T07:59:58Z" Page="1" Pages="1" ' +
      'ValidUntil="2026-06-08T07:59:58Z" Version="3"><Agency Code="H41" LegacyCode="000.00.00.H41" ' +
      'Name="UBND tỉnh Nghệ An" Node="h41" State="active" ValidFrom="2026-01-01"></Agency>',
    tail: '</Directory>',
    after: '\n',
    uri: '',
  },
};

const same: Edit = (text) => text;

export function forge(forgery: Forgery): Buffer {
  const { by, kind = 'packet', signingTime = '2026-06-01T07:59:58Z' } = forgery;
  const content = contents[kind];
  const isEc = by.key.asymmetricKeyType === 'ec';
  const { suite = isEc ? ecdsaSha256 : rsaSha256, uri = content.uri } = forgery;
  const head = (forgery.head ?? same)(content.head);
  const tail = (forgery.tail ?? same)(content.tail);

  const digests = by.certificates.map((der) => sha256(der));
  const properties = (forgery.properties ?? same)(writeProperties(signingTime, digests));
  const digested = (forgery.digested ?? same)(head + tail);
  const signedInfo = (forgery.signedInfo ?? same)(
    writeSignedInfo(suite, uri, sha256(digested), sha256(properties)),
  );
  const data = Buffer.from(signedInfo);
  const value = isEc ? signDeterministically(data, by.key) : sign('sha256', data, by.key);
  const signature = (forgery.signature ?? same)(
    `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="seal">${signedInfo}` +
      `<ds:SignatureValue>${(forgery.value ?? ((v) => v))(value).toString('base64')}</ds:SignatureValue>` +
      `<ds:KeyInfo><ds:X509Data>${by.certificates.map(writeCertificate).join('')}</ds:X509Data></ds:KeyInfo>` +
      '<ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#seal">' +
      `${properties}</xades:QualifyingProperties></ds:Object></ds:Signature>`,
  );
  const file = (forgery.file ?? same)(content.before + head + signature + tail + content.after);
  return (forgery.octets ?? ((octets) => octets))(Buffer.from(file));
}

/** An edit that must change something, so that no case tests nothing. */
export function replace(from: string | RegExp, to: string): Edit {
  return (text) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`nothing to replace: ${from}`);
    return changed;
  };
}

function writeCertificate(der: Buffer): string {
  return `<ds:X509Certificate>${der.toString('base64')}</ds:X509Certificate>`;
}

function writeProperties(signingTime: string, digests: readonly string[]): string {
  const ds = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
  const certificates = digests.map(
    (digest) =>
      `<xades:Cert><xades:CertDigest><ds:DigestMethod ${ds} Algorithm="http://www.w3.org/2001/04/xmlenc#sha256">` +
      `</ds:DigestMethod><ds:DigestValue ${ds}>${digest}</ds:DigestValue></xades:CertDigest></xades:Cert>`,
  );
  return `<xades:SignedProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Id="seal-properties"><xades:SignedSignatureProperties><xades:SigningTime>${signingTime}</xades:SigningTime><xades:SigningCertificateV2>${certificates.join('')}</xades:SigningCertificateV2></xades:SignedSignatureProperties><xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference="#seal-content"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties></xades:SignedProperties>`;
}

function writeSignedInfo(suite: string, uri: string, content: string, properties: string): string {
  const exclusive = '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform>';
  const digest = (value: string) =>
    `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>${value}</ds:DigestValue></ds:Reference>`;
  return `<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${suite}"></ds:SignatureMethod><ds:Reference Id="seal-content" URI="${uri}"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>${exclusive}</ds:Transforms>${digest(content)}<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#seal-properties"><ds:Transforms>${exclusive}</ds:Transforms>${digest(properties)}</ds:SignedInfo>`;
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('base64');
}
