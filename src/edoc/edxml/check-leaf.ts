/** Checks one value against its leaf of the layout and brings it into the standard's form. */
import { limits } from '../limits.js';
import { parseOrganId } from '../organ-id.js';
import { isEdxmlDate, isEdxmlTimestamp } from '../time.js';
import { heapsMarks } from '../xml/combining.js';
import { isPlain } from '../xml/plain.js';
import type { Leaf } from './layout.js';
import { type Notes, shown } from './notes.js';

export type LeafValue = string | number | boolean;

/** What XML 1.0 cannot carry. */
const illegalCharacter = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** NFC, and line feeds as an XML reader would give them back. */
export function normalText(text: string): string {
  if (isPlain(text)) return text;
  const composed = text.normalize('NFC');
  return composed.includes('\r') ? composed.replace(/\r\n?/g, '\n') : composed;
}

/** True where XML can carry the text and it may be composed; otherwise the fault is noted. */
export function carries(text: string, place: string, notes: Notes): boolean {
  if (isPlain(text)) return true;
  if (heapsMarks(text)) {
    const detail = { name: 'combining marks in a row', most: limits.combiningMarks };
    notes.add('error', 'edxml.limit', place, detail);
    return false;
  }
  const found = illegalCharacter.exec(text);
  if (found) {
    const code = `U+${(found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    notes.add('error', 'edxml.character', place, { code });
  }
  return found === null;
}

/** Undefined where the value is absent or wrong; wrong ones are noted. */
export function checkLeaf(value: unknown, leaf: Leaf, place: string, notes: Notes): LeafValue | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    notes.add('error', 'edxml.field-type', place, { found: kindOf(value), expected: 'text' });
    return undefined;
  }
  const written = String(value);
  const plain = isPlain(written);
  if (!plain && !carries(written, place, notes)) return undefined;
  const text = plain ? written : normalText(written);
  if (leaf.type === 'text' || leaf.type === 'token') return checkText(text, leaf, place, notes);
  return text.trim() === '' ? undefined : checkCoded(text.trim(), leaf, place, notes);
}

/** For messages about wrong types, in the words of JSON. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

function checkText(text: string, leaf: Leaf, place: string, notes: Notes): string | undefined {
  if (text.length > limits.textCharacters) {
    const detail = { length: text.length, most: limits.textCharacters };
    notes.add('error', 'edxml.text-limit', place, detail);
    return undefined;
  }
  if (leaf.longest !== undefined && text.length > leaf.longest) {
    notes.add('warning', 'edxml.too-long', place, { length: text.length, most: leaf.longest });
  }
  if (leaf.type === 'text') return text;
  const trimmed = text.trim();
  return trimmed === '' ? undefined : trimmed;
}

function checkCoded(text: string, leaf: Leaf, place: string, notes: Notes): LeafValue | undefined {
  const value = codedValue(text, leaf, place, notes);
  if (value !== undefined && String(value) !== text) {
    notes.add('note', 'edxml.changed-form', place, { value: String(value) });
  }
  return value;
}

function codedValue(text: string, leaf: Leaf, place: string, notes: Notes): LeafValue | undefined {
  const wrong = (code: 'edxml.organ-id' | 'edxml.date' | 'edxml.timestamp' | 'edxml.boolean') => {
    notes.add('error', code, place, { value: shown(text) });
    return undefined;
  };
  if (leaf.type === 'organ') return parseOrganId(text) ?? wrong('edxml.organ-id');
  if (leaf.type === 'date') return dateIn(text) ?? wrong('edxml.date');
  if (leaf.type === 'timestamp') return timestampIn(text) ?? wrong('edxml.timestamp');
  if (leaf.type === 'boolean') return booleanIn(text) ?? wrong('edxml.boolean');
  return numberIn(text, leaf, place, notes);
}

function numberIn(text: string, leaf: Leaf, place: string, notes: Notes): number | undefined {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  if (number > 65_535) {
    notes.add('error', 'edxml.number', place, { value: shown(text) });
    return undefined;
  }
  if (leaf.highest !== undefined && number > leaf.highest) {
    notes.add('error', 'edxml.not-in-list', place, { value: number, list: `0…${leaf.highest}` });
    return undefined;
  }
  return number;
}

function booleanIn(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === '1') return true;
  return lower === 'false' || lower === '0' ? false : undefined;
}

/** Beside the standard's form: `yyyy-MM-dd`, and `dd/MM/yyyy` as Vietnam writes dates. */
function dateIn(text: string): string | undefined {
  if (isEdxmlDate(text)) return text;
  const ours = text
    .replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$1/$2/$3')
    .replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, '$3/$2/$1');
  return isEdxmlDate(ours) ? ours : undefined;
}

/** The same dates before the time, with a space or `T` between. A zone is not taken: which clock was meant is unclear. */
function timestampIn(text: string): string | undefined {
  if (isEdxmlTimestamp(text)) return text;
  const [, date = '', time = ''] = /^(\S{10})[ T](\d\d:\d\d:\d\d)(?:\.\d{1,9})?$/.exec(text) ?? [];
  const ours = `${dateIn(date) ?? ''} ${time}`;
  return isEdxmlTimestamp(ours) ? ours : undefined;
}
