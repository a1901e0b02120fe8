/** Checks a draft against the layout and gives its fields in the standard's form: wrong ones are noted and left out. */
import { checkLeaf, kindOf } from './check-leaf.js';
import type { AnyField, AnyGroup, AnyList, Fields, Need, Value } from './layout.js';
import { Notes, shown } from './notes.js';
import { below } from './read-fields.js';

export interface Checking {
  readonly notes: Notes;
  /** Leave unusable entries of lists out and say so, instead of refusing the message for them. */
  readonly foreign: boolean;
}

/** @param others names of fields that belong here too and are checked elsewhere. */
export function checkFields(
  draft: Readonly<Record<string, unknown>>,
  group: AnyGroup,
  path: string,
  checking: Checking,
  others: readonly string[] = [],
): Fields {
  const fields: { [name: string]: Value } = {};
  for (const [property, field] of group.fields) {
    const value = checkField(draft[property], field, path, checking);
    if (value !== undefined) fields[property] = value;
  }
  for (const name of Object.keys(draft)) {
    if (!Object.hasOwn(group.layout, name) && !others.includes(name)) {
      checking.notes.add('error', 'edxml.unknown-field', path, { name: shown(name) });
    }
  }
  return fields;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function checkGroup(
  draft: unknown,
  group: AnyGroup,
  place: string,
  checking: Checking,
  others: readonly string[] = [],
): Fields | undefined {
  if (isObject(draft)) return checkFields(draft, group, place, checking, others);
  checking.notes.add('error', 'edxml.field-type', place, { found: kindOf(draft), expected: 'object' });
  return undefined;
}

function checkField(draft: unknown, field: AnyField, path: string, checking: Checking): Value | undefined {
  if (field.form === 'list') return checkList(draft ?? undefined, field, path, checking);
  if (draft === undefined || draft === null) {
    if (field.need !== 'optional') noteAbsent(field.need, below(path, field.name), checking.notes);
    return undefined;
  }
  const place = below(path, field.name);
  if (field.form === 'group') return checkGroup(draft, field, place, checking);
  const before = checking.notes.findings.length;
  const value = checkLeaf(draft, field, place, checking.notes);
  const blank = value === undefined || (typeof value === 'string' && value.trim() === '');
  if (blank && checking.notes.findings.length === before) noteAbsent(field.need, place, checking.notes);
  return value;
}

function noteAbsent(need: Need, place: string, notes: Notes): void {
  if (need === 'required') notes.add('error', 'edxml.required', place);
  if (need === 'recommended') notes.add('warning', 'edxml.recommended', place);
}

/** Items side by side are always a list, if an empty one; those inside an element of their own may be absent. */
function checkList(draft: unknown, list: AnyList, path: string, checking: Checking): Value | undefined {
  const absent = draft === undefined;
  if (absent && list.within !== undefined && list.need === 'optional') return undefined;
  const outer = list.within === undefined ? path : below(path, list.within);
  const place = list.within === undefined ? below(path, list.name) : outer;
  if (!absent && !Array.isArray(draft)) {
    checking.notes.add('error', 'edxml.field-type', place, { found: kindOf(draft), expected: 'list' });
    return undefined;
  }
  const items: readonly unknown[] = absent ? [] : draft;
  if (items.length === 0) noteAbsent(list.need, place, checking.notes);
  if (absent && list.within !== undefined) return undefined;
  const values: Value[] = [];
  items.forEach((item, index) => {
    const value = checkItem(item, list, `${below(outer, list.name)}[${index + 1}]`, checking);
    if (value !== undefined) values.push(value);
  });
  return values;
}

function checkItem(draft: unknown, list: AnyList, place: string, checking: Checking): Value | undefined {
  // Who gets the document is never guessed at: a recipient that cannot be read is an error even in a foreign message.
  if (!checking.foreign || list.need === 'required') return checkItemValue(draft, list.item, place, checking);
  const notes = new Notes();
  const value = checkItemValue(draft, list.item, place, { ...checking, notes });
  const unusable = notes.hasError();
  for (const { severity, code, detail } of notes.findings.map((finding) => finding)) {
    checking.notes.add(severity === 'error' ? 'warning' : severity, code, place, detail);
  }
  if (unusable) checking.notes.add('warning', 'edxml.left-out', place);
  return unusable ? undefined : value;
}

function checkItemValue(
  draft: unknown,
  item: AnyField,
  place: string,
  checking: Checking,
): Value | undefined {
  if (item.form === 'group') return checkGroup(draft, item, place, checking);
  if (item.form === 'list') return undefined;
  const value = checkLeaf(draft, item, place, checking.notes);
  // An empty code in a list says nothing; empty text may be meant.
  if (value === undefined && !checking.notes.hasError()) checking.notes.add('error', 'edxml.required', place);
  return value;
}
