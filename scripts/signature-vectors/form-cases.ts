import type { Case } from './case.js';
import { forge, replace } from './forge.js';
import type { Pki } from './pki.js';

/** Everything that is good XML, or a good XML signature, but not the one form; and algorithms that are not accepted. */
export function formCases(pki: Pki): Case[] {
  const by = pki.rsa;
  const subject = 'Về việc rà soát';
  const last = /<\/edXML>\n$/;
  const markup = (name: string, about: string, from: string | RegExp, to: string): Case => ({
    name,
    about,
    file: forge({ by, file: replace(from, to) }),
    refused: ['seal.markup'],
  });
  const encoding = (name: string, about: string, octets: (file: Buffer) => Buffer): Case => ({
    name,
    about,
    file: forge({ by, octets }),
    refused: ['seal.encoding'],
  });
  const form = (name: string, about: string, from: string | RegExp, to: string): Case => ({
    name,
    about,
    file: forge({ by, signature: replace(from, to) }),
    refused: ['seal.form'],
  });
  const signedForm = (
    name: string,
    about: string,
    from: string | RegExp,
    to: string,
    ...further: string[]
  ): Case => ({
    name,
    about,
    file: forge({ by, signedInfo: replace(from, to) }),
    refused: ['seal.form', ...further],
  });
  const algorithm = (name: string, about: string, from: string | RegExp, to: string): Case => ({
    name,
    about,
    file: forge({ by, signedInfo: replace(from, to) }),
    refused: ['seal.algorithm'],
  });
  const bytes = (text: string) => Buffer.from(text);

  return [
    encoding('byte-order-mark', 'The file begins with a byte order mark.', (file) =>
      Buffer.concat([bytes('\ufeff'), file]),
    ),
    encoding('utf-16', 'The file is UTF-16.', (file) => Buffer.from(`\ufeff${file}`, 'utf16le')),
    encoding('not-utf-8', 'A byte in the content is not UTF-8.', (file) =>
      Buffer.from(file.map((octet) => (octet === 0xe1 ? 0xff : octet))),
    ),
    encoding('no-final-line-feed', 'The last line feed is missing.', (file) => file.subarray(0, -1)),
    encoding('trailing-octets', 'Something follows the last line feed.', (file) =>
      Buffer.concat([file, bytes('x')]),
    ),
    encoding('no-declaration', 'The first line is missing.', (file) => file.subarray(file.indexOf('\n') + 1)),
    encoding('carriage-return-first-line', 'The first line ends as on Windows.', (file) =>
      bytes(file.toString().replace('\n', '\r\n')),
    ),
    encoding('empty', 'An empty file.', () => Buffer.alloc(0)),
    {
      name: 'nul',
      about: 'A NUL in the signed content.',
      file: forge({ by, head: replace(subject, `${subject}\0`) }),
      refused: ['seal.encoding'],
    },
    {
      name: 'carriage-return',
      about: 'A carriage return in the signed content: XML parsers make a line feed of it.',
      file: forge({ by, head: replace(subject, `${subject}\r\n`), digested: replace('\r\n', '\n') }),
      refused: ['seal.encoding', 'seal.content-digest'],
    },
    {
      name: 'not-composed',
      about: 'The signed content is not in Unicode NFC.',
      file: forge({ by, head: (text) => text.normalize('NFD') }),
      refused: ['seal.encoding'],
    },
    {
      name: 'noncharacter',
      about: 'U+FFFE, which XML does not have.',
      file: forge({ by, head: replace(subject, '\ufffe') }),
      refused: ['seal.encoding'],
    },
    markup('second-line-feed', 'A second line feed follows the root.', /\n$/, '\n\n'),
    markup('second-root', 'A second root element follows.', last, '</edXML><x></x>\n'),
    markup('text-after-root', 'Text follows the root.', last, '</edXML>x\n'),
    markup(
      'comment',
      'A comment stands in the header.',
      '<edXML:MessageHeader>',
      '<!-- x --><edXML:MessageHeader>',
    ),
    {
      name: 'comment-in-text',
      about: 'A comment parts a signed text; exclusive C14N leaves it out, so that the signature stays good.',
      file: forge({
        by,
        head: replace('<edXML:OrganId>H53', '<edXML:OrganId>H5<!---->3'),
        digested: replace('<!---->', ''),
      }),
      refused: ['seal.markup'],
    },
    markup('comment-before-root', 'A comment stands before the root.', '?>\n', '?>\n<!-- x -->'),
    markup('processing-instruction', 'A processing instruction.', subject, `<?x y?>${subject}`),
    markup('cdata', 'A CDATA section in place of text.', subject, `<![CDATA[${subject}]]>`),
    markup('doctype', 'A document type.', '?>\n', '?>\n<!DOCTYPE edXML>'),
    markup(
      'doctype-external-entity',
      'A document type with an external entity (XXE).',
      '?>\n',
      '?>\n<!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ),
    markup('character-reference', 'A letter as a character reference.', 'H53', 'H5&#51;'),
    markup('entity-reference', 'An entity that is not one of the three.', subject, `&x;${subject}`),
    markup(
      'quotes-in-text-escaped',
      'A reference that canonical text does not have.',
      subject,
      `&quot;${subject}`,
    ),
    markup('raw-greater-than', 'A > in text.', subject, `> ${subject}`),
    markup('single-quotes', 'An attribute in single quotes.', 'version="1.0">', "version='1.0'>"),
    markup(
      'empty-element-tag',
      'An empty element as one tag.',
      '<edXML:TraceHeaderList></edXML:TraceHeaderList>',
      '<edXML:TraceHeaderList/>',
    ),
    markup('space-in-end-tag', 'A space in an end tag.', '</edXML:Subject>', '</edXML:Subject >'),
    markup(
      'two-spaces-in-start-tag',
      'Two spaces before an attribute.',
      '<edXML:edXMLManifest v',
      '<edXML:edXMLManifest  v',
    ),
    markup('end-tag-missing', 'An end tag is missing.', '</edXML:Subject>', ''),
    markup('root-not-closed', 'The file ends within the root.', last, '\n'),

    form(
      'white-space-between-elements',
      'A line feed between KeyInfo and Object.',
      '<ds:Object>',
      '\n<ds:Object>',
    ),
    form(
      'white-space-in-base64',
      'The value is broken into lines.',
      /<ds:SignatureValue>(.{76})/,
      '<ds:SignatureValue>$1\n',
    ),
    form('base64-without-padding', 'Padding is missing.', /=+<\/ds:SignatureValue>/, '</ds:SignatureValue>'),
    {
      name: 'base64-unused-bits',
      about: 'Unused bits in the last base64 character are not zero.',
      file: forge({
        by,
        signature: replace(
          /(?<=<ds:SignatureValue>[^<]*)[AQgw]==<\/ds:SignatureValue>/,
          'B==</ds:SignatureValue>',
        ),
      }),
      refused: ['seal.form', 'seal.value'],
    },
    form(
      'unsigned-properties',
      'Unsigned properties were added.',
      '</xades:QualifyingProperties>',
      '<xades:UnsignedProperties></xades:UnsignedProperties></xades:QualifyingProperties>',
    ),
    form(
      'second-object',
      'A second Object was added.',
      '</ds:Signature>',
      '<ds:Object></ds:Object></ds:Signature>',
    ),
    form(
      'key-value',
      'KeyInfo carries a bare key too.',
      '<ds:X509Data>',
      '<ds:KeyValue></ds:KeyValue><ds:X509Data>',
    ),
    form(
      'key-name',
      'KeyInfo carries a key name.',
      '</ds:KeyInfo>',
      '<ds:KeyName>H41</ds:KeyName></ds:KeyInfo>',
    ),
    form(
      'no-certificate',
      'KeyInfo carries no certificate.',
      /<ds:X509Certificate>.*<\/ds:X509Certificate>/,
      '',
    ),
    form('no-properties', 'The signed properties are missing.', /<ds:Object>.*<\/ds:Object>/, ''),
    form(
      'attribute-on-signature-value',
      'SignatureValue has an Id.',
      '<ds:SignatureValue>',
      '<ds:SignatureValue Id="v">',
    ),
    form('other-signature-id', 'The Signature has another Id.', 'Id="seal"', 'Id="seal2"'),
    {
      name: 'other-prefix',
      about: 'The Signature uses another prefix for its namespace.',
      file: forge({
        by,
        signature: (text) => text.replaceAll('ds:', 'dsig:').replaceAll('xmlns:ds=', 'xmlns:dsig='),
      }),
      refused: ['seal.place'],
    },
    signedForm(
      'one-reference',
      'Only the content is referenced.',
      /<ds:Reference Type=.*<\/ds:Reference>/,
      '',
    ),
    signedForm(
      'third-reference',
      'A third reference.',
      '</ds:SignedInfo>',
      '<ds:Reference URI="#seal"></ds:Reference></ds:SignedInfo>',
    ),
    signedForm(
      'references-swapped',
      'The properties are referenced first.',
      /(<ds:Reference Id=.*?<\/ds:Reference>)(<ds:Reference Type=.*?<\/ds:Reference>)/,
      '$2$1',
      'seal.reference',
      'seal.content-digest',
      'seal.properties-digest',
    ),
    {
      name: 'signing-time-with-offset',
      about: 'SigningTime with a time zone.',
      file: forge({ by, signingTime: '2026-06-01T14:59:58+07:00' }),
      refused: ['seal.form'],
    },
    {
      name: 'signing-time-with-fraction',
      about: 'SigningTime with a fraction.',
      file: forge({ by, signingTime: '2026-06-01T07:59:58.000Z' }),
      refused: ['seal.form'],
    },
    {
      name: 'signing-time-no-such-day',
      about: 'SigningTime on 30 February.',
      file: forge({ by, signingTime: '2026-02-30T07:59:58Z' }),
      refused: ['seal.form'],
    },
    {
      name: 'other-signed-property',
      about: 'Another signed property stands beside the known ones.',
      file: forge({
        by,
        properties: replace(
          '</xades:SignedSignatureProperties>',
          '<xades:SignerRoleV2></xades:SignerRoleV2></xades:SignedSignatureProperties>',
        ),
      }),
      refused: ['seal.form'],
    },
    {
      name: 'no-signing-time',
      about: 'SigningTime is missing.',
      file: forge({ by, properties: replace(/<xades:SigningTime>.*<\/xades:SigningTime>/, '') }),
      refused: ['seal.form'],
    },

    algorithm(
      'algorithm-sha1-digest',
      'The first digest method is SHA-1.',
      'http://www.w3.org/2001/04/xmlenc#sha256',
      'http://www.w3.org/2000/09/xmldsig#sha1',
    ),
    algorithm(
      'algorithm-inclusive-c14n',
      'SignedInfo is canonicalised inclusively.',
      'CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"',
      'CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"',
    ),
    algorithm(
      'algorithm-xslt',
      'A transform by XSLT.',
      '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">',
      '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116">',
    ),
    signedForm(
      'transform-added',
      'A further transform by XPath.',
      '</ds:Transforms>',
      '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"></ds:Transform></ds:Transforms>',
    ),
    signedForm(
      'transform-missing',
      'The enveloped-signature transform stands alone.',
      '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms>',
      '</ds:Transforms>',
    ),
    ...[
      ['rsa-sha1', 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'],
      ['rsa-sha512', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512'],
      ['rsa-pss', 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1'],
      ['hmac', 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256'],
      ['none', ''],
    ].map(([name, suite = '']) => ({
      name: `algorithm-${name}`,
      about: `The signature method is ${suite || 'empty'}.`,
      file: forge({ by, suite }),
      refused: ['seal.algorithm'],
    })),
    {
      name: 'algorithm-of-other-key',
      about: 'ECDSA is named, the key is RSA.',
      file: forge({ by, suite: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256' }),
      refused: ['seal.key'],
    },
    {
      name: 'hmac-with-public-key',
      about: 'Key confusion: an HMAC keyed with the public certificate.',
      file: forge({
        by,
        suite: 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
        signedInfo: replace(
          'hmac-sha256"></ds:SignatureMethod>',
          'hmac-sha256"><ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>',
        ),
        value: () => Buffer.of(0),
      }),
      refused: ['seal.form', 'seal.algorithm'],
    },
  ];
}
