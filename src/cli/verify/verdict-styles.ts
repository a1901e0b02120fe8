/** The colour of each verdict at a terminal; the mark and the words always say it too. */
import type { Indication } from '../../evidence/index.js';
import type { Style } from '../terminal/output.js';

export const verdictStyles = {
  'TOTAL-PASSED': 'green',
  'TOTAL-FAILED': 'red',
  INDETERMINATE: 'yellow',
} as const satisfies Record<Indication, Style>;
