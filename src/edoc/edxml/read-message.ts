/** From the parts of an edXML file to the draft of a message. */
import type { ReadElement } from '../xml/element.js';
import type { DraftMessage } from './draft.js';
import type { Fields } from './layout.js';
import {
  bussinessGroup,
  documentHeaderGroup,
  statusHeaderGroup,
  traceHeaderListGroup,
} from './message-layout.js';
import { below, countNamespace, type Reading, readFields } from './read-fields.js';

const bussinessName: ReadonlySet<string> = new Set(['Bussiness']);

/** A message with a StatusCode and without recipients is a status; everything else is a document. */
export function readMessage(
  messageHeader: ReadElement,
  traceHeaderList: ReadElement | undefined,
  reading: Reading,
): DraftMessage {
  countNamespace(messageHeader, reading);
  if (isStatus(messageHeader)) {
    return draftOf('status', readFields(messageHeader, statusHeaderGroup, 'MessageHeader', reading));
  }
  const fields = readFields(messageHeader, documentHeaderGroup, 'MessageHeader', reading);
  return draftOf('document', { ...fields, ...(traceHeaderList && readTrace(traceHeaderList, reading)) });
}

export function isStatus(messageHeader: ReadElement): boolean {
  const has = (wanted: string) => messageHeader.children.some(({ name }) => name === wanted);
  return has('StatusCode') && !has('To');
}

function readTrace(element: ReadElement, reading: Reading): Fields {
  const path = 'TraceHeaderList';
  countNamespace(element, reading);
  const traceHeaderList = readFields(element, traceHeaderListGroup, path, reading, bussinessName);
  const [bussiness, second] = element.children.filter(({ name }) => name === 'Bussiness');
  if (!bussiness) return { traceHeaderList };
  const place = below(path, 'Bussiness');
  if (second) reading.notes.add('error', 'edxml.repeated-element', place, { element: second.tag, count: 2 });
  countNamespace(bussiness, reading);
  return { traceHeaderList, bussiness: readFields(bussiness, bussinessGroup, place, reading) };
}

// The layouts are typed against the model, so fields read by them have the shape of a draft; the generic readers cannot say so.
export function draftOf(kind: DraftMessage['kind'], fields: Fields): DraftMessage {
  return { kind, ...fields } as DraftMessage;
}
