/**
 * Reads an element into the fields of its layout. Elements are found by local name, in any order and any namespace.
 * The reading is tolerant: everything unusual is noted, spaces around structural values go.
 */
import type { ReadElement } from '../xml/element.js';
import { edxmlNamespace, packetNamespace } from '../xml/namespaces.js';
import type { AnyField, AnyGroup, AnyList, Fields, Leaf, Value } from './layout.js';
import type { Notes } from './notes.js';

export interface Reading {
  readonly notes: Notes;
  /** How many known elements stood in which namespace. */
  readonly namespaces: Map<string, number>;
}

/** @param others local names that may stand here too and are read elsewhere. */
export function readFields(
  element: ReadElement,
  group: AnyGroup,
  path: string,
  reading: Reading,
  others: ReadonlySet<string> = noOthers,
): Fields {
  const children = byName(element);
  const fields: { [name: string]: Value } = {};
  for (const [property, field] of group.fields) {
    const value = readField(element, children, field, path, reading);
    if (value !== undefined) fields[property] = value;
  }
  noteRest(element, group, path, reading.notes, others);
  return fields;
}

const noOthers: ReadonlySet<string> = new Set();

/** Path of a field below `path`; the message itself has none. */
export function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

export function countNamespace(element: ReadElement, reading: Reading): void {
  reading.namespaces.set(element.namespace, (reading.namespaces.get(element.namespace) ?? 0) + 1);
}

function byName(element: ReadElement): Map<string, ReadElement[]> {
  const map = new Map<string, ReadElement[]>();
  for (const child of element.children) {
    const same = map.get(child.name);
    if (same) same.push(child);
    else map.set(child.name, [child]);
  }
  return map;
}

function readField(
  parent: ReadElement,
  children: Map<string, ReadElement[]>,
  field: AnyField,
  path: string,
  reading: Reading,
): Value | undefined {
  if (field.form === 'list') return readList(children, field, path, reading);
  if (field.form === 'leaf' && field.attribute) {
    return parent.attributes.find(({ name }) => name === field.name)?.value;
  }
  const place = below(path, field.name);
  return readOnly(children.get(field.name), place, reading, (element) =>
    field.form === 'leaf'
      ? readLeaf(element, field, place, reading)
      : readGroup(element, field, place, reading),
  );
}

/** Of elements that should stand once: the first; equal ones are noted, different ones are an error. */
function readOnly(
  elements: readonly ReadElement[] | undefined,
  place: string,
  reading: Reading,
  read: (element: ReadElement) => Value | undefined,
): Value | undefined {
  const first = elements?.[0];
  if (!elements || !first) return undefined;
  const value = read(first);
  if (elements.length > 1) {
    const more = elements.slice(1);
    const equal = more.every((element) => JSON.stringify(read(element)) === JSON.stringify(value));
    const detail = { element: first.tag, count: more.length + 1 };
    if (equal) reading.notes.add('warning', 'edxml.repeated-equal', place, detail);
    else reading.notes.add('error', 'edxml.repeated-element', place, detail);
  }
  return value;
}

function readLeaf(element: ReadElement, leaf: Leaf, place: string, reading: Reading): string {
  const { notes } = reading;
  countNamespace(element, reading);
  for (const child of element.children) {
    notes.add('note', 'edxml.unknown-element', place, { element: child.tag });
  }
  if (leaf.type === 'text') return element.text;
  const trimmed = element.text.trim();
  if (trimmed !== element.text) notes.add('note', 'edxml.trimmed', place);
  return trimmed;
}

function readGroup(
  element: ReadElement,
  group: AnyGroup,
  place: string,
  reading: Reading,
): Fields | undefined {
  countNamespace(element, reading);
  if (element.children.length === 0 && element.attributes.length === 0) {
    if (element.text.trim() === '') {
      reading.notes.add('note', 'edxml.empty-element', place);
      return undefined;
    }
  }
  return readFields(element, group, place, reading);
}

function readList(
  children: Map<string, ReadElement[]>,
  list: AnyList,
  path: string,
  reading: Reading,
): Value | undefined {
  if (list.within === undefined) return readItems(children.get(list.name) ?? [], list, path, reading);
  const place = below(path, list.within);
  return readOnly(children.get(list.within), place, reading, (element) => {
    countNamespace(element, reading);
    const { notes } = reading;
    const items = element.children.filter(({ name }) => name === list.name);
    for (const child of element.children) {
      if (child.name !== list.name) notes.add('note', 'edxml.unknown-element', place, { element: child.tag });
    }
    if (element.text.trim() !== '') notes.add('warning', 'edxml.stray-text', place);
    return readItems(items, list, place, reading);
  });
}

function readItems(elements: readonly ReadElement[], list: AnyList, path: string, reading: Reading): Value[] {
  const { item } = list;
  const values: Value[] = [];
  elements.forEach((element, index) => {
    const place = `${below(path, list.name)}[${index + 1}]`;
    if (item.form === 'leaf') values.push(readLeaf(element, item, place, reading));
    if (item.form === 'group') {
      const value = readGroup(element, item, place, reading);
      if (value !== undefined) values.push(value);
    }
  });
  return values;
}

function noteRest(
  element: ReadElement,
  group: AnyGroup,
  path: string,
  notes: Notes,
  others: ReadonlySet<string>,
): void {
  const known = new Set<string>();
  for (const [, field] of group.fields) {
    known.add(field.form === 'list' && field.within !== undefined ? field.within : field.name);
  }
  for (const child of element.children) {
    const ours = child.namespace === packetNamespace;
    if (!known.has(child.name) && !others.has(child.name) && !ours) {
      notes.add('note', 'edxml.unknown-element', path, { element: child.tag });
    }
  }
  if (element.text.trim() !== '') notes.add('warning', 'edxml.stray-text', path);
}

/** Tells once for each namespace that is not the standard's. */
export function noteNamespaces({ namespaces, notes }: Reading, place: string): void {
  for (const [namespace, count] of namespaces) {
    if (namespace === edxmlNamespace) continue;
    notes.add(namespace === '' ? 'note' : 'warning', 'edxml.other-namespace', place, { namespace, count });
  }
}
