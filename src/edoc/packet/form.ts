/** The constant parts of a packet and the elements that are its own (`spec/packet.md`). */

import type { DraftMessage } from '../edxml/draft.js';
import { edxmlElement } from '../edxml/write-fields.js';
import { writeHeader } from '../edxml/write-message.js';
import { attributeText, elementText, xmlDeclaration } from '../xml/canonical.js';
import { element, signaturePlace, type WriteElement } from '../xml/element.js';
import { edxmlNamespace, packetNamespace } from '../xml/namespaces.js';
import type { ContentRef } from './contents.js';

/** The octets before the envelope. */
export const packetStart = `${xmlDeclaration}<edXML xmlns="${attributeText(edxmlNamespace)}">`;
/** The octets at the end of the file. */
export const packetEnd = '</edXML>\n';
/** What the envelope's Id has before the packet id. */
export const idStart = 'packet-';

export interface Envelope {
  readonly packetId: string;
  /** A checked message; a draft only where a reader looks for the fault in it. */
  readonly message: DraftMessage;
  /** For a status: the packet that it speaks of. */
  readonly concerns?: string;
  readonly contents: readonly ContentRef[];
}

export function envelopeElement({ packetId, message, concerns, contents }: Envelope): WriteElement {
  const about = concerns === undefined ? [] : [ndaxElement('Concerns', [['PacketId', concerns]])];
  const { messageHeader, traceHeaderList } = writeHeader(message, about);
  const header = edxmlElement('edXMLHeader', [
    messageHeader,
    ...(traceHeaderList ? [traceHeaderList] : []),
    signaturePlace,
  ]);
  const body = message.kind === 'document' ? [edxmlElement('edXMLBody', [manifestElement(contents)])] : [];
  return edxmlElement(
    'edXMLEnvelope',
    [header, ...body],
    [
      ['xmlns:edXML', edxmlNamespace],
      ['Id', idStart + packetId],
    ],
  );
}

function manifestElement(contents: readonly ContentRef[]): WriteElement {
  return edxmlElement(
    'edXMLManifest',
    contents.map((content, index) =>
      edxmlElement('Reference', [
        edxmlElement('ContentId', contentId(index)),
        edxmlElement('ContentType', content.contentType),
        edxmlElement('Description', content.description),
        edxmlElement('AttachmentName', content.name),
        ndaxElement('Content', [
          ['Sha256', content.sha256],
          ['Size', String(content.size)],
          ['Transfer', content.transfer],
        ]),
      ]),
    ),
    [['version', '1.0']],
  );
}

function ndaxElement(name: string, attributes: WriteElement['attributes']): WriteElement {
  return element(`ndax:${name}`, '', [['xmlns:ndax', packetNamespace], ...attributes]);
}

/** `index` is that of the manifest, from 0. */
export function contentId(index: number): string {
  return `cid:${index + 1}`;
}

/** What stands before and after the base64 of one inline attachment. `index` is that of the manifest, from 0. */
export function attachmentFrame(content: ContentRef, index: number): { head: string; tail: string } {
  const { name, description, contentType } = content;
  return {
    head:
      `<Attachment><ContentId>${contentId(index)}</ContentId><AttachmentName>${elementText(name)}</AttachmentName>` +
      `<Description>${elementText(description)}</Description><ContentType>${elementText(contentType)}</ContentType>` +
      '<ContentTransferEncoded>',
    tail: '</ContentTransferEncoded></Attachment>',
  };
}

export const attachmentsStart = '<AttachmentEncoded>';
export const attachmentsEnd = '</AttachmentEncoded>';
