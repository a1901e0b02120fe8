/**
 * Files of the axis that have one form only (receipt, ping, missing parts, directory page): reading means to read, to write anew from
 * what was read, and to compare the octets. So nothing can stand in a file that the reader did not understand.
 */
import { EdocError } from '../errors.js';
import { canonicalAround, xmlDeclaration } from './xml/canonical.js';
import type { ReadElement, WriteElement } from './xml/element.js';
import { scanCanonical } from './xml/scan.js';

export type FormCode = 'receipt.form' | 'ping.form' | 'missing.form' | 'resync.form' | 'directory.form';

/** The octets before and after the place of `ds:Signature`; together they are the signed bytes. */
export interface SignedParts {
  readonly head: string;
  readonly tail: string;
}

export interface OneForm<Value> {
  readonly code: FormCode;
  readonly read: (root: ReadElement) => Value;
  readonly write: (value: Value) => WriteElement;
  /** Throws {@link formError} where the value breaks a rule of its own. */
  readonly check: (value: Value) => void;
}

/** @throws EdocError with the form's code where the value must not be written. */
export function writeOneForm<Value>(form: OneForm<Value>, value: Value): SignedParts {
  form.check(value);
  return canonicalAround(form.write(value));
}

/** `signed` are the signed bytes as verification returns them. @throws EdocError with the form's code. */
export function readOneForm<Value>(form: OneForm<Value>, signed: Buffer): Value {
  const root = scanCanonical(signed.toString('utf8'));
  if (!root) throw formError(form.code, undefined, 'not canonical XML');
  const value = form.read(root);
  form.check(value);
  const { head, tail } = canonicalAround(form.write(value));
  const anew = Buffer.from(head + tail);
  if (!anew.equals(signed)) {
    throw formError(form.code, undefined, `octet ${firstDifference(anew, signed)} differs from the one form`);
  }
  return value;
}

/** The whole file: what is digested and the signature at its place. */
export function sealedFile(head: string, signature: string, tail: string): Buffer {
  return Buffer.from(`${xmlDeclaration}${head}${signature}${tail}\n`);
}

/** `reason` is in English and for whoever writes such files; clerks never meet this. */
export function formError(code: FormCode, place: string | undefined, reason: string): EdocError {
  return new EdocError(code, { place, detail: { reason } });
}

function firstDifference(a: Buffer, b: Buffer): number {
  const shorter = Math.min(a.length, b.length);
  for (let offset = 0; offset < shorter; offset += 1) {
    if (a[offset] !== b[offset]) return offset;
  }
  return shorter;
}
