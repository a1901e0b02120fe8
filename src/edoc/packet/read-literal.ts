/**
 * Reads an envelope that is exactly as the writer writes it, in one pass and without a tree: nearly all are. Whatever is not is
 * left to `read-envelope.ts`, which takes it apart element by element so that it can be said what is wrong.
 */
import type { Fields } from '../edxml/layout.js';
import {
  bussinessGroup,
  documentHeaderGroup,
  statusHeaderGroup,
  traceHeaderListGroup,
} from '../edxml/message-layout.js';
import { readAlong, wayAlong } from '../edxml/read-literal.js';
import { draftOf } from '../edxml/read-message.js';
import { edxmlTag } from '../edxml/write-fields.js';
import { Literal } from '../xml/literal.js';
import { edxmlNamespace, packetNamespace } from '../xml/namespaces.js';
import type { ContentRef } from './contents.js';
import { contentId, idStart } from './form.js';
import type { ReadEnvelope } from './read-envelope.js';

const documentWay = wayAlong(documentHeaderGroup);
const statusWay = wayAlong(statusHeaderGroup);
const traceWay = wayAlong(traceHeaderListGroup);
const bussinessWay = wayAlong(bussinessGroup);

const start = `<${edxmlTag('edXMLEnvelope')} xmlns:edXML="${edxmlNamespace}" Id="${idStart}`;
const header = `><${edxmlTag('edXMLHeader')}>`;
const headerEnd = `</${edxmlTag('edXMLHeader')}>`;
const body = `<${edxmlTag('edXMLBody')}><${edxmlTag('edXMLManifest')} version="1.0">`;
const bodyEnd = `</${edxmlTag('edXMLManifest')}></${edxmlTag('edXMLBody')}>`;
const end = `</${edxmlTag('edXMLEnvelope')}>`;
const concernsStart = `<ndax:Concerns xmlns:ndax="${packetNamespace}" PacketId="`;
const concernsEnd = '></ndax:Concerns>';
const [reference, referenceEnd] = [`<${edxmlTag('Reference')}>`, `</${edxmlTag('Reference')}>`];
const contentStart = `<ndax:Content xmlns:ndax="${packetNamespace}" Sha256="`;
const contentEnd = '></ndax:Content>';

/** Undefined where the text is not exactly what the writer makes of the values in it. */
export function readLiteral(text: string): ReadEnvelope | undefined {
  const literal = new Literal(text);
  const isDocument = text.includes(toElement);
  if (!literal.take(start)) return undefined;
  const packetId = literal.attribute();
  if (packetId === undefined || !literal.take(header)) return undefined;
  const way = isDocument ? documentWay : statusWay;
  if (!literal.open(way.open)) return undefined;
  const fields = readAlong(literal, way.steps);
  const concerns = literal.take(concernsStart) ? literal.attribute() : none;
  if (!fields || concerns === undefined || (concerns !== none && !literal.take(concernsEnd)))
    return undefined;
  if (!literal.take(way.close)) return undefined;
  const rest = isDocument ? readDocument(literal, fields) : readStatus(literal, fields);
  if (!rest || !literal.take(end) || !literal.atEnd) return undefined;
  return { packetId, ...rest, concerns: concerns === none ? undefined : concerns };
}

/** Only the header of a document has it: in texts `<` is escaped. */
const toElement = `<${edxmlTag('To')}>`;
/** No attribute has this value: a quotation mark ends it. */
const none = '"';

type Rest = Pick<ReadEnvelope, 'draft' | 'contents'>;

function readStatus(literal: Literal, fields: Fields): Rest | undefined {
  if (fields['statusCode'] === undefined || !literal.take(headerEnd)) return undefined;
  return { draft: draftOf('status', fields), contents: [] };
}

function readDocument(literal: Literal, fields: Fields): Rest | undefined {
  let draft = fields;
  if (literal.open(traceWay.open)) {
    const trace = readAlong(literal, traceWay.steps);
    const hasBussiness = literal.open(bussinessWay.open);
    const bussiness = hasBussiness ? readAlong(literal, bussinessWay.steps) : undefined;
    if (!trace || (hasBussiness && !(bussiness && literal.take(bussinessWay.close)))) return undefined;
    draft = { ...fields, traceHeaderList: trace, ...(bussiness ? { bussiness } : {}) };
    if (!literal.take(traceWay.close)) return undefined;
  }
  if (!literal.take(headerEnd) || !literal.take(body)) return undefined;
  const contents: ContentRef[] = [];
  while (literal.open(reference)) {
    const content = readReference(literal, contents.length);
    if (!content) return undefined;
    contents.push(content);
  }
  return literal.take(bodyEnd) ? { draft: draftOf('document', draft), contents } : undefined;
}

function readReference(literal: Literal, index: number): ContentRef | undefined {
  if (!literal.take(`<${edxmlTag('ContentId')}>${contentId(index)}</${edxmlTag('ContentId')}>`))
    return undefined;
  const contentType = leafText(literal, 'ContentType');
  const description = leafText(literal, 'Description');
  const name = leafText(literal, 'AttachmentName');
  const sha256 = literal.take(contentStart) ? literal.attribute() : undefined;
  const size = literal.take(' Size="') ? literal.attribute() : undefined;
  const transfer = literal.take(' Transfer="') ? literal.attribute() : undefined;
  if (contentType === undefined || description === undefined || name === undefined) return undefined;
  if (sha256 === undefined || size === undefined || !/^(?:0|[1-9]\d{0,14})$/.test(size)) return undefined;
  if (transfer !== 'parts' && transfer !== 'inline') return undefined;
  if (!literal.take(contentEnd) || !literal.take(referenceEnd)) return undefined;
  return { name, contentType, description, sha256, size: Number(size), transfer };
}

function leafText(literal: Literal, name: string): string | undefined {
  const tag = edxmlTag(name);
  const text = literal.open(`<${tag}>`) ? literal.text() : undefined;
  return text !== undefined && literal.take(`</${tag}>`) ? text : undefined;
}
