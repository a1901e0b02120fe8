import { createHmac, createPublicKey } from 'node:crypto';
import type { Case } from './case.js';
import { forge, replace } from './forge.js';
import type { Pki } from './pki.js';

const hmac = 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256';

/** Algorithms outside the profile, algorithms and keys that are confused, and transforms. */
export function algorithmCases(pki: Pki): Case[] {
  return [...confusedCases(pki), ...transformCases(pki)];
}

function confusedCases(pki: Pki): Case[] {
  const { rsa: by } = pki;
  const suite = (name: string, algorithm: string): Case => ({
    name: `algorithm-${name}`,
    about: `The signature method is ${algorithm}.`,
    file: forge({ by, suite: algorithm }),
    refused: ['seal.algorithm'],
  });
  const digest = (name: string, algorithm: string): Case => ({
    name: `algorithm-digest-${name}`,
    about: `The first digest method is ${algorithm}.`,
    file: forge({ by, signedInfo: replace('http://www.w3.org/2001/04/xmlenc#sha256', algorithm) }),
    refused: ['seal.algorithm'],
  });
  const canonical = (name: string, algorithm: string): Case => ({
    name: `algorithm-c14n-${name}`,
    about: `SignedInfo is canonicalised by ${algorithm}.`,
    file: forge({
      by,
      signedInfo: replace(
        'Method Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"',
        `Method Algorithm="${algorithm}"`,
      ),
    }),
    refused: ['seal.algorithm'],
  });
  const publicKey = createPublicKey(by.key).export({ type: 'spki', format: 'pem' });
  const file = forge({ by, suite: hmac }).toString();
  const signedInfo = /<ds:SignedInfo .*<\/ds:SignedInfo>/.exec(file)?.[0] ?? '';
  return [
    suite('rsa-md5', 'http://www.w3.org/2001/04/xmldsig-more#rsa-md5'),
    suite('dsa-sha1', 'http://www.w3.org/2000/09/xmldsig#dsa-sha1'),
    suite('ecdsa-sha1', 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1'),
    suite('ecdsa-sha384', 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384'),
    suite('hmac-sha1', 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'),
    suite('hmac-md5', 'http://www.w3.org/2001/04/xmldsig-more#hmac-md5'),
    suite('upper-case', 'http://www.w3.org/2001/04/xmldsig-more#RSA-SHA256'),
    suite('with-space', ' http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'),
    suite('https', 'https://www.w3.org/2001/04/xmldsig-more#rsa-sha256'),
    digest('md5', 'http://www.w3.org/2001/04/xmldsig-more#md5'),
    digest('sha512', 'http://www.w3.org/2001/04/xmlenc#sha512'),
    digest('sha3', 'http://www.w3.org/2007/05/xmldsig-more#sha3-256'),
    digest('empty', ''),
    canonical('with-comments', 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments'),
    canonical('1-1', 'http://www.w3.org/2006/12/xml-c14n11'),
    canonical('unknown', 'urn:x'),
    {
      name: 'hmac-of-public-key',
      about: 'Key confusion: the value is an HMAC, keyed with the public key, and right as such.',
      file: forge({
        by,
        suite: hmac,
        value: () => createHmac('sha256', publicKey).update(signedInfo).digest(),
      }),
      refused: ['seal.algorithm'],
    },
    {
      name: 'algorithm-of-other-key-ecdsa',
      about: 'RSA is named, the key is ECDSA.',
      file: forge({ by: pki.ecdsa, suite: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' }),
      refused: ['seal.key'],
    },
    {
      name: 'certificate-ed25519',
      about: 'A key of Ed25519.',
      file: forge({ by: pki.ed25519 }),
      refused: ['certificate.weak-key'],
    },
    {
      name: 'certificate-p521',
      about: 'A key of P-521.',
      file: forge({ by: pki.p521 }),
      refused: ['certificate.weak-key'],
    },
    {
      name: 'certificate-code-too-long',
      about: 'An agency code of 65 characters.',
      file: forge({ by: pki.tooLongCode }),
      refused: ['certificate.no-agency'],
    },
    {
      name: 'value-of-other-key',
      about: 'The value was made with a key that is not that of the certificate.',
      file: forge({ by: { key: pki.rsa3072.key, certificates: by.certificates } }),
      refused: ['seal.value'],
    },
    {
      name: 'value-in-der',
      about: 'An ECDSA value in DER, as certificates have it.',
      file: forge({
        by: pki.ecdsa,
        value: (value) => Buffer.concat([Buffer.of(0x30, 0x44, 0x02, 0x20), value]),
      }),
      refused: ['seal.value'],
    },
    {
      name: 'value-longer-than-modulus',
      about: 'An octet of zero before an RSA value.',
      file: forge({ by, value: (value) => Buffer.concat([Buffer.of(0), value]) }),
      refused: ['seal.value'],
    },
  ];
}

/** Transforms outside the profile, at each place where one may stand. */
function transformCases({ rsa: by }: Pki): Case[] {
  const exclusive = '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform>';
  const instead = (name: string, about: string, transform: string): Case => ({
    name: `transform-${name}`,
    about,
    file: forge({ by, signedInfo: replace(exclusive, transform) }),
    refused: ['seal.algorithm'],
  });
  const of = (uri: string, content = '') => `<ds:Transform Algorithm="${uri}">${content}</ds:Transform>`;
  return [
    instead(
      'xslt',
      'A stylesheet that writes what is to be digested.',
      of(
        'http://www.w3.org/TR/1999/REC-xslt-19991116',
        '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"></xsl:stylesheet>',
      ),
    ),
    instead(
      'xpath',
      'An XPath that leaves everything out.',
      of('http://www.w3.org/TR/1999/REC-xpath-19991116', '<ds:XPath>false()</ds:XPath>'),
    ),
    instead(
      'xpath-filter',
      'XPath Filter 2.0.',
      of(
        'http://www.w3.org/2002/06/xmldsig-filter2',
        '<f:XPath xmlns:f="http://www.w3.org/2002/06/xmldsig-filter2" Filter="subtract">/</f:XPath>',
      ),
    ),
    instead('base64', 'Base64: the text alone is digested.', of('http://www.w3.org/2000/09/xmldsig#base64')),
    instead(
      'with-comments',
      'Canonical XML with comments.',
      of('http://www.w3.org/2001/10/xml-exc-c14n#WithComments'),
    ),
    instead('decrypt', 'Decryption.', of('http://www.w3.org/2002/07/decrypt#XML')),
    instead('unknown', 'A transform that nobody knows.', of('urn:x')),
    {
      name: 'transform-inclusive-prefixes',
      about: 'Exclusive C14N with a list of prefixes.',
      file: forge({
        by,
        signedInfo: replace(
          exclusive,
          exclusive.replace(
            '></',
            '><ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="edXML"></ec:InclusiveNamespaces></',
          ),
        ),
      }),
      refused: ['seal.form'],
    },
    {
      name: 'transform-none',
      about: 'The first reference has no transforms.',
      file: forge({ by, signedInfo: replace(/<ds:Transforms>.*?<\/ds:Transforms>/, '') }),
      refused: ['seal.form'],
    },
    {
      name: 'transform-enveloped-twice',
      about: 'The enveloped-signature transform stands twice.',
      file: forge({
        by,
        signedInfo: replace(exclusive, of('http://www.w3.org/2000/09/xmldsig#enveloped-signature')),
      }),
      refused: ['seal.algorithm'],
    },
  ];
}
