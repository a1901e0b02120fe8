/**
 * Signature wrapping: something is signed, something else is read. The attacks of McIntosh and Austel (XML Signature Element
 * Wrapping Attacks and Countermeasures, 2005) and of Somorovsky, Mayer, Schwenk, Kampmann and Jensen (On Breaking SAML, 2012:
 * XSW1 to XSW8; XSW9 is the same against readers that take the first or last element with an Id), carried over to sealed
 * files: the assertion is the envelope, the response the root. Each attack stands here with the evil envelope written as
 * the signed one, and written with another prefix, which one who counts elements by their name does not see.
 */
import type { Case } from './case.js';
import { forge, packetId } from './forge.js';
import type { Pki } from './pki.js';

const headerEnd = '</edXML:edXMLHeader>';
const otherId = packetId.replace(/1$/, '9');

/** The pieces of a genuine packet. */
interface Pieces {
  /** What stands around the envelope. */
  readonly before: string;
  readonly after: string;
  readonly signature: string;
  /** The envelope with and without its signature. */
  readonly sealed: string;
  readonly bare: string;
}

interface Attack {
  readonly name: string;
  readonly about: string;
  /** What stands in the root. `evil` is an envelope of the attacker, with the text inside its header, and with an Id. */
  readonly root: (pieces: Pieces, evil: (inHeader?: string, id?: string) => string) => string;
  /** The code where the evil envelope has another prefix. */
  readonly otherPrefix: string;
}

/** Into the Signature, before an element of it or at its end. */
const into = (signature: string, before: string, what: string) =>
  signature.replace(before, () => what + before);

const attacks: readonly Attack[] = [
  {
    name: 'mcintosh-austel-ancestry',
    about:
      'McIntosh and Austel, simple ancestry context: the signed envelope was moved under a wrapper, an evil one stands in its place.',
    root: ({ sealed }, evil) => `${evil()}<Wrapper>${sealed}</Wrapper>`,
    otherPrefix: 'seal.place',
  },
  {
    name: 'mcintosh-austel-optional',
    about:
      'McIntosh and Austel, optional element context: the signed envelope was moved into a header that nobody has to understand.',
    root: ({ sealed }, evil) => evil(`<Optional mustUnderstand="0">${sealed}</Optional>`),
    otherPrefix: 'seal.place',
  },
  {
    name: 'mcintosh-austel-sibling-value',
    about:
      'McIntosh and Austel, sibling value context: the Signature stands beside the evil envelope, and points at the moved one.',
    root: ({ bare, signature }, evil) => `${evil()}<Wrapper>${bare}</Wrapper>${signature}`,
    otherPrefix: 'seal.place',
  },
  {
    name: 'mcintosh-austel-sibling-order',
    about: 'McIntosh and Austel, sibling order: the evil envelope comes first, the signed one second.',
    root: ({ sealed }, evil) => evil() + sealed,
    otherPrefix: 'seal.place',
  },
  {
    name: 'xsw-1',
    about: 'XSW1: the evil envelope carries the Signature, which carries the signed envelope at its end.',
    root: ({ bare, signature }, evil) => evil(into(signature, '</ds:Signature>', bare)),
    otherPrefix: 'seal.place',
  },
  {
    name: 'xsw-2',
    about: 'XSW2: the evil envelope carries the signed one and after it the Signature.',
    root: ({ bare, signature }, evil) => evil(bare + signature),
    otherPrefix: 'seal.place',
  },
  {
    name: 'xsw-3',
    about: 'XSW3: an evil envelope without a Signature stands before the signed one.',
    root: ({ sealed }, evil) => evil('', otherId) + sealed,
    otherPrefix: 'seal.place',
  },
  {
    name: 'xsw-4',
    about: 'XSW4: the evil envelope has the signed one with its Signature as a child.',
    root: ({ sealed }, evil) => evil().replace(/<\/\w+:edXMLEnvelope>$/, (end) => sealed + end),
    otherPrefix: 'seal.place',
  },
  {
    name: 'xsw-5',
    about:
      'XSW5: the envelope was changed in its place, and the signed one without its Signature stands at the end of the root.',
    root: ({ bare, signature }, evil) => evil(signature) + bare,
    otherPrefix: 'seal.place',
  },
  {
    name: 'xsw-6',
    about:
      'XSW6: the envelope was changed in its place, and the signed one stands at the beginning of the Signature.',
    root: ({ bare, signature }, evil) => evil(into(signature, '<ds:SignedInfo ', bare)),
    otherPrefix: 'seal.place',
  },
  {
    name: 'xsw-7',
    about: 'XSW7: an evil envelope with the same Id stands in Extensions before the signed one.',
    root: ({ sealed }, evil) => `<Extensions>${evil('', packetId)}</Extensions>${sealed}`,
    otherPrefix: 'seal.repeated',
  },
  {
    name: 'xsw-8',
    about:
      'XSW8: the signed envelope stands in an Object of the Signature of an evil envelope with the same Id.',
    root: ({ bare, signature }, evil) =>
      evil(into(signature, '</ds:Signature>', `<ds:Object>${bare}</ds:Object>`), packetId),
    otherPrefix: 'seal.repeated',
  },
  {
    name: 'xsw-9',
    about: 'XSW9: the evil envelope has the same Id and comes last, for readers that take the last.',
    root: ({ sealed }, evil) => `${sealed}<Last>${evil('', packetId)}</Last>`,
    otherPrefix: 'seal.repeated',
  },
];

export function wrappingCases(pki: Pki): Case[] {
  const pieces = piecesOf(forge({ by: pki.rsa }).toString());
  const evil = (inHeader = '', id = otherId) =>
    pieces.bare
      .replace(packetId, id)
      .replace('UBND tỉnh Tây Ninh', 'UBND tỉnh Khác')
      .replace(headerEnd, () => inHeader + headerEnd);
  const prefixed = (inHeader = '', id = otherId) => {
    const mark = '<!here!>';
    return evil(mark, id)
      .replaceAll('edXML:', 'e:')
      .replace('xmlns:edXML', 'xmlns:e')
      .replace(mark, () => inHeader);
  };
  return [
    ...attacks.flatMap(({ name, about, root, otherPrefix }) => [
      wrapped(name, about, root(pieces, evil), pieces, 'seal.repeated'),
      wrapped(
        `${name}-other-prefix`,
        `${about} The evil one has another prefix.`,
        root(pieces, prefixed),
        pieces,
        otherPrefix,
      ),
    ]),
    ...receiptCases(pki),
  ];
}

function wrapped(name: string, about: string, root: string, { before, after }: Pieces, code: string): Case {
  return { name: `wrapping-${name}`, about, file: Buffer.from(before + root + after), refused: [code] };
}

/** A receipt is signed as a whole: there is no Id to point at something else, only another root around it. */
function receiptCases(pki: Pki): Case[] {
  const good = forge({ by: pki.rsa, kind: 'receipt' }).toString();
  const start = good.indexOf('<Receipt');
  const declaration = good.slice(0, start);
  const sealed = good.slice(start, -1);
  const signature = sealed.slice(sealed.indexOf('<ds:Signature '), sealed.indexOf('</Receipt>'));
  const bare = sealed.replace(signature, '');
  const evil = (inside: string) =>
    bare.replace('accepted', 'refused').replace('</Receipt>', () => `${inside}</Receipt>`);
  const receipt = (name: string, about: string, root: string, code: string): Case => ({
    name: `wrapping-receipt-${name}`,
    about,
    kind: 'receipt',
    file: Buffer.from(`${declaration}${root}\n`),
    refused: [code],
  });
  return [
    receipt(
      'in-object',
      'The signed receipt stands in the Signature of another one.',
      evil(into(signature, '</ds:Signature>', `<ds:Object>${bare}</ds:Object>`)),
      'seal.repeated',
    ),
    receipt('as-child', 'The signed receipt is a child of another one.', evil(sealed), 'seal.repeated'),
    receipt(
      'under-other-root',
      'The signed receipt stands under another root.',
      `<Receipts>${sealed}</Receipts>`,
      'seal.place',
    ),
    receipt(
      'doubled',
      'The signed receipt stands twice under another root.',
      `<Receipts>${sealed}${sealed}</Receipts>`,
      'seal.repeated',
    ),
  ];
}

function piecesOf(file: string): Pieces {
  const start = file.indexOf('<edXML:edXMLEnvelope');
  const end = file.lastIndexOf('</edXML>');
  const sealed = file.slice(start, end);
  const signature = sealed.slice(sealed.indexOf('<ds:Signature '), sealed.indexOf(headerEnd));
  return {
    before: file.slice(0, start),
    after: file.slice(end),
    signature,
    sealed,
    bare: sealed.replace(signature, ''),
  };
}
