import { replace } from '../signature-vectors/forge.js';
import type { Case } from './case.js';
import { certificateValues, close, type Edit, type Evidence, open, revocationValues } from './evidence.js';
import { leaf, type Usual } from './usual.js';

const twice: Edit = (text) => text + text;
const xadesUri = 'http://uri.etsi.org/01903/v1.3.2#';

/** Everything that is good XML, or a good XAdES signature to others, but not the one form; and what is over a limit. */
export function formCases(usual: Usual): Case[] {
  const { all } = usual;
  const refused = (name: string, about: string, file: Buffer, ...codes: string[]): Case => ({
    name: `form-${name}`,
    about,
    file,
    policy: 'soft',
    refused: codes.length > 0 ? codes : ['evidence.form'],
  });
  const good = usual.answered();
  const element = (name: string, about: string, edit: Edit): Case =>
    refused(name, about, good.file({ element: edit }));
  const file = (name: string, about: string, edit: Edit, ...codes: string[]): Case =>
    refused(name, about, usual.stamped().file({ file: edit }), 'evidence.form', ...codes);
  const other = (name: string, about: string, evidence: Evidence): Case =>
    refused(name, about, evidence.file());
  const ocsps = [usual.ocsp()];
  const crls = [usual.crl()];
  const stamp = usual.stamped().element.slice(open.length, -close.length);
  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => Buffer.from([0x30, 2, from, index]));
  const archives = Array.from({ length: 33 }).reduce<Evidence>(
    (evidence) => evidence.archive({ by: all.tsa, time: '2026-06-01T09:00:00Z' }),
    usual.stamped(),
  );
  const allValues = Array.from({ length: 8 }).reduce<Evidence>(
    (evidence, _, index) =>
      evidence.archive({ by: all.tsa, time: '2026-06-01T09:00:00Z' }).data({ certificates: many(32, index) }),
    usual.stamped().data({ certificates: many(1, 99) }),
  );

  return [
    other('answers-first', 'Answers in front of the stamp.', usual.sealed().answers({ ocsps }).with(stamp)),
    other('no-stamp', 'Answers without a stamp.', usual.sealed().answers({ ocsps })),
    other(
      'archive-alone',
      'An archive time stamp without the first one.',
      usual.sealed().archive({ by: all.tsa, time: '2026-06-01T08:01:00Z' }),
    ),
    other('stamp-twice', 'The stamp stands there twice.', usual.stamped().with(stamp)),
    other('answers-twice', 'Two RevocationValues.', usual.stamped().answers({ ocsps }).answers({ crls })),
    other(
      'certificates-behind-answers',
      'CertificateValues behind RevocationValues.',
      usual.stamped().answers({ ocsps }).certificates(leaf(all.tsa)),
    ),
    other(
      'data-before-answers',
      'TimeStampValidationData in front of RevocationValues.',
      usual.stamped().data({ crls }).answers({ ocsps }),
    ),
    other(
      'data-twice',
      'Two TimeStampValidationData in a row.',
      usual.stamped().data({ crls }).data({ ocsps }),
    ),
    other(
      'answers-behind-archive',
      'RevocationValues behind an archive time stamp.',
      usual.stamped().archive({ by: all.tsa, time: '2026-06-01T08:01:00Z' }).answers({ ocsps }),
    ),
    other(
      'value-twice',
      'The same answer in two properties.',
      usual.stamped().answers({ ocsps }).data({ ocsps }),
    ),
    other('no-answers', 'RevocationValues with nothing in it.', usual.stamped().with(revocationValues({}))),
    other(
      'no-certificates',
      'CertificateValues with nothing in it.',
      usual.stamped().with(certificateValues([])),
    ),
    other('no-data', 'TimeStampValidationData with nothing in it.', usual.stamped().data({})),
    element('nothing', 'UnsignedProperties with nothing in it.', () => open + close),
    element('lists-behind-ocsp', 'OCSPValues in front of CRLValues.', () =>
      usual
        .stamped()
        .answers({ crls, ocsps })
        .element.replace(
          /(<xades:CRLValues>.*<\/xades:CRLValues>)(<xades:OCSPValues>.*<\/xades:OCSPValues>)/,
          '$2$1',
        ),
    ),
    element(
      'white-space',
      'White space between two properties.',
      replace('><xades:RevocationValues', '>\n<xades:RevocationValues'),
    ),
    element('white-space-in-front', 'White space in front of the first.', replace(open, `${open} `)),
    element(
      'comment',
      'A comment between two properties.',
      replace('><xades:Revocation', '><!-- --><xades:Revocation'),
    ),
    element(
      'processing-instruction',
      'A processing instruction in a property.',
      replace('<xades:EncapsulatedTimeStamp>', '<?x y?><xades:EncapsulatedTimeStamp>'),
    ),
    element(
      'attribute',
      'A property has an Id.',
      replace('<xades:SignatureTimeStamp ', '<xades:SignatureTimeStamp Id="stamp" '),
    ),
    element(
      'encoding-attribute',
      'The encoding of the token is named.',
      replace(
        '<xades:EncapsulatedTimeStamp>',
        '<xades:EncapsulatedTimeStamp Encoding="http://uri.etsi.org/01903/v1.2.2#DER">',
      ),
    ),
    element(
      'include',
      'The stamp names what it is over.',
      replace(
        '<ds:CanonicalizationMethod',
        '<xades:Include URI="#seal"></xades:Include><ds:CanonicalizationMethod',
      ),
    ),
    element(
      'inclusive-c14n',
      'The stamp is over the inclusive canonical form.',
      replace('http://www.w3.org/2001/10/xml-exc-c14n#', 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'),
    ),
    element(
      'c14n-with-comments',
      'The stamp is over the canonical form with comments.',
      replace('xml-exc-c14n#', 'xml-exc-c14n#WithComments'),
    ),
    element(
      'no-c14n',
      'The stamp does not say which canonical form it is over.',
      replace(/<ds:CanonicalizationMethod.*?<\/ds:CanonicalizationMethod>/, ''),
    ),
    element(
      'empty-element-tag',
      'An empty element is written as one tag.',
      replace('"></ds:CanonicalizationMethod>', '"/>'),
    ),
    element('base64-in-lines', 'A line feed in base64.', replace(/(Stamp>.{64})/, '$1\n')),
    element('base64-without-padding', 'Base64 without its padding.', replace(/=+</, '<')),
    element('base64-url', 'The other alphabet of base64.', replace(/\+(?=[^<>]*<\/xades:Enc)/, '-')),
    element('entity', 'A character of base64 as a reference.', replace('Stamp>M', 'Stamp>&#77;')),
    element('cdata', 'Base64 in a CDATA section.', replace(/Stamp>(M[^<]*)/, 'Stamp><![CDATA[$1]]>')),
    element('not-closed', 'An element is not closed.', replace('</xades:OCSPValues>', '')),
    element(
      'no-namespace',
      'A property does not declare its namespace, which the elements around it do.',
      replace(`<xades:SignatureTimeStamp xmlns:xades="${xadesUri}"`, '<xades:SignatureTimeStamp'),
    ),
    element(
      'other-namespace',
      'The namespace of a property is another one.',
      replace(
        `<xades:SignatureTimeStamp xmlns:xades="${xadesUri}"`,
        '<xades:SignatureTimeStamp xmlns:xades="urn:x"',
      ),
    ),
    element('other-prefix', 'A property has another prefix for the same namespace.', (text) =>
      replace(
        'xades:SignatureTimeStamp xmlns:xades=',
        'x:SignatureTimeStamp xmlns:x=',
      )(text).replace('</xades:SignatureTimeStamp', '</x:SignatureTimeStamp'),
    ),
    element(
      'older-archive',
      'An archive time stamp of XAdES 1.3.2, which does not cover the order of things.',
      replace(close, `<xades:ArchiveTimeStamp xmlns:xades="${xadesUri}"></xades:ArchiveTimeStamp>${close}`),
    ),
    element(
      'counter-signature',
      'A CounterSignature.',
      replace(
        '<xades:RevocationValues',
        `<xades:CounterSignature xmlns:xades="${xadesUri}"></xades:CounterSignature><xades:RevocationValues`,
      ),
    ),
    element(
      'certificate-refs',
      'CompleteCertificateRefs.',
      replace(
        '<xades:RevocationValues',
        `<xades:CompleteCertificateRefs xmlns:xades="${xadesUri}"></xades:CompleteCertificateRefs><xades:RevocationValues`,
      ),
    ),
    element(
      'data-object-properties',
      'UnsignedDataObjectProperties behind the others.',
      replace(
        '</xades:UnsignedProperties>',
        '<xades:UnsignedDataObjectProperties></xades:UnsignedDataObjectProperties></xades:UnsignedProperties>',
      ),
    ),
    element(
      'signature-inside',
      'A second Signature in a property.',
      replace('<xades:RevocationValues', '<ds:Signature></ds:Signature><xades:RevocationValues'),
    ),
    refused(
      'attribute-on-all',
      'UnsignedProperties has an Id.',
      good.file({ element: replace('<xades:UnsignedProperties>', '<xades:UnsignedProperties Id="u">') }),
      'seal.form',
    ),
    refused(
      'other-prefix-on-all',
      'UnsignedProperties has another prefix for the same namespace.',
      good.file({
        element: (text) =>
          text
            .replace('<xades:UnsignedProperties>', `<x:UnsignedProperties xmlns:x="${xadesUri}">`)
            .replace('</xades:UnsignedProperties>', '</x:UnsignedProperties>'),
      }),
      'seal.form',
    ),
    refused(
      'twice',
      'UnsignedProperties stands there twice.',
      good.file({ element: twice }),
      'evidence.form',
      'seal.form',
    ),
    file(
      'before-signed-properties',
      'UnsignedProperties in front of SignedProperties.',
      (text) => move(text, '<xades:SignedProperties '),
      'seal.form',
    ),
    file(
      'in-own-object',
      'UnsignedProperties in a ds:Object of its own.',
      (text) =>
        move(
          text,
          '</ds:Signature>',
          (element) =>
            `<ds:Object><xades:QualifyingProperties xmlns:xades="${xadesUri}" Target="#seal">${element}</xades:QualifyingProperties></ds:Object>`,
        ),
      'seal.form',
    ),
    file(
      'behind-qualifying-properties',
      'UnsignedProperties behind QualifyingProperties.',
      (text) => move(text, '</ds:Object></ds:Signature>'),
      'seal.form',
    ),
    file(
      'behind-signature',
      'UnsignedProperties behind the Signature.',
      (text) => move(text, '</edXML:edXMLHeader>'),
      'seal.place',
    ),
    file(
      'in-content',
      'UnsignedProperties in the signed content.',
      (text) => move(text, '<edXML:TraceHeaderList>'),
      'seal.content-digest',
    ),
    file('in-attachments', 'UnsignedProperties behind the envelope.', (text) =>
      move(text, '</edXML>\n', (element) => `<AttachmentEncoded>${element}</AttachmentEncoded>`),
    ),
    file(
      'second-in-attachments',
      'A second UnsignedProperties behind the envelope.',
      (text) =>
        replace(
          '</edXML>\n',
          '<AttachmentEncoded><xades:UnsignedProperties></xades:UnsignedProperties></AttachmentEncoded></edXML>\n',
        )(text),
      'seal.form',
    ),
    refused(
      'values',
      '33 values in one property.',
      usual
        .stamped()
        .answers({ ocsps: many(33) })
        .file(),
      'evidence.limit',
    ),
    refused(
      'values-of-two-kinds',
      '17 certificates and 16 answers in one property.',
      usual
        .stamped()
        .data({ certificates: many(17), ocsps: many(16, 1) })
        .file(),
      'evidence.limit',
    ),
    refused('all-values', '257 values in the file.', allValues.file(), 'evidence.limit'),
    refused('archives', '33 archive time stamps.', archives.file(), 'evidence.limit'),
  ];
}

/** Takes the element out and puts it in front of another place. */
function move(text: string, to: string, wrap: Edit = (element) => element): string {
  const end = '</xades:UnsignedProperties>';
  const from = text.indexOf('<xades:UnsignedProperties>');
  const element = text.slice(from, text.indexOf(end) + end.length);
  const without = text.replace(element, () => '');
  return replace(to, '\0')(without).replace('\0', () => wrap(element) + to);
}
