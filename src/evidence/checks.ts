/** Which checks were made on a file, and which could not be made, with the reason. */
import type { Check, Comparable } from './examined.js';

/** In the order in which people are told. */
const allChecks: readonly Check[] = [
  'form',
  'signature',
  'certificate',
  'content',
  'attachments',
  'packet',
  'directory',
  'time-stamp',
  'revocation',
  'second-opinion',
];

export function checksMade(file: Pick<Comparable, 'checked'>): Check[] {
  return allChecks.filter((check) => file.checked.has(check));
}

/** What is not asked of a kind of file is not among them. */
export function checksLeft(file: Comparable): Check[] {
  const given = file.attachments.filter(({ outcome }) => outcome !== 'not-given').length;
  return allChecks.filter((check) => {
    if (check === 'second-opinion' || (check === 'directory' && file.kind === 'directory')) return false;
    if (check === 'attachments') return given < file.attachments.length;
    if (check === 'packet' && !file.receipt) return false;
    return !file.checked.has(check);
  });
}
