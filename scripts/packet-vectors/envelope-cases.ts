import { replace } from '../signature-vectors/forge.js';
import type { Pki } from '../signature-vectors/pki.js';
import { type Case, type Changes, documentId, documentOf, letter, statusOf } from './case.js';
import { packetIdOf } from './packet.js';

/** Good seals over what is not in the one form, and over ids and senders that do not fit. */
export function envelopeCases(pki: Pki): Case[] {
  const by = pki.rsa;
  const sealed = (name: string, about: string, changes: Changes, ...refused: string[]): Case => ({
    name,
    about,
    file: documentOf(by, changes),
    refused,
  });
  const other = (name: string, about: string, from: string | RegExp, to: string): Case =>
    sealed(`form-${name}`, about, { head: replace(from, to) }, 'packet.not-canonical');
  const body = (name: string, about: string, from: string | RegExp, to: string): Case =>
    sealed(`form-${name}`, about, { tail: replace(from, to) }, 'packet.not-canonical');
  const ofStatus = (name: string, about: string, changes: Changes, ...refused: string[]): Case => ({
    name: `status-${name}`,
    about,
    file: statusOf(pki.other, changes),
    refused,
  });
  const concerns = `<ndax:Concerns xmlns:ndax="urn:ndax:packet:1" PacketId="${documentId}"></ndax:Concerns>`;

  return [
    other(
      'superfluous-namespace',
      'A namespace is declared that nothing uses.',
      '<edXML:From>',
      '<edXML:From xmlns:x="urn:x">',
    ),
    other(
      'repeated-namespace',
      'A namespace is declared again where it is in scope.',
      '<edXML:From>',
      '<edXML:From xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">',
    ),
    other(
      'other-prefix',
      'Another prefix for the same namespace.',
      /<edXML:Subject>(.*)<\/edXML:Subject>/,
      '<x:Subject xmlns:x="http://www.mic.gov.vn/TBT/QCVN_102_2016">$1</x:Subject>',
    ),
    other(
      'no-prefix',
      'The default prefix for the same namespace.',
      /<edXML:Subject>(.*)<\/edXML:Subject>/,
      '<Subject>$1</Subject>',
    ),
    other(
      'undeclared-prefix',
      'A prefix that is not declared: no XML parser reads it.',
      /edXML:Subject>/g,
      'y:Subject>',
    ),
    other(
      'element-order',
      'Two elements stand in another order.',
      /(<edXML:CodeNumber>.*<\/edXML:CodeNumber>)(<edXML:CodeNotation>.*<\/edXML:CodeNotation>)/,
      '$2$1',
    ),
    other(
      'unknown-element',
      'An element that is not known.',
      '<edXML:Code>',
      '<edXML:Mood></edXML:Mood><edXML:Code>',
    ),
    other(
      'xinclude',
      'An XInclude that the sealer himself wrote: nobody follows it.',
      '<edXML:Content>',
      '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname"></xi:include><edXML:Content>',
    ),
    other(
      'giant-name',
      'An element whose name has 30,000 characters.',
      '<edXML:Content>',
      `<edXML:${'x'.repeat(30_000)}></edXML:${'x'.repeat(30_000)}><edXML:Content>`,
    ),
    other(
      'attribute-bomb',
      'An element with two thousand attributes.',
      '<edXML:Content>',
      `<edXML:Content${Array.from({ length: 2_000 }, (_, index) => ` a${index}="x"`).join('')}>`,
    ),
    other(
      'deep',
      'Twenty levels of an element that is not known.',
      '<edXML:Content>',
      `${'<edXML:X>'.repeat(20)}${'</edXML:X>'.repeat(20)}<edXML:Content>`,
    ),
    other(
      'element-twice',
      'An element stands twice.',
      '<edXML:Content>',
      '<edXML:Content></edXML:Content><edXML:Content>',
    ),
    other('attribute', 'An element has an attribute.', '<edXML:Subject>', '<edXML:Subject lang="vi">'),
    other(
      'attribute-twice',
      'An attribute stands twice.',
      '<edXML:TraceHeaderList>',
      '<edXML:TraceHeaderList actor="a" actor="a">',
    ),
    other(
      'attribute-order',
      'The attributes stand in another order.',
      '<edXML:TraceHeaderList>',
      '<edXML:TraceHeaderList version="1" id="t">',
    ),
    other('white-space', 'A line feed between two elements.', '<edXML:Code>', '\n<edXML:Code>'),
    other(
      'space-in-start-tag',
      'Two declarations of the envelope stand in another order.',
      ` Id="packet-${documentId}"`,
      ` Id="packet-${documentId}" Version="1"`,
    ),
    other('number-with-zero', 'A number with a zero in front.', 'Priority>2<', 'Priority>02<'),
    other('empty-number', 'A number without digits.', '<edXML:Type>2<', '<edXML:Type><'),
    other('boolean', 'A truth value of another writing.', 'Direction>true<', 'Direction>1<'),
    other('date', 'A date of another writing.', '2026/06/01<', '2026-06-01<'),
    other('space-at-code', 'A space before a code.', 'OrganId>H53<', 'OrganId> H53<'),
    other('no-trace-header-list', 'A document without TraceHeaderList.', /<edXML:TraceHeaderList>.*/, ''),
    other(
      'long-text',
      'A text of 20,001 characters.',
      '<edXML:Content></edXML:Content>',
      `<edXML:Content>${'a'.repeat(20_001)}</edXML:Content>`,
    ),
    {
      name: 'form-no-body',
      about: 'A document without body.',
      file: documentOf(by, { attachments: [], tail: replace(/<edXML:edXMLBody>.*<\/edXML:edXMLBody>/, '') }),
      refused: ['packet.not-canonical'],
    },
    body('manifest-version', 'Another version of the manifest.', 'version="1.0"', 'version="1.1"'),
    body('content-id', 'The numbers of the attachments do not count from 1.', 'cid:1', 'cid:3'),
    body('size-with-zero', 'A size with a zero in front.', / Size="/, ' Size="0'),
    body('transfer', 'A transfer that is neither inline nor parts.', 'Transfer="inline"', 'Transfer="mail"'),
    body(
      'no-description',
      'A manifest entry without Description.',
      '<edXML:Description></edXML:Description>',
      '',
    ),

    sealed(
      'id-of-other-agency',
      'The id is bound to another agency than the one that sealed.',
      { id: packetIdOf('H53') },
      'packet.id',
    ),
    sealed(
      'id-not-bound',
      'The id is a UUIDv7 that is bound to nobody.',
      { id: '01970000-0000-7001-8000-000000000001' },
      'packet.id',
    ),
    sealed('id-upper-case', 'The id is written in capitals.', { id: documentId.toUpperCase() }, 'packet.id'),
    sealed(
      'id-version-4',
      'The id is a UUID of version 4.',
      { id: documentId.replace('-7', '-4') },
      'packet.id',
    ),
    sealed(
      'sender-other-agency',
      'From is another agency than the one that sealed.',
      { head: replace('OrganId>H41<', 'OrganId>H53<') },
      'packet.other-sender',
    ),
    sealed(
      'document-concerns',
      'A document names a packet that it speaks of.',
      { head: replace('</edXML:MessageHeader>', `${concerns}</edXML:MessageHeader>`) },
      'packet.concerns',
    ),
    ofStatus(
      'concerns-missing',
      'The status does not name the packet that it speaks of.',
      { head: replace(concerns, '') },
      'packet.concerns',
    ),
    ofStatus(
      'concerns-no-id',
      'What the status speaks of is no packet id.',
      { head: replace(`PacketId="${documentId}"`, 'PacketId="215/UBND-NC"') },
      'packet.concerns',
    ),
    ofStatus(
      'concerns-elsewhere',
      'The packet that the status speaks of is not named last.',
      { head: replace(/(<edXML:StatusCode>.*)(<ndax:Concerns.*<\/ndax:Concerns>)/, '$2$1') },
      'packet.not-canonical',
    ),
    ofStatus(
      'with-empty-body',
      'A status with an empty manifest.',
      {
        tail: replace(
          '</edXML:edXMLHeader>',
          '</edXML:edXMLHeader><edXML:edXMLBody><edXML:edXMLManifest version="1.0"></edXML:edXMLManifest></edXML:edXMLBody>',
        ),
      },
      'packet.not-canonical',
    ),
    {
      name: 'status-with-attachment',
      about: 'A status with an attachment in manifest and file.',
      file: statusOf(pki.other, {
        attachments: [letter],
        head: replace('<edXML:TraceHeaderList></edXML:TraceHeaderList>', ''),
      }),
      refused: ['packet.not-canonical', 'packet.manifest'],
    },
    ofStatus(
      'with-trace-header-list',
      'A status with a TraceHeaderList.',
      { head: replace(/$/, '<edXML:TraceHeaderList></edXML:TraceHeaderList>') },
      'packet.not-canonical',
    ),
  ];
}
