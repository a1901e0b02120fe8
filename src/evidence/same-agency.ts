/** Whether two codes name one agency, as far as it can be told. */
import { isLegacy, parseOrganId } from '../edoc/index.js';
import type { Agencies } from './listed.js';

/** `unknown`: two forms of code, which only the directory can compare. */
export function sameAgency(one: string, other: string, agencies?: Agencies): 'same' | 'other' | 'unknown' {
  if (one === other) return 'same';
  const [first, second] = [agencies?.get(one), agencies?.get(other)];
  if (first && second) return first.code === second.code ? 'same' : 'other';
  const [oneCode, otherCode] = [parseOrganId(one), parseOrganId(other)];
  return oneCode && otherCode && isLegacy(oneCode) !== isLegacy(otherCode) ? 'unknown' : 'other';
}
