/**
 * Reads the message of a packet: values as they stand, with nothing noted and nothing mended, in one pass over the elements.
 * What stands there beyond the layout is passed over, because the caller writes the message anew and compares the octets.
 */
import type { ReadElement } from '../xml/element.js';
import type { DraftMessage } from './draft.js';
import type { AnyField, AnyGroup, AnyList, Fields, Value } from './layout.js';
import {
  bussinessGroup,
  documentHeaderGroup,
  statusHeaderGroup,
  traceHeaderListGroup,
} from './message-layout.js';
import { draftOf, isStatus } from './read-message.js';

export function readExactMessage(
  messageHeader: ReadElement,
  traceHeaderList: ReadElement | undefined,
): DraftMessage {
  if (isStatus(messageHeader)) return draftOf('status', readGroup(messageHeader, statusHeaderGroup));
  const fields = readGroup(messageHeader, documentHeaderGroup);
  if (!traceHeaderList) return draftOf('document', fields);
  const trace = readGroup(traceHeaderList, traceHeaderListGroup);
  const bussiness = traceHeaderList.children.find(({ name }) => name === bussinessGroup.name);
  return draftOf('document', {
    ...fields,
    traceHeaderList: trace,
    ...(bussiness ? { bussiness: readGroup(bussiness, bussinessGroup) } : {}),
  });
}

/** Of elements that should stand once, the first counts. */
function readGroup(element: ReadElement, group: AnyGroup): Fields {
  const fields: { [name: string]: Value } = {};
  for (const child of element.children) {
    const named = group.byElement.get(child.name);
    if (!named) continue;
    const [property, field] = named;
    fields[property] ??= readField(element, child, field);
  }
  for (const [property, field] of group.fields) {
    if (field.form === 'list' && field.within === undefined) fields[property] ??= [];
    if (field.form === 'leaf' && field.attribute) {
      const attribute = element.attributes.find(({ name }) => name === field.name);
      if (attribute) fields[property] = attribute.value;
    }
  }
  return fields;
}

function readField(parent: ReadElement, element: ReadElement, field: AnyField): Value {
  if (field.form === 'leaf') return element.text;
  if (field.form === 'group') return readGroup(element, field);
  return readItems(field.within === undefined ? parent : element, field);
}

function readItems(parent: ReadElement, list: AnyList): Value[] {
  const items = parent.children.filter(({ name }) => name === list.name);
  return items.map((item) => readField(parent, item, list.item));
}
