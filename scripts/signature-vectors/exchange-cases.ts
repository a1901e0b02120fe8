import { createPublicKey } from 'node:crypto';
import type { Case } from './case.js';
import { forge, replace } from './forge.js';
import type { Pki } from './pki.js';

const lastTag = /<\/edXML>\n$/;

/** Keys from the message, parts of one seal in another, parts doubled, references that point elsewhere. */
export function exchangeCases(pki: Pki): Case[] {
  return [...keyInfoCases(pki), ...transplantCases(pki), ...doubledCases(pki), ...referenceCases(pki)];
}

/** KeyInfo that offers a key of its own: the key comes from the certificate, and from nowhere else. */
function keyInfoCases({ rsa: by }: Pki): Case[] {
  const keyInfo = (name: string, about: string, content: string): Case => ({
    name: `key-info-${name}`,
    about,
    file: forge({ by, signature: replace(/<ds:X509Data>.*<\/ds:X509Data>/, content) }),
    refused: ['seal.form'],
  });
  const { n = '', e = '' } = createPublicKey(by.key).export({ format: 'jwk' });
  const base64 = (text: string) => Buffer.from(text, 'base64url').toString('base64');
  return [
    keyInfo(
      'key-value-only',
      'The bare key that made the value, and no certificate.',
      `<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${base64(n)}</ds:Modulus><ds:Exponent>${base64(e)}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>`,
    ),
    keyInfo('empty', 'KeyInfo is empty.', ''),
    keyInfo('key-name-only', 'A key name alone.', '<ds:KeyName>H41</ds:KeyName>'),
    keyInfo(
      'retrieval-method',
      'The certificate is to be fetched.',
      '<ds:RetrievalMethod URI="http://127.0.0.1:1/c" Type="http://www.w3.org/2000/09/xmldsig#rawX509Certificate"></ds:RetrievalMethod>',
    ),
    keyInfo(
      'issuer-serial',
      'The certificate is named by issuer and number.',
      '<ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>CN=Test axis root</ds:X509IssuerName><ds:X509SerialNumber>1</ds:X509SerialNumber></ds:X509IssuerSerial></ds:X509Data>',
    ),
    keyInfo(
      'der-encoded-key',
      'A key in DER (XML Signature 1.1).',
      '<dsig11:DEREncodedKeyValue xmlns:dsig11="http://www.w3.org/2009/xmldsig11#">AAAA</dsig11:DEREncodedKeyValue>',
    ),
    keyInfo(
      'encrypted-key',
      'An encrypted key.',
      '<xenc:EncryptedKey xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"></xenc:EncryptedKey>',
    ),
    keyInfo('pgp', 'PGPData.', '<ds:PGPData></ds:PGPData>'),
    {
      name: 'key-info-missing',
      about: 'There is no KeyInfo.',
      file: forge({ by, signature: replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/, '') }),
      refused: ['seal.form'],
    },
    {
      name: 'key-info-crl',
      about: 'A revocation list beside the certificate.',
      file: forge({
        by,
        signature: replace('</ds:X509Data>', '<ds:X509CRL>AAAA</ds:X509CRL></ds:X509Data>'),
      }),
      refused: ['seal.form'],
    },
    {
      name: 'key-info-first',
      about: 'KeyInfo stands before the value.',
      file: forge({
        by,
        signature: (text) => moved(text, /<ds:KeyInfo>.*<\/ds:KeyInfo>/, '<ds:SignatureValue>'),
      }),
      refused: ['seal.form'],
    },
  ];
}

/** Parts of another good seal, of the same agency. */
function transplantCases({ rsa: by }: Pki): Case[] {
  const other = forge({ by, signingTime: '2026-05-31T00:00:00Z', head: replace('H53', 'H54') }).toString();
  const receipt = forge({ by, kind: 'receipt' }).toString();
  const take = (from: string, element: RegExp) => element.exec(from)?.[0] ?? '';
  const transplant = (name: string, about: string, element: RegExp, ...refused: string[]): Case => ({
    name: `transplant-${name}`,
    about,
    file: forge({ by, signature: replace(element, take(other, element)) }),
    refused,
  });
  return [
    transplant(
      'properties',
      'The signed properties of another seal.',
      /<xades:SignedProperties .*<\/xades:SignedProperties>/,
      'seal.properties-digest',
    ),
    transplant(
      'signed-info',
      'SignedInfo of another seal.',
      /<ds:SignedInfo .*<\/ds:SignedInfo>/,
      'seal.content-digest',
      'seal.properties-digest',
      'seal.value',
    ),
    transplant(
      'value',
      'The value of another seal.',
      /<ds:SignatureValue>.*<\/ds:SignatureValue>/,
      'seal.value',
    ),
    transplant(
      'signed-info-and-value',
      'SignedInfo and the value of another seal.',
      /<ds:SignedInfo .*<\/ds:SignatureValue>/,
      'seal.content-digest',
      'seal.properties-digest',
    ),
    transplant(
      'whole',
      'The whole seal of another packet with the same Id.',
      /<ds:Signature .*<\/ds:Signature>/,
      'seal.content-digest',
    ),
    {
      name: 'transplant-of-receipt',
      about: "A receipt's seal in a packet.",
      file: forge({ by, signature: () => take(receipt, /<ds:Signature .*<\/ds:Signature>/) }),
      refused: ['seal.reference', 'seal.content-digest'],
    },
    {
      name: 'transplant-into-receipt',
      about: "A packet's seal in a receipt.",
      kind: 'receipt',
      file: forge({ by, kind: 'receipt', signature: () => take(other, /<ds:Signature .*<\/ds:Signature>/) }),
      refused: ['seal.reference', 'seal.content-digest'],
    },
    {
      name: 'transplant-ping-as-receipt',
      about: 'A ping where a receipt is expected.',
      kind: 'receipt',
      file: forge({ by, kind: 'ping' }),
      refused: ['seal.missing'],
    },
  ];
}

/** Parts that stand twice, and Ids that are missing or not alone. */
function doubledCases({ rsa: by }: Pki): Case[] {
  const doubled = (name: string, element: RegExp, ...further: string[]): Case => ({
    name: `doubled-${name}`,
    about: `${name} stands there twice.`,
    file: forge({ by, signature: replace(element, '$&$&') }),
    refused: ['seal.form', ...further],
  });
  const id = (
    name: string,
    about: string,
    from: string | RegExp,
    to: string,
    ...refused: string[]
  ): Case => ({
    name: `id-${name}`,
    about,
    file: forge({ by, file: replace(from, to) }),
    refused,
  });
  const outside = (attribute: string) => `<Copy ${attribute}></Copy></edXML>\n`;
  return [
    {
      name: 'doubled-SignedInfo',
      about: 'SignedInfo stands there twice: the second one is other than the first.',
      file: forge({
        by,
        signature: (text) =>
          text.replace('<ds:SignedInfo ', () => {
            const own = /<ds:SignedInfo .*<\/ds:SignedInfo>/.exec(text)?.[0] ?? '';
            return `${own.replace(/ Id="seal-content"/, '')}<ds:SignedInfo `;
          }),
      }),
      refused: ['seal.form', 'seal.value'],
    },
    doubled('SignatureValue', /<ds:SignatureValue>.*<\/ds:SignatureValue>/),
    doubled('KeyInfo', /<ds:KeyInfo>.*<\/ds:KeyInfo>/),
    // The certificate is read twice, once as its own issuer.
    doubled(
      'X509Data',
      /<ds:X509Data>.*<\/ds:X509Data>/,
      'seal.certificate-digest',
      'certificate.not-a-ca',
      'certificate.usage',
      'certificate.untrusted',
    ),
    doubled('SigningTime', /<xades:SigningTime>.*<\/xades:SigningTime>/, 'seal.properties-digest'),
    {
      name: 'doubled-SignedProperties',
      about: 'The signed properties stand there twice, and so does their Id.',
      file: forge({ by, signature: replace(/<xades:SignedProperties .*<\/xades:SignedProperties>/, '$&$&') }),
      refused: ['seal.repeated'],
    },
    {
      name: 'signature-in-object',
      about: 'A Signature within the Signature.',
      file: forge({
        by,
        signature: replace(
          '</ds:Object>',
          '</ds:Object><ds:Object><ds:Signature></ds:Signature></ds:Object>',
        ),
      }),
      refused: ['seal.repeated'],
    },
    id('missing', 'The envelope has no Id.', / Id="packet-[^"]*"/, '', 'seal.place'),
    id('empty', "The envelope's Id is empty.", / Id="packet-[^"]*"/, ' Id=""', 'seal.place'),
    id('lower-case', "The envelope's Id is written id.", ' Id="packet-', ' id="packet-', 'seal.place'),
    id('xml-id', "The envelope's Id is written xml:id.", ' Id="packet-', ' xml:id="packet-', 'seal.place'),
    id(
      'of-properties-missing',
      'The signed properties have no Id.',
      ' Id="seal-properties"',
      '',
      'seal.form',
      'seal.properties-digest',
    ),
    id('of-signature-missing', 'The Signature has no Id.', ' Id="seal"', '', 'seal.form'),
    id(
      'repeated-xml-id',
      'An element outside has the Id of the signed content in xml:id.',
      lastTag,
      outside('xml:id="seal-content"'),
      'seal.repeated',
    ),
    id(
      'repeated-upper-case',
      'An element outside has the Id of the Signature in an attribute named ID.',
      lastTag,
      outside('ID="seal"'),
      'seal.repeated',
    ),
    id(
      'repeated-elsewhere',
      'Two elements outside have an Id in common.',
      lastTag,
      outside('Id="a"').replace('</edXML>\n', outside('id="a"')),
      'seal.repeated',
    ),
  ];
}

/** References to what is not in the file. */
function referenceCases({ rsa: by }: Pki): Case[] {
  const first = (name: string, uri: string): Case => ({
    name: `reference-${name}`,
    about: `The first reference is ${uri}`,
    file: forge({ by, uri }),
    refused: ['seal.reference'],
  });
  const changed = (name: string, about: string, from: string, to: string): Case => ({
    name: `reference-${name}`,
    about,
    file: forge({ by, signedInfo: replace(from, to) }),
    refused: ['seal.form'],
  });
  return [
    first('external-http', 'http://127.0.0.1:1/content.xml'),
    first('external-file', 'file:///etc/hostname'),
    first('external-relative', 'other.xml'),
    first('external-fragment', 'other.xml#packet-01970000-0000-7000-8000-000000000001'),
    first('xpointer-root', '#xpointer(/)'),
    first('to-signature', '#seal'),
    first('to-nothing', '#'),
    first('to-missing', '#packet-0'),
    changed(
      'second-external',
      'The second reference points outside.',
      'URI="#seal-properties"',
      'URI="http://127.0.0.1:1/p"',
    ),
    changed(
      'second-to-content',
      'The second reference points at the content.',
      'URI="#seal-properties"',
      'URI="#seal-content"',
    ),
    changed('without-uri', 'The second reference has no URI.', ' URI="#seal-properties"', ''),
    changed(
      'other-type',
      'The second reference has another Type.',
      '01903#SignedProperties',
      '01903/v1.1.1#SignedProperties',
    ),
    changed(
      'manifest',
      'The second reference is to a Manifest.',
      'http://uri.etsi.org/01903#SignedProperties',
      'http://www.w3.org/2000/09/xmldsig#Manifest',
    ),
  ];
}

/** The part that matches stands before `place` instead. */
function moved(text: string, part: RegExp, place: string): string {
  const found = part.exec(text)?.[0] ?? '';
  return text.replace(found, '').replace(place, () => found + place);
}
