/**
 * The vocabulary in which `message-layout.ts` says how a message stands in XML. One table serves the reader, the writer
 * and the checker, so the three cannot disagree. Fields stand in the order in which they are written.
 */

/** What a leaf's text is. All but `text` are structural: a tolerant reader takes spaces around them away. */
export type LeafType = 'text' | 'token' | 'organ' | 'number' | 'boolean' | 'date' | 'timestamp';

/** `required`: a message without it is refused. `recommended`: it is taken with a warning. */
export type Need = 'required' | 'recommended' | 'optional';

export interface Leaf {
  readonly form: 'leaf';
  readonly name: string;
  readonly type: LeafType;
  readonly need: Need;
  /** Characters that receiving systems keep; longer text is taken with a warning. */
  readonly longest?: number;
  /** The numbers allowed run from 0 to this one. */
  readonly highest?: number;
  readonly attribute?: true;
}

export interface Group<T> {
  readonly form: 'group';
  readonly name: string;
  readonly need: Need;
  readonly layout: Layout<T>;
  /** The same in a row: messages are walked too often to list the properties anew each time. */
  readonly fields: readonly NamedField[];
  /** The same by the name of the child element: an item's, where items stand side by side. */
  readonly byElement: ReadonlyMap<string, NamedField>;
}

export type NamedField = readonly [property: string, field: AnyField];

/** Equal elements side by side (`To`), or together inside one element of their own (`Appendixes`). */
export interface List<Item> {
  readonly form: 'list';
  readonly name: string;
  readonly need: Need;
  readonly item: Field<Item>;
  /** Set where the items stand inside an element of this name. */
  readonly within?: string;
}

export type Field<V> = V extends string | number | boolean
  ? Leaf
  : V extends readonly (infer Item)[]
    ? List<Item>
    : Group<V>;

/** A field for each property of `T`; the compiler sees to it that none is forgotten. */
export type Layout<T> = { readonly [Name in keyof T]-?: Field<Exclude<T[Name], undefined>> };

/** The same as seen by the code that walks any layout. */
export type AnyField = Leaf | AnyGroup | AnyList;
export interface AnyGroup extends Omit<Group<unknown>, 'layout'> {
  readonly layout: Readonly<Record<string, AnyField>>;
}
export interface AnyList extends Omit<List<unknown>, 'item'> {
  readonly item: AnyField;
}

/** What a field's value is, whatever the layout: JSON. */
export type Value = string | number | boolean | readonly Value[] | Fields;
export type Fields = { readonly [name: string]: Value | undefined };

interface LeafOptions {
  readonly need?: Need;
  readonly longest?: number;
  readonly highest?: number;
}

export function leaf(name: string, type: LeafType = 'text', options: LeafOptions = {}): Leaf {
  return { form: 'leaf', name, type, need: 'optional', ...options };
}

export function attribute(name: string): Leaf {
  return { form: 'leaf', name, type: 'token', need: 'optional', attribute: true };
}

export function group<T>(name: string, layout: Layout<T>, need: Need = 'optional'): Group<T> {
  const fields = Object.entries<AnyField>(layout as AnyGroup['layout']);
  const inElements = fields.filter(([, field]) => !(field.form === 'leaf' && field.attribute));
  const byElement = new Map(inElements.map((named) => [elementOf(named[1]), named]));
  return { form: 'group', name, need, layout, fields, byElement };
}

/** The name of the child element in which the field stands. */
function elementOf(field: AnyField): string {
  return field.form === 'list' && field.within !== undefined ? field.within : field.name;
}

/** Items side by side. */
export function repeated<Item>(item: Field<Item>, need: Need = 'optional'): List<Item> {
  return { form: 'list', name: nameOf(item), need, item };
}

/** Items inside one element of their own. */
export function wrapped<Item>(within: string, item: Field<Item>): List<Item> {
  return { form: 'list', name: nameOf(item), need: 'optional', item, within };
}

function nameOf(item: { readonly name: string }): string {
  return item.name;
}
