/** Names of entries: what a name in a container may be, so that it can be written and read the same on every system. */
import { isUtf8 } from 'node:buffer';
import { EdocError } from '../errors.js';
import { flags } from './form.js';
import { limits } from './limits.js';

/** Characters that turn the writing direction around, and control characters. */
const misleading = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/u;

const heapedMarks = new RegExp(`\\p{M}{${limits.combiningMarks + 1}}`, 'u');

/** Enough of a name to find it by, and nothing that could mislead whoever reads the message. */
export function shownName(name: string): string {
  return name.replace(new RegExp(misleading, 'gu'), '\ufffd').slice(0, 100);
}

/**
 * The name in the octets of an entry's header.
 * @throws EdocError `container.limit`, `container.name-encoding`, `container.name-unsafe`, `container.name-form`
 */
export function readName(octets: Buffer, entryFlags: number): string {
  if (octets.length > limits.nameBytes) {
    throw new EdocError('container.limit', {
      detail: { name: 'nameBytes', value: octets.length, max: limits.nameBytes },
    });
  }
  const ascii = octets.every((octet) => octet < 0x80);
  if (!isUtf8(octets) || (!ascii && (entryFlags & flags.utf8) === 0)) {
    throw new EdocError('container.name-encoding', { place: shownName(octets.toString('latin1')) });
  }
  const name = octets.toString('utf8');
  requireName(name);
  return name;
}

/** @throws EdocError `container.name-unsafe`, `container.name-form` */
export function requireName(name: string): void {
  const unsafe =
    misleading.test(name) ||
    /[\\:]/.test(name) ||
    name.split('/').some((segment) => segment === '' || segment === '.' || segment === '..');
  if (unsafe) throw new EdocError('container.name-unsafe', { place: shownName(name) });
  if (heapedMarks.test(name) || name.normalize('NFC') !== name) {
    throw new EdocError('container.name-form', { place: shownName(name) });
  }
}

/** What two names share that a file system may take for one. */
export function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase().normalize('NFC');
}
