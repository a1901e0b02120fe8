import { replace } from '../signature-vectors/forge.js';
import type { Pki } from '../signature-vectors/pki.js';
import { type Case, type Changes, documentOf, letter, list } from './case.js';
import { type Attachment, inlineText } from './packet.js';

/** Good seals around which the attachments, which are not signed, are not those of the manifest. */
export function attachmentCases(pki: Pki): Case[] {
  const changed = (name: string, about: string, after: Changes['after'], ...refused: string[]): Case => ({
    name: `attachment-${name}`,
    about,
    file: documentOf(pki.rsa, after ? { after } : {}),
    refused,
  });
  const encoded = letter.octets.toString('base64');
  const other = Buffer.from(letter.octets);
  other[0] = 0x4e;
  const first = textOf(letter, 1);
  const second = textOf(list, 2);
  const third = inlineText(3, 'c.txt', '', 'text/plain', '');
  const end = '</AttachmentEncoded>';
  const ones = ['1', '2'].map((text) => ({ name: `${text}.txt`, octets: Buffer.from(text) }));

  return [
    changed(
      'changed',
      'One octet of an attachment is another one.',
      replace(encoded, other.toString('base64')),
      'packet.attachment-digest',
    ),
    changed(
      'longer',
      'An attachment has an octet more.',
      replace(encoded, Buffer.concat([letter.octets, Buffer.from('x')]).toString('base64')),
      'packet.attachment-size',
    ),
    changed('emptied', 'An attachment is empty.', replace(encoded, ''), 'packet.attachment-size'),
    {
      name: 'attachment-contents-swapped',
      about: 'Two attachments of one size have each the content of the other.',
      file: documentOf(pki.rsa, {
        attachments: ones,
        after: replace(/>MQ==<(.*)>Mg==</, '>Mg==<$1>MQ==<'),
      }),
      refused: ['packet.attachment-digest', 'packet.attachment-digest'],
    },
    changed(
      'last-removed',
      'The last attachment is not there.',
      replace(second, ''),
      'packet.attachment-missing',
    ),
    changed(
      'first-removed',
      'The first attachment is not there: the second stands in its place.',
      replace(first, ''),
      'packet.outside',
    ),
    changed(
      'all-removed',
      'AttachmentEncoded is not there.',
      replace(/<AttachmentEncoded>.*<\/AttachmentEncoded>/, ''),
      'packet.attachment-missing',
      'packet.attachment-missing',
    ),
    changed(
      'all-removed-frame-kept',
      'AttachmentEncoded is empty.',
      replace(first + second, ''),
      'packet.attachment-missing',
      'packet.attachment-missing',
    ),
    changed(
      'added',
      'A third attachment that the manifest does not list.',
      replace(end, third + end),
      'packet.attachment-extra',
    ),
    changed(
      'doubled',
      'The last attachment stands twice.',
      replace(end, second + end),
      'packet.attachment-extra',
    ),
    {
      name: 'attachment-never-signed',
      about: 'An attachment behind a packet that has none.',
      file: documentOf(pki.rsa, {
        attachments: [],
        after: replace('</edXML>', `<AttachmentEncoded>${first}</AttachmentEncoded></edXML>`),
      }),
      refused: ['packet.attachment-extra'],
    },
    changed(
      'order',
      'The attachments stand in another order.',
      replace(first + second, second + first),
      'packet.outside',
    ),
    changed(
      'renamed',
      'An attachment has another name.',
      replace('văn 215.txt', 'văn 216.txt'),
      'packet.outside',
    ),
    changed(
      'relabelled',
      'An attachment has another type.',
      replace('<ContentType>text/plain<', '<ContentType>text/html<'),
      'packet.outside',
    ),
    changed(
      'other-description',
      'An attachment has another description.',
      replace('<Description>Công văn<', '<Description>Quyết định<'),
      'packet.outside',
    ),
    changed('other-number', 'An attachment has another number.', replace('cid:2', 'cid:7'), 'packet.outside'),
    changed(
      'base64-in-lines',
      'The base64 is written in two lines.',
      replace(encoded, `${encoded.slice(0, 8)}\n${encoded.slice(8)}`),
      'packet.outside',
    ),
    changed(
      'base64-without-padding',
      'The padding of the base64 is missing.',
      replace('==<', '<'),
      'packet.outside',
    ),
    {
      name: 'attachment-base64-unused-bits',
      about: 'The unused bits in the last character of the base64 are not zero.',
      file: documentOf(pki.rsa, { attachments: ones, after: replace('>MQ==<', '>MR==<') }),
      refused: ['packet.outside'],
    },
    changed(
      'frame-attribute',
      'AttachmentEncoded has an attribute.',
      replace('ed>', 'ed x="">'),
      'packet.attachment-missing',
      'packet.attachment-missing',
    ),
    {
      name: 'outside-empty-frame',
      about: 'A packet without attachments has an empty AttachmentEncoded.',
      file: documentOf(pki.rsa, {
        attachments: [],
        after: replace('</edXML>', '<AttachmentEncoded></AttachmentEncoded></edXML>'),
      }),
      refused: ['packet.outside'],
    },
    {
      name: 'outside-envelope-of-other-prefix',
      about:
        'Signature wrapping: another envelope with another prefix follows the signed one, which the seal lets pass.',
      file: documentOf(pki.rsa, {
        after: replace(
          '</edXML>',
          '<e:edXMLEnvelope xmlns:e="http://www.mic.gov.vn/TBT/QCVN_102_2016" Id="packet-x"></e:edXMLEnvelope></edXML>',
        ),
      }),
      refused: ['packet.outside'],
    },
    {
      name: 'outside-xinclude',
      about: 'XInclude in the place of an attachment.',
      file: documentOf(pki.rsa, {
        after: replace(
          '</AttachmentEncoded>',
          '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname"></xi:include></AttachmentEncoded>',
        ),
      }),
      refused: ['packet.outside'],
    },
    {
      name: 'outside-white-space',
      about: 'A space between the attachments and the end of the root.',
      file: documentOf(pki.rsa, { after: replace('</edXML>', ' </edXML>') }),
      refused: ['packet.outside'],
    },
    {
      name: 'outside-element',
      about: 'An element that nobody signed after the attachments.',
      file: documentOf(pki.rsa, { after: replace('</edXML>', '<Note></Note></edXML>') }),
      refused: ['packet.outside'],
    },
    {
      name: 'outside-parts-inside',
      about: 'The attachment travels in parts, and yet something stands where attachments are.',
      file: documentOf(pki.rsa, {
        attachments: [{ name: 'lớn.bin', octets: Buffer.alloc(262_145, 7) }],
        after: replace('</edXML>', `<AttachmentEncoded>${first}</AttachmentEncoded></edXML>`),
      }),
      refused: ['packet.attachment-extra'],
    },
  ];
}

function textOf({ name, octets, type = 'text/plain', description = '' }: Attachment, number: number): string {
  return inlineText(number, name, description, type, octets.toString('base64'));
}
