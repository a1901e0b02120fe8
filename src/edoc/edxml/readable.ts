/**
 * Writes a message as an ordinary, unsigned edXML file with white space: for people, and for systems outside the axis.
 * Attachments may ride inside, as the standard has them.
 */
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import { element, signaturePlace, type WriteElement } from '../xml/element.js';
import { edxmlNamespace } from '../xml/namespaces.js';
import type { DraftMessage } from './draft.js';
import { edxmlElement } from './write-fields.js';
import { writeHeader } from './write-message.js';

export interface ReadableAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly description: string;
  /** Left out, the file is listed and does not ride inside. */
  readonly bytes?: Uint8Array;
}

/** The text of the file, declaration first, line feed last. Reading it gives the same message again. */
export async function writeReadable(
  draft: DraftMessage,
  attachments: readonly ReadableAttachment[] = [],
): Promise<string> {
  // Loaded when it is first needed: it takes longer to load than a document takes to verify.
  const { create } = await import('xmlbuilder2');
  const document = create({ version: '1.0', encoding: 'UTF-8' });
  build(document, element('edXML', content(draft, attachments)));
  return `${declared(document.end({ prettyPrint: true }))}\n`;
}

/**
 * Real systems bind one namespace twice, as default and to `edXML`, and some readers look for that prefix. The builder
 * would choose the shorter form, so it works with bare names and the declarations come in afterwards. `<` in text is
 * escaped: the first tags of these names are the elements themselves.
 */
function declared(text: string): string {
  return text
    .replace('<edXML>', `<edXML xmlns="${edxmlNamespace}">`)
    .replace('<edXML:edXMLEnvelope>', `<edXML:edXMLEnvelope xmlns:edXML="${edxmlNamespace}">`);
}

function content(draft: DraftMessage, attachments: readonly ReadableAttachment[]): WriteElement[] {
  const { messageHeader, traceHeaderList } = writeHeader(draft);
  const header = edxmlElement('edXMLHeader', [messageHeader, ...(traceHeaderList ? [traceHeaderList] : [])]);
  const body =
    draft.kind === 'document'
      ? [
          edxmlElement('edXMLBody', [
            edxmlElement('edXMLManifest', attachments.map(reference), [['version', '1.0']]),
          ]),
        ]
      : [];
  const envelope = edxmlElement('edXMLEnvelope', [header, ...body]);
  const inside = attachments.map(encoded).filter((file) => file !== undefined);
  return [envelope, ...(inside.length > 0 ? [element('AttachmentEncoded', inside)] : [])];
}

function reference({ name, contentType, description }: ReadableAttachment, index: number): WriteElement {
  return edxmlElement('Reference', [
    edxmlElement('ContentId', `cid:${index + 1}`),
    edxmlElement('ContentType', contentType),
    edxmlElement('Description', description),
    edxmlElement('AttachmentName', name),
  ]);
}

function encoded(file: ReadableAttachment, index: number): WriteElement | undefined {
  const { name, contentType, description, bytes } = file;
  if (!bytes) return undefined;
  return element('Attachment', [
    element('ContentId', `cid:${index + 1}`),
    element('AttachmentName', name),
    element('Description', description),
    element('ContentType', contentType),
    element(
      'ContentTransferEncoded',
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
    ),
  ]);
}

/** Text goes in as it is: the builder escapes it. */
function build(parent: XMLBuilder, node: WriteElement): void {
  const built = parent.ele(node.tag, Object.fromEntries(node.attributes));
  if (typeof node.content === 'string') {
    if (node.content !== '') built.txt(node.content);
    return;
  }
  for (const child of node.content) {
    if (child !== signaturePlace) build(built, child);
  }
}
