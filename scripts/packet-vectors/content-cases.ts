import { replace } from '../signature-vectors/forge.js';
import type { Pki } from '../signature-vectors/pki.js';
import { type Case, type Changes, documentOf, empty, letter, list, statusOf } from './case.js';
import { type Attachment, sha256Hex } from './packet.js';

/** Good seals, in the one form, over messages and manifests that break a rule. */
export function contentCases(pki: Pki): Case[] {
  const by = pki.rsa;
  const sealed = (name: string, about: string, changes: Changes, ...refused: string[]): Case => ({
    name,
    about,
    file: documentOf(by, changes),
    refused,
  });
  const manifest = (
    name: string,
    about: string,
    attachments: readonly Attachment[],
    ...refused: string[]
  ): Case => sealed(`manifest-${name}`, about, { attachments }, ...refused);
  const digest = sha256Hex(letter.octets);
  const large = { name: 'lớn.bin', octets: Buffer.alloc(262_145, 7) };
  const noFrame = replace(/<AttachmentEncoded>.*<\/AttachmentEncoded>/, '');
  const many = Array.from({ length: 201 }, (_, index) => ({ ...empty, name: `${index + 1}.txt` }));

  return [
    manifest(
      'name-with-path',
      'A file name with a path.',
      [{ ...letter, name: '../a.txt' }],
      'attachment.name',
    ),
    manifest(
      'name-with-backslash',
      'A file name with a path of Windows.',
      [{ ...letter, name: 'a\\b.txt' }],
      'attachment.name',
    ),
    manifest(
      'name-two-dots',
      'A file name that is the folder above.',
      [{ ...letter, name: '..' }],
      'attachment.name',
    ),
    manifest(
      'name-not-composed',
      'A file name that is not in Unicode NFC.',
      [{ ...letter, name: 'Công văn.txt'.normalize('NFD') }],
      'seal.encoding',
      'seal.encoding',
    ),
    manifest('name-blank', 'A file name of one space.', [{ ...letter, name: ' ' }], 'attachment.name'),
    manifest(
      'name-control',
      'A file name with a control character.',
      [{ ...letter, name: 'a\u0085b.txt' }],
      'attachment.name',
    ),
    manifest(
      'name-too-long',
      'A file name of 256 octets.',
      [{ ...letter, name: 'a'.repeat(256) }],
      'attachment.name',
    ),
    manifest(
      'name-secret',
      'A file name with a mark of secrecy.',
      [{ ...letter, name: '[MẬT] a.txt' }],
      'edxml.secret',
    ),
    manifest(
      'name-twice',
      'Two attachments of one name.',
      [letter, { ...list, name: letter.name }],
      'attachment.repeated-name',
    ),
    manifest(
      'type-upper-case',
      'A type in capitals.',
      [{ ...letter, type: 'Text/Plain' }],
      'attachment.content-type',
    ),
    manifest(
      'type-parameter',
      'A type with a parameter.',
      [{ ...letter, type: 'text/plain; charset=utf-8' }],
      'attachment.content-type',
    ),
    manifest('too-many', '201 attachments.', many, 'attachment.too-many'),
    sealed(
      'manifest-digest-false',
      'The sender signed another digest than that of the attachment.',
      { tail: replace(digest, digest.replace(/./g, '0')) },
      'packet.attachment-digest',
    ),
    sealed(
      'manifest-size-false',
      'The sender signed another size than that of the attachment.',
      { tail: replace(/ Size="\d+"/, ' Size="1"') },
      'packet.attachment-size',
    ),
    sealed(
      'manifest-digest-upper-case',
      'A digest in capitals.',
      {
        attachments: [large],
        tail: (text) => text.replace(/(?<=Sha256=")[^"]*/, (hex) => hex.toUpperCase()),
      },
      'packet.manifest',
    ),
    sealed(
      'manifest-small-in-parts',
      'Small attachments that are said to travel in parts.',
      { tail: (text) => text.replaceAll('"inline"', '"parts"'), after: noFrame },
      'packet.manifest',
      'packet.manifest',
    ),
    sealed(
      'manifest-transfer-mixed',
      'One attachment inside, one said to travel in parts.',
      {
        attachments: [list, letter],
        tail: replace(/"inline"(?=.*"inline")/, '"parts"'),
        after: replace(/<Attachment>.*?<\/Attachment>/, ''),
      },
      'packet.manifest',
    ),
    sealed(
      'manifest-too-large',
      'An attachment of 2 GiB and one octet.',
      { attachments: [large], tail: replace('"262145"', '"2147483649"') },
      'attachment.too-large',
    ),
    sealed(
      'message-secret',
      'The subject has a mark of secrecy.',
      { head: replace('>Về việc', '>[MẬT] Về việc') },
      'edxml.secret',
    ),
    sealed(
      'message-not-in-list',
      'A priority that is not in the list.',
      { head: replace('Priority>2<', 'Priority>7<') },
      'edxml.not-in-list',
    ),
    sealed(
      'message-no-subject',
      'There is no subject.',
      { head: replace(/<edXML:Subject>.*<\/edXML:Subject>/, '') },
      'edxml.required',
    ),
    sealed(
      'message-empty-subject',
      'The subject is empty.',
      { head: replace(/Subject>.*<\/edXML:Subject/, 'Subject></edXML:Subject') },
      'edxml.required',
    ),
    sealed(
      'message-no-recipient',
      'There is no recipient.',
      { head: replace(/<edXML:To>.*?<\/edXML:To>/, '') },
      'edxml.required',
    ),
    sealed(
      'message-recipient-twice',
      'A recipient stands twice.',
      { head: replace(/(<edXML:To>.*?<\/edXML:To>)/, '$1$1') },
      'edxml.repeated-recipient',
    ),
    sealed(
      'message-no-day',
      'A day that does not exist.',
      { head: replace('2026/06/01<', '2026/06/31<') },
      'edxml.date',
    ),
    {
      name: 'status-without-reason',
      about: 'A refusal without a reason.',
      file: statusOf(pki.other, { head: replace('StatusCode>03<', 'StatusCode>02<') }),
      refused: ['edxml.status-reason'],
    },
    sealed(
      'several-faults',
      'Five faults at once, in the order in which they are told.',
      {
        id: documentOfNobody,
        head: (text) =>
          text.replace('Priority>2<', 'Priority>7<').replace('<edXML:From>', '<edXML:From x="">'),
        after: (text) => text.replace('bu', 'cu').replace('</edXML>', '<x></x></edXML>'),
      },
      'packet.not-canonical',
      'packet.attachment-digest',
      'packet.outside',
      'packet.id',
      'edxml.not-in-list',
    ),
    {
      name: 'seal-content-changed',
      about: 'What is signed was changed: the seal comes first, and nothing else is looked at.',
      file: changedAfterSealing(documentOf(by)),
      refused: ['seal.content-digest'],
    },
    {
      name: 'seal-missing',
      about: 'A packet without a seal.',
      file: Buffer.from(
        documentOf(by)
          .toString()
          .replace(/<ds:Signature .*<\/ds:Signature>/, ''),
      ),
      refused: ['seal.missing'],
    },
  ];
}

const documentOfNobody = '01970000-0000-4001-8000-000000000001';

function changedAfterSealing(file: Buffer): Buffer {
  return Buffer.from(file.toString().replace('Priority>2<', 'Priority>3<'));
}
