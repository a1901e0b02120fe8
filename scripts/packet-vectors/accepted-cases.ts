import { replace } from '../signature-vectors/forge.js';
import type { Pki } from '../signature-vectors/pki.js';
import {
  type Case,
  documentId,
  documentOf,
  empty,
  letter,
  list,
  manifestOf,
  statusId,
  statusOf,
} from './case.js';

/** Packets that a reader takes. */
export function acceptedCases(pki: Pki): Case[] {
  const by = pki.rsa;
  const usual = { packetId: documentId, kind: 'document', from: 'H41' };
  const large = [{ name: 'lớn.bin', octets: Buffer.alloc(262_145, 7), type: 'application/octet-stream' }];
  const most = [{ name: 'vừa.bin', octets: Buffer.alloc(2_048, 7), type: 'application/octet-stream' }];
  const unicodeNames = [
    'Phụ lục số 1 — bảng kê.txt',
    '表.txt',
    'تقرير.txt',
    '🌲.txt',
    'a',
    `${'ế'.repeat(83)}.x.txt`,
  ].map((name) => ({ name, octets: Buffer.from(name) }));
  const mostAttachments = Array.from({ length: 200 }, (_, index) => ({ ...empty, name: `${index + 1}.txt` }));
  const mostInline = [
    { name: 'vừa đủ.bin', octets: Buffer.alloc(262_144, 7), type: 'application/octet-stream' },
  ];
  return [
    {
      name: 'document',
      about: 'A document with two attachments inside.',
      file: documentOf(by),
      packet: { ...usual, attachments: manifestOf([letter, list]) },
    },
    {
      name: 'document-without-attachments',
      about: 'A document without attachments: the manifest is empty, and there is no AttachmentEncoded.',
      file: documentOf(by, { attachments: [] }),
      packet: { ...usual, attachments: [] },
    },
    {
      name: 'document-empty-attachment',
      about: 'An attachment of no octets, without a description: both elements are written empty.',
      file: documentOf(by, { attachments: [empty, ...most] }),
      packet: { ...usual, attachments: manifestOf([empty, ...most]) },
    },
    {
      name: 'document-parts',
      about: 'The attachment has 262,145 octets: it travels beside the packet.',
      file: documentOf(by, { attachments: large }),
      packet: { ...usual, attachments: manifestOf(large) },
    },
    {
      name: 'document-from-old-code',
      about: 'From names the sealing agency by its old code, as the directory has it.',
      file: documentOf(by, { head: replace('<edXML:OrganId>H41<', '<edXML:OrganId>000.00.00.H41<') }),
      packet: { ...usual, from: '000.00.00.H41', attachments: manifestOf([letter, list]) },
    },
    {
      name: 'document-empty-containers',
      about: 'Empty elements that may have children, and optional text that is empty, stand as they are.',
      file: documentOf(by, {
        head: replace(
          /<edXML:SignerInfo>.*<\/edXML:OtherInfo>/,
          '<edXML:SignerInfo></edXML:SignerInfo><edXML:OtherInfo><edXML:TyperNotation></edXML:TyperNotation>' +
            '<edXML:Appendixes></edXML:Appendixes></edXML:OtherInfo><edXML:ToPlaces><edXML:Place></edXML:Place></edXML:ToPlaces>',
        ),
      }),
      packet: { ...usual, attachments: manifestOf([letter, list]) },
    },
    {
      name: 'document-trace-attributes',
      about: 'TraceHeaderList has attributes, without prefix, in the order of their names.',
      file: documentOf(by, {
        head: replace(
          '<edXML:TraceHeaderList>',
          '<edXML:TraceHeaderList actor="urn:x" id="a>b" version="1.0">',
        ),
      }),
      packet: { ...usual, attachments: manifestOf([letter, list]) },
    },
    {
      name: 'document-references-in-text',
      about: 'A text of 20,000 characters that are all written as references: the limit counts characters.',
      file: documentOf(by, {
        head: replace(
          '<edXML:Content></edXML:Content>',
          `<edXML:Content>${'&amp;'.repeat(20_000)}</edXML:Content>`,
        ),
      }),
      packet: { ...usual, attachments: manifestOf([letter, list]) },
    },
    {
      name: 'document-names-in-unicode',
      about: 'File names of several scripts, of 255 octets, and of one letter.',
      file: documentOf(by, { attachments: unicodeNames }),
      packet: { ...usual, attachments: manifestOf(unicodeNames) },
    },
    {
      name: 'document-most-attachments',
      about: '200 attachments, the most.',
      file: documentOf(by, { attachments: mostAttachments }),
      packet: { ...usual, attachments: manifestOf(mostAttachments) },
    },
    {
      name: 'document-most-inline',
      about: '262,144 octets of attachments, the most that travel inside.',
      file: documentOf(by, { attachments: mostInline }),
      packet: { ...usual, attachments: manifestOf(mostInline) },
    },
    {
      name: 'document-ecdsa',
      about: 'A document sealed with a P-256 key.',
      file: documentOf(pki.ecdsa),
      packet: { ...usual, attachments: manifestOf([letter, list]) },
    },
    {
      name: 'document-via-intermediate',
      about: 'A document sealed with a certificate below an authority.',
      file: documentOf(pki.viaIntermediate),
      packet: { ...usual, attachments: manifestOf([letter, list]) },
    },
    {
      name: 'status',
      about: 'A status: no TraceHeaderList, no body, no attachments.',
      file: statusOf(pki.other),
      packet: { packetId: statusId, kind: 'status', from: 'H53', concerns: documentId, attachments: [] },
    },
  ];
}
