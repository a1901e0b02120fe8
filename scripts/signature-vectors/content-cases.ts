import type { Case } from './case.js';
import { otherS } from './deterministic-ecdsa.js';
import { forge, packetId, replace } from './forge.js';
import type { Pki } from './pki.js';

/** Content, properties, certificates or value changed; and the many ways to let one thing be signed and another read. */
export function contentCases(pki: Pki): Case[] {
  const by = pki.rsa;
  const good = forge({ by }).toString();
  const envelope = good.slice(good.indexOf('<edXML:edXMLEnvelope'), good.lastIndexOf('</edXML>'));
  const signature = good.slice(
    good.indexOf('<ds:Signature '),
    good.indexOf('</ds:Signature>') + '</ds:Signature>'.length,
  );
  const evil = envelope.replace(signature, '').replace('UBND tỉnh Tây Ninh', 'UBND tỉnh Khác');
  const otherValue = (value: Buffer) =>
    Buffer.from(value.map((octet, index) => (index === 9 ? octet ^ 1 : octet)));

  return [
    {
      name: 'content-changed',
      about: 'One letter of the content was changed after sealing.',
      file: forge({ by, file: replace('<edXML:OrganId>H53', '<edXML:OrganId>H54') }),
      refused: ['seal.content-digest'],
    },
    {
      name: 'content-and-digest-changed',
      about: 'The content was changed and the digest in SignedInfo made to fit.',
      file: forge({
        by,
        kind: 'receipt',
        head: replace('accepted', 'refused'),
        signature: replace(/(?<=<ds:SignatureValue>)[^<]*/, signatureValue(forge({ by, kind: 'receipt' }))),
      }),
      kind: 'receipt',
      refused: ['seal.value'],
    },
    {
      name: 'id-changed',
      about: 'The Id and the reference were changed together after sealing.',
      file: forge({ by, file: (text) => text.replaceAll(packetId, packetId.replace(/1$/, '2')) }),
      refused: ['seal.content-digest', 'seal.value'],
    },
    {
      name: 'signing-time-changed',
      about: 'SigningTime was changed after sealing.',
      file: forge({ by, signature: replace('07:59:58Z', '07:59:57Z') }),
      refused: ['seal.properties-digest'],
    },
    {
      name: 'certificate-replaced',
      about: "KeyInfo carries another agency's certificate.",
      file: forge({
        by: pki.ecdsa,
        signature: replace(firstCertificate(pki.ecdsa), firstCertificate(pki.other)),
      }),
      refused: ['seal.certificate-digest'],
    },
    {
      name: 'certificate-and-digest-replaced',
      about: 'The certificate and its digest were replaced by those of another key.',
      file: forge({ by: { key: pki.rsa.key, certificates: pki.ecdsa.certificates } }),
      refused: ['seal.key'],
    },
    {
      name: 'certificate-digest-missing',
      about: 'The issuing certificate in KeyInfo has no digest in the signed properties.',
      file: forge({
        by: pki.viaIntermediate,
        properties: replace(
          /<xades:Cert>(?:(?!<xades:Cert>).)*<\/xades:Cert>(?=<\/xades:SigningCertificateV2>)/,
          '',
        ),
      }),
      refused: ['seal.certificate-digest'],
    },
    {
      name: 'value-changed',
      about: 'One bit of the value was changed.',
      file: forge({ by, value: otherValue }),
      refused: ['seal.value'],
    },
    {
      name: 'value-ecdsa-changed',
      about: 'The same for ECDSA.',
      file: forge({ by: pki.ecdsa, value: otherValue }),
      refused: ['seal.value'],
    },
    {
      name: 'value-of-zeros',
      about: 'An ECDSA value whose r and s are zero.',
      file: forge({ by: pki.ecdsa, value: () => Buffer.alloc(64) }),
      refused: ['seal.value'],
    },
    {
      name: 'value-short',
      about: 'The last octet of an ECDSA value is missing.',
      file: forge({ by: pki.ecdsa, value: (value) => value.subarray(0, 63) }),
      refused: ['seal.value'],
    },
    {
      name: 'value-empty',
      about: 'SignatureValue is empty.',
      file: forge({ by, value: () => Buffer.alloc(0) }),
      refused: ['seal.value'],
    },
    {
      name: 'value-high-s',
      about: 'The other valid ECDSA value over the same content, (r, n - s).',
      file: forge({ by: pki.ecdsa, value: otherS }),
      refused: ['seal.form'],
    },
    {
      name: 'no-signature',
      about: 'The file has no Signature.',
      file: forge({ by, file: replace(signature, '') }),
      refused: ['seal.missing'],
    },
    {
      name: 'no-envelope',
      about: 'An edXML file without envelope.',
      file: Buffer.from(good.replace(envelope, '')),
      refused: ['seal.missing'],
    },
    {
      name: 'other-kind',
      about: 'A receipt where a packet is expected.',
      file: forge({ by, kind: 'receipt' }),
      refused: ['seal.missing'],
    },
    {
      name: 'two-signatures',
      about: 'The Signature stands there twice.',
      file: Buffer.from(good.replace(signature, signature + signature)),
      refused: ['seal.repeated'],
    },
    {
      name: 'signature-of-other-prefix-outside',
      about: 'A second Signature under the default namespace follows the envelope.',
      file: forge({
        by,
        file: replace(
          /<\/edXML>\n$/,
          '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"></Signature></edXML>\n',
        ),
      }),
      refused: ['seal.repeated'],
    },
    {
      name: 'wrapping-envelope-before',
      about: 'Signature wrapping: another envelope before the signed one.',
      file: Buffer.from(good.replace(envelope, evil + envelope)),
      refused: ['seal.repeated'],
    },
    {
      name: 'wrapping-envelope-after',
      about: 'Signature wrapping: another envelope after the signed one.',
      file: Buffer.from(good.replace(envelope, envelope + evil)),
      refused: ['seal.repeated'],
    },
    {
      name: 'wrapping-in-object',
      about:
        'Signature wrapping: the signed envelope was moved into the Object of the Signature in another envelope.',
      file: Buffer.from(
        good.replace(
          envelope,
          evil.replace(
            '</edXML:edXMLHeader>',
            `${signature.replace('<ds:Object>', `<ds:Object>${envelope.replace(signature, '')}`)}</edXML:edXMLHeader>`,
          ),
        ),
      ),
      refused: ['seal.repeated'],
    },
    {
      name: 'wrapping-other-root',
      about: 'Signature wrapping: the signed envelope was put deeper, under an element of the attacker.',
      file: Buffer.from(good.replace(envelope, `<Old>${envelope}</Old>`)),
      refused: ['seal.place'],
    },
    {
      name: 'wrapping-root-namespace',
      about: 'The root element got another attribute; exclusive C14N does not see it.',
      file: forge({ by, file: replace('"><edXML:edXMLEnvelope', '" xmlns:x="urn:x"><edXML:edXMLEnvelope') }),
      refused: ['seal.place'],
    },
    {
      name: 'signature-in-body',
      about:
        'The Signature was moved into the body: the enveloped-signature transform takes it out there too.',
      file: Buffer.from(
        good.replace(signature, '').replace('</edXML:edXMLManifest>', `</edXML:edXMLManifest>${signature}`),
      ),
      refused: ['seal.place'],
    },
    {
      name: 'signature-first-in-header',
      about: 'The Signature was moved to the beginning of the header.',
      file: Buffer.from(
        good.replace(signature, '').replace('<edXML:edXMLHeader>', `<edXML:edXMLHeader>${signature}`),
      ),
      refused: ['seal.place'],
    },
    {
      name: 'signature-outside',
      about: 'The Signature stands after the envelope.',
      file: Buffer.from(good.replace(signature, '').replace(/<\/edXML>\n$/, `${signature}</edXML>\n`)),
      refused: ['seal.place'],
    },
    {
      name: 'id-repeated',
      about: "An element outside has the envelope's Id.",
      file: forge({ by, file: replace(/<\/edXML>\n$/, `<Copy Id="${packetId}"></Copy></edXML>\n`) }),
      refused: ['seal.repeated'],
    },
    {
      name: 'id-repeated-lower-case',
      about: 'An element outside has the Id of the signed properties in an attribute named id.',
      file: forge({ by, file: replace(/<\/edXML>\n$/, '<Copy id="seal-properties"></Copy></edXML>\n') }),
      refused: ['seal.repeated'],
    },
    {
      name: 'reference-to-other-element',
      about: 'The first reference names the signed properties instead of the envelope.',
      file: forge({ by, uri: '#seal-properties' }),
      refused: ['seal.reference'],
    },
    {
      name: 'reference-to-whole-document',
      about: "A packet's first reference is empty.",
      file: forge({ by, uri: '' }),
      refused: ['seal.reference'],
    },
    {
      name: 'reference-by-xpointer',
      about: 'The first reference names the envelope by an XPointer.',
      file: forge({ by, uri: `#xpointer(id('${packetId}'))` }),
      refused: ['seal.reference'],
    },
    {
      name: 'reference-by-id-in-receipt',
      about: "A receipt's first reference names an Id.",
      kind: 'receipt',
      file: forge({ by, kind: 'receipt', uri: '#receipt' }),
      refused: ['seal.reference'],
    },
  ];
}

function firstCertificate({ certificates }: { certificates: readonly Buffer[] }): string {
  return certificates[0]?.toString('base64') ?? '';
}

function signatureValue(file: Buffer): string {
  return /<ds:SignatureValue>([^<]*)/.exec(file.toString())?.[1] ?? '';
}
