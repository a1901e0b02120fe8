/** Reads the fields of a message along their layout, from text that should be in the one form. Undefined where it is not. */
import type { Literal } from '../xml/literal.js';
import type { AnyField, AnyGroup, Fields, NamedField, Value } from './layout.js';
import { edxmlTag } from './write-fields.js';

/** A field with the tags that it is written with. */
interface Step {
  readonly property: string;
  readonly field: AnyField;
  readonly item: Step | undefined;
  readonly steps: readonly Step[];
  readonly open: string;
  readonly close: string;
  /** Of a list whose items stand inside an element of their own. */
  readonly outer: { readonly open: string; readonly close: string } | undefined;
}

/** How a group is walked along. Its attributes are not: a start tag that has one is not the one expected. */
export interface Way {
  readonly open: string;
  readonly close: string;
  readonly steps: readonly Step[];
}

export function wayAlong(group: AnyGroup): Way {
  return { ...tags(group.name), steps: stepsOf(group) };
}

function stepsOf({ fields }: AnyGroup): Step[] {
  return fields.filter(([, field]) => !(field.form === 'leaf' && field.attribute)).map(stepOf);
}

function stepOf([property, field]: NamedField): Step {
  return {
    property,
    field,
    ...tags(field.name),
    item: field.form === 'list' ? stepOf(['', field.item]) : undefined,
    steps: field.form === 'group' ? stepsOf(field) : [],
    outer: field.form === 'list' && field.within !== undefined ? tags(field.within) : undefined,
  };
}

function tags(name: string) {
  return { open: `<${edxmlTag(name)}>`, close: `</${edxmlTag(name)}>` };
}

/** What stands inside the group's element, its start tag being passed. */
export function readAlong(literal: Literal, steps: readonly Step[]): Fields | undefined {
  const fields: { [name: string]: Value } = {};
  for (const step of steps) {
    if (step.item) {
      const items = readItems(literal, step.item, step.outer);
      if (!items) return undefined;
      if (items !== absent) fields[step.property] = items;
    } else if (literal.open(step.open)) {
      const value = readInside(literal, step);
      if (value === undefined) return undefined;
      fields[step.property] = value;
    }
  }
  return fields;
}

function readInside(literal: Literal, step: Step): Value | undefined {
  const value = step.field.form === 'leaf' ? literal.text() : readAlong(literal, step.steps);
  return value !== undefined && literal.take(step.close) ? value : undefined;
}

const absent: readonly Value[] = [];

function readItems(literal: Literal, item: Step, outer: Step['outer']): readonly Value[] | undefined {
  if (outer && !literal.open(outer.open)) return absent;
  const items: Value[] = [];
  while (literal.open(item.open)) {
    const value = readInside(literal, item);
    if (value === undefined) return undefined;
    items.push(value);
  }
  return !outer || literal.take(outer.close) ? items : undefined;
}
