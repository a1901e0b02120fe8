/** Writes fields as their layout says: its order, absent ones left out, present ones written even where they are empty. */
import { element, type WriteElement } from '../xml/element.js';
import type { AnyField, AnyGroup, AnyList, Fields, Value } from './layout.js';

const prefix = 'edXML:';

/** The name of an element of the standard's namespace with the prefix that real systems use. */
export function edxmlTag(name: string): string {
  return prefix + name;
}

/** @param more elements that follow the group's own. */
export function writeGroup(
  fields: Fields,
  group: AnyGroup,
  more: readonly WriteElement[] = [],
): WriteElement {
  const content: WriteElement[] = [];
  const attributes: [string, string][] = [];
  for (const [property, field] of group.fields) {
    const value = fields[property];
    if (value === undefined) continue;
    if (field.form === 'leaf' && field.attribute) attributes.push([field.name, String(value)]);
    else writeField(value, field, content);
  }
  content.push(...more);
  // Canonical XML wants attributes without a namespace in the order of their names.
  if (attributes.length > 1) attributes.sort(([a], [b]) => (a < b ? -1 : 1));
  return element(prefix + group.name, content, attributes);
}

/** An element of the standard's namespace with the prefix that real systems use. */
export function edxmlElement(
  name: string,
  content: WriteElement['content'],
  attributes: WriteElement['attributes'] = [],
): WriteElement {
  return element(prefix + name, content, attributes);
}

function writeField(value: Value, field: AnyField, content: WriteElement[]): void {
  if (field.form === 'list') writeList(value, field, content);
  else if (field.form === 'leaf') content.push(element(prefix + field.name, String(value)));
  else if (isFields(value)) content.push(writeGroup(value, field));
}

function writeList(value: Value, list: AnyList, content: WriteElement[]): void {
  const items = list.within === undefined ? content : [];
  if (isList(value)) for (const item of value) writeField(item, list.item, items);
  if (list.within !== undefined) content.push(element(prefix + list.within, items));
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isFields(value: Value): value is Fields {
  return typeof value === 'object' && !isList(value);
}
