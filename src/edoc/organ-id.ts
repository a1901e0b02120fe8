/**
 * Agency codes, in both forms that are in use. Which code names which agency, and which codes of the two forms name
 * the same one, is said by the directory and never computed here.
 */
import { EdocError } from '../errors.js';

declare const form: unique symbol;

/** Decision 20/2020/QĐ-TTg: groups of `0-9 A-Z` with dots between, the highest level first, at most 35 characters. */
export type OrganCode = string & { readonly [form]: 'decision-20-2020' };

/** QCVN 102:2016/BTTTT: groups of digits, then the level-1 code, at most 13 characters, e.g. `000.00.00.H41`. */
export type LegacyOrganCode = string & { readonly [form]: 'qcvn-102' };

export type OrganId = OrganCode | LegacyOrganCode;

/** `000.00.13.H53` in full; `28.22.H17` and `00.53.W00` are the short forms that occur. */
const legacyForm = /^(?:[0-9]{3}\.)?[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}$/;
const currentForm = /^[0-9A-Z]+(?:\.[0-9A-Z]+)*$/;
const currentMaxCharacters = 35;

/** The name under which the operator of the axis seals; no agency can have it (`spec/signature.md`, section 5). */
const operatorName = 'AXIS';

/** The code in the text, which must be the code alone, without spaces; undefined where it is none. */
export function parseOrganId(text: string): OrganId | undefined {
  if (isLegacyForm(text)) return text;
  return isCurrentForm(text) ? text : undefined;
}

/** @throws EdocError `edxml.organ-id`. */
export function organId(text: string): OrganId {
  const id = parseOrganId(text);
  if (id === undefined) throw new EdocError('edxml.organ-id', { detail: { value: text.slice(0, 40) } });
  return id;
}

export function isLegacy(id: OrganId): id is LegacyOrganCode {
  return isLegacyForm(id);
}

function isLegacyForm(text: string): text is LegacyOrganCode {
  return legacyForm.test(text);
}

function isCurrentForm(text: string): text is OrganCode {
  return (
    text.length <= currentMaxCharacters &&
    currentForm.test(text) &&
    !legacyForm.test(text) &&
    text !== operatorName
  );
}
