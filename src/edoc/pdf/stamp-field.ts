/** The objects that an update with a time stamp or validation data may have, each by itself: none of them shows anything. */
import type { PdfObject } from './object.js';
import { hasOnly, isName, type PdfMap, type PdfTerm } from './term.js';
import { unpacked } from './unpack.js';

const fieldKeys = ['Type', 'Subtype', 'FT', 'F', 'Ff', 'Rect', 'T', 'V', 'P', 'AP'];

/** A signature field that is its own widget, of no extent (ISO 32000-1, 12.7.4.5). */
export function isStampField(field: PdfMap): boolean {
  const { entries } = field;
  const [flags, fieldFlags] = [entries.get('F'), entries.get('Ff')];
  return (
    hasOnly(field, fieldKeys) &&
    isName(entries.get('FT'), 'Sig') &&
    isName(entries.get('Type') ?? { kind: 'name', text: 'Annot' }, 'Annot') &&
    isName(entries.get('Subtype'), 'Widget') &&
    [flags, fieldFlags].every((value) => value === undefined || value.kind === 'word') &&
    isNothingLarge(entries.get('Rect')) &&
    entries.get('T')?.kind === 'string' &&
    entries.get('V')?.kind === 'reference' &&
    (entries.get('P')?.kind ?? 'reference') === 'reference' &&
    (!entries.has('AP') || appearanceOf(field)?.kind === 'reference')
  );
}

/** The normal appearance of a field that has no other (12.5.5). */
export function appearanceOf({ entries }: PdfMap): PdfTerm | undefined {
  const appearance = entries.get('AP');
  return appearance?.kind === 'dictionary' && hasOnly(appearance, ['N'])
    ? appearance.entries.get('N')
    : undefined;
}

function isNothingLarge(rectangle: PdfTerm | undefined): boolean {
  return (
    rectangle?.kind === 'array' &&
    rectangle.items.length === 4 &&
    rectangle.items.every((item) => item.kind === 'word' && /^[-+]?0*\.?0*$/.test(item.text))
  );
}

const stampKeys = [
  'Type',
  'Filter',
  'SubFilter',
  'Contents',
  'ByteRange',
  'V',
  'M',
  'Name',
  'Reason',
  'Location',
];

/** The dictionary of a time stamp over the document (EN 319 142-1, 5.4.3), which refers to nothing. */
export function isStampValue(value: PdfTerm): boolean {
  if (value.kind !== 'dictionary' || !hasOnly(value, stampKeys)) return false;
  const { entries } = value;
  return (
    isName(entries.get('Type') ?? { kind: 'name', text: 'DocTimeStamp' }, 'DocTimeStamp', 'Sig') &&
    isName(entries.get('SubFilter'), 'ETSI.RFC3161') &&
    entries.get('Contents')?.kind === 'string' &&
    [...entries.values()].every(
      (entry) =>
        ['name', 'word', 'string'].includes(entry.kind) ||
        (entry.kind === 'array' && entry.items.every(({ kind }) => kind === 'word')),
    )
  );
}

/** Nothing, deflated, is eight octets. */
const mostEmptyBytes = 64;
const formKeys = ['Type', 'Subtype', 'FormType', 'BBox', 'Matrix', 'Resources', 'Length', 'Filter'];

/** A form that is drawn as nothing (ISO 32000-1, 8.10). */
export function isEmptyForm(form: PdfObject): boolean {
  const { length = 0 } = form.stream ?? {};
  if (length > mostEmptyBytes || form.term.kind !== 'dictionary' || !hasOnly(form.term, formKeys))
    return false;
  const resources = form.term.entries.get('Resources');
  if (resources && !(resources.kind === 'dictionary' && hasOnly(resources, ['ProcSet']))) return false;
  return unpacked(form)?.toString('latin1').trim() === '';
}

const sequence = 0x30;

/** What a certificate, a list, an answer or a time stamp may be: one SEQUENCE in DER and nothing else (X.690, 8.1.3). */
export function isValidationData(data: Buffer): boolean {
  const first = data[1] ?? 0;
  if (data[0] !== sequence || data.length < 2) return false;
  if (first < 0x80) return data.length === 2 + first;
  const bytes = first - 0x80;
  if (bytes < 1 || bytes > 4 || data.length < 2 + bytes) return false;
  return data.length === 2 + bytes + data.readUIntBE(2, bytes);
}
