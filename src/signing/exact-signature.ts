/**
 * Finds a Signature that is in the one form, octet for octet, before anything else of the file is looked at. More than half of a
 * small file's markup stands in it, and need not be read: what the form is made of is known.
 */
import { Findings } from './findings.js';
import type { SignatureValues } from './form.js';
import { inspectForm } from './form-check.js';
import type { KnownElement } from './markup.js';

export interface ExactSignature extends KnownElement {
  readonly values: SignatureValues;
}

const name = 'ds:Signature';
const endTag = `</${name}>`;
/** As the form has them, in its order. `test/signing/exact-signature.test.ts` reads the markup and compares. */
const ids = ['seal', 'seal-content', 'seal-properties'];
const depth = 9;

/** The one value that is not made of octets or a time, and could hold markup. */
const plainUri = /^(?:#[\w.-]+)?$/;

/**
 * Says nothing of whether the element may stand where it stands, nor whether it is the only one.
 * @param text the file, one character for each octet (Latin-1).
 * @returns undefined where the first Signature is in another form, which {@link inspectForm} finds out.
 */
export function exactSignature(text: string): ExactSignature | undefined {
  const start = text.indexOf(`<${name} `);
  const close = start === -1 ? -1 : text.indexOf(endTag, start);
  if (close === -1) return undefined;
  const end = close + endTag.length;
  const findings = new Findings();
  const values = inspectForm(text.slice(start, end), findings);
  if (!values || !findings.clean || !plainUri.test(values.uri)) return undefined;
  return { name, start, end, ids, depth, values };
}
