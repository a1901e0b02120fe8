/**
 * Between the sealed form of a file and the augmented one: the same octets with `xades:UnsignedProperties` put in or
 * taken out. `spec/evidence.md`, section 1.
 */
import { EdocError } from '../../errors.js';
import { limits } from '../limits.js';
import { gatherData, hasAnswers, readProperties, writeProperties } from './properties.js';
import type { UnsignedProperty } from './unsigned-property.js';

export interface SplitFile {
  /** The sealed form: what was signed, sent and digested. */
  readonly sealed: Buffer;
  /** In the order of the file; empty at level B. */
  readonly properties: readonly UnsignedProperty[];
}

const before = '</xades:SignedProperties>';
const start = '<xades:UnsignedProperties>';
const end = '</xades:UnsignedProperties>';
const after = '</xades:QualifyingProperties></ds:Object></ds:Signature>';

/** A file and the element that was put into it, not read yet. */
export interface CutFile {
  readonly sealed: Buffer;
  /** `xades:UnsignedProperties`, one character for each octet (Latin-1); undefined at level B. */
  readonly element?: string;
}

/**
 * Takes the properties out and reads them. That they stood in the file's one Signature shows when the sealed form is
 * verified: its Signature has one form, and there is one place where that form can have been cut.
 * @throws EdocError `evidence.form`, `evidence.limit`.
 */
export function splitFile(file: Uint8Array): SplitFile {
  const { sealed, element } = cutFile(file);
  return { sealed, properties: element === undefined ? [] : readProperties(element) };
}

/** @throws EdocError `evidence.form` where the element stands elsewhere or twice, `evidence.limit` where it is too long. */
export function cutFile(file: Uint8Array): CutFile {
  const octets = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const from = octets.indexOf(start);
  if (from === -1) return { sealed: octets };
  const close = octets.indexOf(end, from);
  const to = close + end.length;
  const placed =
    close !== -1 && endsWith(octets.subarray(0, from), before) && startsWith(octets.subarray(to), after);
  if (!placed || octets.includes(start, to)) throw new EdocError('evidence.form');
  if (to - from > limits.evidenceBytes) {
    throw new EdocError('evidence.limit', {
      detail: { name: 'UnsignedProperties', value: to - from, max: limits.evidenceBytes },
    });
  }
  return {
    element: octets.toString('latin1', from, to),
    sealed: Buffer.concat([octets.subarray(0, from), octets.subarray(to)]),
  };
}

/**
 * The augmented form; at level B the sealed form itself.
 * @param sealed a file in the sealed form. @throws EdocError `evidence.form` where it has no place for the properties.
 */
export function joinFile(sealed: Uint8Array, properties: readonly UnsignedProperty[]): Buffer {
  const octets = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (properties.length === 0) return octets;
  const at = octets.indexOf(before + after) + before.length;
  if (at < before.length) throw new EdocError('evidence.form');
  const element = Buffer.from(writeProperties(properties), 'latin1');
  return Buffer.concat([octets.subarray(0, at), element, octets.subarray(at)]);
}

/** What the parts claim to reach; what they reach is found by verifying them. */
export type Level = 'B' | 'T' | 'LT' | 'LTA';

export function claimedLevel(properties: readonly UnsignedProperty[]): Level {
  const has = (kind: UnsignedProperty['kind']) => properties.some((property) => property.kind === kind);
  if (has('archive-time-stamp')) return 'LTA';
  if (hasAnswers(gatherData(properties))) return 'LT';
  return properties.length > 0 ? 'T' : 'B';
}

function startsWith(octets: Buffer, text: string): boolean {
  return octets.toString('latin1', 0, text.length) === text;
}

function endsWith(octets: Buffer, text: string): boolean {
  return octets.toString('latin1', Math.max(0, octets.length - text.length)) === text;
}
