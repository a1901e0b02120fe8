/** Extensions (RFC 5280, 4.1) of lists and responses. */
import { DerError, type DerReader, isTrue, tags } from '../der.js';
import * as write from '../der-write.js';

export interface ExtensionValue {
  readonly critical: boolean;
  /** What the OCTET STRING holds. */
  readonly value: Buffer;
}

const mostExtensions = 64;

/** @param list the content of `Extensions`. @throws DerError where one occurs twice, or there are more than 64. */
export function readExtensions(list: DerReader): ReadonlyMap<string, ExtensionValue> {
  const extensions = new Map<string, ExtensionValue>();
  // One at a time: a list of 16 MiB may say that it has millions of them.
  while (!list.done) {
    if (extensions.size === mostExtensions) throw new DerError('too many extensions');
    const reader = list.enter();
    const oid = reader.oid();
    const criticality = reader.optional(tags.boolean);
    const value = reader.octetString();
    reader.end();
    if (extensions.has(oid)) throw new DerError(`extension ${oid} repeated`);
    extensions.set(oid, { critical: criticality ? isTrue(criticality.content) : false, value });
  }
  return extensions;
}

/** The critical ones that are not among those known. */
export function unknownCritical(
  extensions: ReadonlyMap<string, ExtensionValue>,
  known: readonly string[],
): string[] {
  return [...extensions]
    .filter(([oid, { critical }]) => critical && !known.includes(oid))
    .map(([oid]) => oid);
}

/** One Extension, not critical. */
export function writeExtension(oid: string, value: Uint8Array): Buffer {
  return write.sequence(write.oid(oid), write.octetString(value));
}
