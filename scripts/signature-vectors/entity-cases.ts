import type { Case } from './case.js';
import { forge, replace } from './forge.js';
import type { Pki } from './pki.js';

const subject = 'Về việc rà soát';
const lastTag = /<\/edXML>\n$/;

/** Document types, entities, inclusion, encodings, and what is to exhaust a reader. */
export function entityCases(pki: Pki): Case[] {
  return [...doctypeCases(pki), ...splitCases(pki), ...encodingCases(pki), ...exhaustingCases(pki)];
}

/** A document type comes first, whatever it declares, and an entity is used where text stands. */
function doctypeCases({ rsa: by }: Pki): Case[] {
  const doctype = (name: string, about: string, declared: string, used = ''): Case => ({
    name: `doctype-${name}`,
    about,
    file: forge({
      by,
      file: (text) =>
        replace(subject, `${used}${subject}x`)(replace('?>\n', `?>\n<!DOCTYPE edXML ${declared}>`)(text)),
    }),
    refused: ['seal.markup'],
  });
  const laughs = Array.from(
    { length: 9 },
    (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`,
  );
  return [
    doctype('internal-entity', 'An internal entity, used in the text.', '[<!ENTITY x "H54">]', '&x;'),
    doctype(
      'external-file',
      'An external entity with a file (XXE).',
      '[<!ENTITY x SYSTEM "file:///etc/hostname">]',
      '&x;',
    ),
    doctype(
      'external-http',
      'An external entity with an address (SSRF).',
      '[<!ENTITY x SYSTEM "http://127.0.0.1:1/">]',
      '&x;',
    ),
    doctype(
      'external-subset',
      'The document type is in another file.',
      'SYSTEM "http://127.0.0.1:1/edxml.dtd"',
    ),
    doctype('public', 'A public identifier.', 'PUBLIC "-//x//y" "x.dtd"'),
    doctype(
      'parameter-entity',
      'A parameter entity that declares another one.',
      `[<!ENTITY % p "<!ENTITY x 'H54'>"> %p;]`,
      '&x;',
    ),
    doctype(
      'external-parameter-entity',
      'A parameter entity from outside (blind XXE).',
      '[<!ENTITY % p SYSTEM "http://127.0.0.1:1/p"> %p;]',
    ),
    doctype(
      'billion-laughs',
      'Entities within entities: ten to the ninth.',
      `[<!ENTITY l0 "ha">${laughs.join('')}]`,
      '&l9;',
    ),
    doctype(
      'quadratic-blowup',
      'One long entity, used often.',
      `[<!ENTITY a "${'a'.repeat(10_000)}">]`,
      '&a;'.repeat(1_000),
    ),
    doctype(
      'recursive-entity',
      'An entity that contains itself.',
      '[<!ENTITY a "&b;"><!ENTITY b "&a;">]',
      '&a;',
    ),
    doctype(
      'attribute-is-id',
      'The type of an attribute is declared to be ID.',
      '[<!ATTLIST edXML:OrganId Code ID #IMPLIED>]',
    ),
    doctype(
      'default-attribute',
      'An attribute with a default value, which canonical XML writes.',
      '[<!ATTLIST edXML:Subject lang CDATA "vi">]',
    ),
    doctype('notation', 'An unparsed entity.', '[<!NOTATION n SYSTEM "n"><!ENTITY x SYSTEM "x" NDATA n>]'),
    {
      name: 'doctype-within',
      about: 'A document type within the envelope.',
      file: forge({ by, file: replace('<edXML:MessageHeader>', '<!DOCTYPE x><edXML:MessageHeader>') }),
      refused: ['seal.markup'],
    },
    {
      name: 'xinclude-added',
      about: 'XInclude was put into the sealed text: it is an element as any other.',
      file: forge({
        by,
        file: replace(
          subject,
          `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname"></xi:include>`,
        ),
      }),
      refused: ['seal.content-digest'],
    },
  ];
}

/** Comments and the like inside values: a reader that takes the first text node takes another value than the signed one. */
function splitCases({ rsa: by }: Pki): Case[] {
  const inside = (where: string, element: string): Case[] =>
    (
      [
        ['comment', 'A comment', '<!---->'],
        ['instruction', 'A processing instruction', '<?x?>'],
        ['cdata', 'An empty CDATA section', '<![CDATA[]]>'],
        ['reference', 'A character reference', '&#65;'],
      ] as const
    ).map(([name, what, text]) => ({
      name: `${name}-in-${where}`,
      about: `${what} parts the text of ${element}.`,
      file: forge({ by, signature: replace(new RegExp(`(<${element}[^>]*>.{4})`), `$1${text}`) }),
      refused: ['seal.markup'],
    }));
  return [
    ...inside('digest-value', 'ds:DigestValue'),
    ...inside('signature-value', 'ds:SignatureValue'),
    ...inside('certificate', 'ds:X509Certificate'),
    ...inside('signing-time', 'xades:SigningTime'),
    {
      name: 'comment-in-agency',
      about:
        'A comment within the sender, as in CVE-2017-11428: canonical XML leaves it out, a reader stops at it.',
      file: forge({
        by,
        head: replace('<edXML:OrganId>H41', '<edXML:OrganId>H4<!---->1'),
        digested: replace('<!---->', ''),
      }),
      refused: ['seal.markup'],
    },
    {
      name: 'instruction-in-agency',
      about: 'The same with a processing instruction.',
      file: forge({ by, head: replace('<edXML:OrganId>H41', '<edXML:OrganId>H4<?x?>1') }),
      refused: ['seal.markup'],
    },
  ];
}

function encodingCases({ rsa: by }: Pki): Case[] {
  const whole = (name: string, about: string, octets: (file: Buffer) => Buffer): Case => ({
    name: `encoding-${name}`,
    about,
    file: forge({ by, octets }),
    refused: ['seal.encoding'],
  });
  const spliced = (name: string, about: string, hex: string): Case =>
    whole(name, about, (file) => {
      const at = file.indexOf('tỉnh');
      return Buffer.concat([file.subarray(0, at), Buffer.from(hex, 'hex'), file.subarray(at)]);
    });
  const declared = (name: string, encoding: string): Case =>
    whole(`declared-${name}`, `The first line says ${encoding}.`, (file) =>
      Buffer.from(file.toString().replace('UTF-8', encoding)),
    );
  const utf16 = (file: Buffer, mark = '') => Buffer.from(mark + file.toString(), 'utf16le');
  const utf32 = (file: Buffer) =>
    Buffer.concat(
      Array.from(file.toString(), (character) => {
        const four = Buffer.alloc(4);
        four.writeUInt32LE(character.codePointAt(0) ?? 0);
        return four;
      }),
    );
  return [
    whole('utf-16-no-mark', 'UTF-16, little-endian, without a byte order mark.', (file) => utf16(file)),
    whole('utf-16-be', 'UTF-16, big-endian, with a byte order mark.', (file) =>
      utf16(file, '\ufeff').swap16(),
    ),
    whole('utf-16-be-no-mark', 'UTF-16, big-endian, without a byte order mark.', (file) =>
      utf16(file).swap16(),
    ),
    whole('utf-32', 'UTF-32.', utf32),
    whole('latin-1', 'Latin-1, in which other characters are lost.', (file) =>
      Buffer.from(file.toString(), 'latin1'),
    ),
    whole('utf-7', 'UTF-7, in which < is not one octet.', (file) =>
      Buffer.from(file.toString().replace('UTF-8', 'UTF-7').replaceAll('<edXML:', '+ADw-edXML:')),
    ),
    declared('utf-7', 'UTF-7'),
    declared('utf-16', 'UTF-16'),
    declared('lower-case', 'utf-8'),
    declared('ebcdic', 'IBM037'),
    whole('declared-nothing', 'The first line names no encoding.', (file) =>
      Buffer.from(file.toString().replace(' encoding="UTF-8"', '')),
    ),
    whole('declared-1-1', 'The first line says XML 1.1.', (file) =>
      Buffer.from(file.toString().replace('1.0', '1.1')),
    ),
    whole('declared-standalone', 'The first line says standalone.', (file) =>
      Buffer.from(file.toString().replace('"?>', '" standalone="yes"?>')),
    ),
    spliced('overlong-less-than', 'An overlong < of two octets.', 'c0bc'),
    spliced('overlong-less-than-three', 'An overlong < of three octets.', 'e080bc'),
    spliced('overlong-nul', 'An overlong NUL.', 'c080'),
    spliced('surrogate', 'Half of a surrogate pair (CESU-8).', 'eda080'),
    spliced('beyond-unicode', 'A character beyond U+10FFFF.', 'f4908080'),
    spliced('lone-continuation', 'An octet that continues nothing.', '80'),
    spliced('cut-sequence', 'A sequence that lacks its last octet.', 'e1bb'),
    ...(
      [
        ['u-0001', 'U+0001', '\u0001'],
        ['u-001b', 'an escape, which terminals obey', '\u001b'],
        ['u-ffff', 'U+FFFF', '\uffff'],
        ['marks-31', '31 combining marks in a row, one more than may be', `q${'\u0316'.repeat(31)}`],
        ['hangul-parts', 'a Hangul syllable in its parts (not NFC)', '\u1112\u1161\u11ab'],
        ['marks-in-other-order', 'two marks in the order that NFC does not have', 'a\u0301\u0323'],
        ['angstrom', 'the Ångström sign, which NFC replaces', '\u212b'],
      ] as const
    ).map(([name, what, text]) => ({
      name: `encoding-${name}`,
      about: `The signed text has ${what}.`,
      file: forge({ by, head: replace(subject, text) }),
      refused: ['seal.encoding'],
    })),
  ];
}

/** Much of something: refused early, or digested and refused. */
function exhaustingCases({ rsa: by }: Pki): Case[] {
  const added = (name: string, about: string, to: string, ...refused: string[]): Case => ({
    name: `exhausting-${name}`,
    about,
    file: forge({ by, file: replace(subject, to) }),
    refused,
  });
  const many = Array.from({ length: 3_000 }, (_, index) => ` a${index}="x"`).join('');
  return [
    added('attributes', 'Three thousand attributes.', `<x${many}></x>`, 'seal.content-digest'),
    added(
      'equal-attributes',
      'The same attribute a thousand times.',
      `<x${' a="x"'.repeat(1_000)}></x>`,
      'seal.content-digest',
    ),
    added('ids', 'The same Id a thousand times.', '<x Id="x"></x>'.repeat(1_000), 'seal.repeated'),
    added(
      'namespaces',
      'Three thousand namespaces.',
      `<x${many.replaceAll(' a', ' xmlns:a')}></x>`,
      'seal.content-digest',
    ),
    added(
      'depth',
      '33 levels of elements, one more than may be.',
      '<x>'.repeat(28) + '</x>'.repeat(28),
      'seal.limit',
    ),
    added(
      'great-depth',
      'Three thousand levels of elements.',
      '<x>'.repeat(3_000) + '</x>'.repeat(3_000),
      'seal.limit',
    ),
    added(
      'depth-not-closed',
      'Elements that are opened and never closed.',
      '<x>'.repeat(3_000),
      'seal.limit',
    ),
    added(
      'element-name',
      'An element name of 30,000 characters.',
      `<${'x'.repeat(30_000)}></${'x'.repeat(30_000)}>`,
      'seal.content-digest',
    ),
    added(
      'attribute-name',
      'An attribute name of 30,000 characters.',
      `<x ${'x'.repeat(30_000)}="x"></x>`,
      'seal.content-digest',
    ),
    added(
      'attribute-value',
      'An attribute value of 60,000 characters.',
      `<x a="${'x'.repeat(60_000)}"></x>`,
      'seal.content-digest',
    ),
    added('signatures', 'A thousand Signatures.', '<Signature></Signature>'.repeat(1_000), 'seal.repeated'),
    added('references', 'Ten thousand references.', '&amp;'.repeat(10_000), 'seal.content-digest'),
    added('empty-elements', 'Five thousand empty elements.', '<x></x>'.repeat(5_000), 'seal.content-digest'),
    added(
      'signature-prefix',
      'A Signature whose prefix has 30,000 characters.',
      `<${'x'.repeat(30_000)}:Signature></${'x'.repeat(30_000)}:Signature>`,
      'seal.repeated',
    ),
    {
      name: 'exhausting-transforms',
      about: 'A thousand transforms in one reference.',
      file: forge({
        by,
        signedInfo: replace(
          '<ds:Transforms>',
          `<ds:Transforms>${'<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform>'.repeat(1_000)}`,
        ),
      }),
      refused: ['seal.algorithm'],
    },
    {
      name: 'exhausting-ds-references',
      about: 'A thousand references in SignedInfo.',
      file: forge({
        by,
        signedInfo: replace(
          '</ds:SignedInfo>',
          `${'<ds:Reference URI=""></ds:Reference>'.repeat(1_000)}</ds:SignedInfo>`,
        ),
      }),
      refused: ['seal.form'],
    },
    {
      name: 'exhausting-after',
      about: 'Ten thousand octets of text after the root.',
      file: forge({ by, file: replace(lastTag, `</edXML>${' '.repeat(10_000)}\n`) }),
      refused: ['seal.markup'],
    },
  ];
}
