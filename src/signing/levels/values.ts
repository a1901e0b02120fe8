/** The certificates, lists and answers in properties: how many there may be, and that none is there twice. `spec/evidence.md`, 1 and 6. */
import { EdocError } from '../../errors.js';
import { limits } from '../limits.js';
import type { UnsignedProperty } from './unsigned-property.js';

/** @throws EdocError `evidence.limit`. */
export function checkCounts(properties: readonly UnsignedProperty[]): void {
  const counts = properties.map((property) => valuesIn(property).length);
  for (const count of counts) requireAtMost('values', count, limits.evidenceValues);
  requireAtMost(
    'allValues',
    counts.reduce((sum, count) => sum + count, 0),
    limits.evidenceAllValues,
  );
  const archives = properties.filter(({ kind }) => kind === 'archive-time-stamp').length;
  requireAtMost('archiveTimeStamps', archives, limits.archiveTimeStamps);
}

/** No property without a value, and no certificate, list or answer twice in the file. */
export function hasEachOnce(properties: readonly UnsignedProperty[]): boolean {
  const values = properties.map(valuesIn);
  const all = values.flat().map((der) => der.toString('latin1'));
  const isEmpty = values.some(({ length }, index) => length === 0 && !isStamp(properties[index]));
  return !isEmpty && new Set(all).size === all.length;
}

function isStamp(property: UnsignedProperty | undefined): boolean {
  return property !== undefined && 'token' in property;
}

/** Certificates, lists and answers; the tokens are no values. */
function valuesIn(property: UnsignedProperty): readonly Buffer[] {
  switch (property.kind) {
    case 'signature-time-stamp':
    case 'archive-time-stamp':
      return [];
    case 'certificate-values':
      return property.certificates;
    case 'revocation-values':
      return [...property.crls, ...property.ocsps];
    case 'time-stamp-validation-data': {
      const { certificates, crls, ocsps } = property.data;
      return [...certificates, ...crls, ...ocsps];
    }
  }
}

/** @throws EdocError `evidence.limit`. */
export function requireAtMost(name: string, value: number, max: number): void {
  if (value > max) throw new EdocError('evidence.limit', { detail: { name, value, max } });
}
