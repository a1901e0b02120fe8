/**
 * What the findings of an examination come to: ETSI EN 319 102-1, clause 5.1.3, carried on to what a seal covers. The mapping is
 * normative in `spec/report.md`, section 2; `docs/adr/0013-verdicts.md` says why it is this one.
 */

import type { ErrorCode, Finding } from '../errors.js';
import { type Indication, indicationOf, type SubIndication } from './indications.js';
import { subIndicationOf } from './verdict-table.js';

/** `INDETERMINATE` means that what is at hand does not suffice to tell; with more of it the verdict may become either other. */
export interface Verdict {
  readonly indication: Indication;
  /** There exactly where the indication is not TOTAL-PASSED. */
  readonly subIndication?: SubIndication;
  /** The finding that decided. */
  readonly code?: ErrorCode;
}

/** The first of the worst findings decides: what fails comes before what cannot be told. Warnings and notes decide nothing. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const errors = findings.filter(({ severity }) => severity === 'error').map(verdictOfError);
  return (
    errors.find(({ indication }) => indication === 'TOTAL-FAILED') ??
    errors[0] ?? { indication: 'TOTAL-PASSED' }
  );
}

/** Of a set of verdicts, for their summary. */
export function worstOf(verdicts: readonly { readonly indication: Indication }[]): Indication {
  const has = (wanted: Indication) => verdicts.some(({ indication }) => indication === wanted);
  if (has('TOTAL-FAILED')) return 'TOTAL-FAILED';
  return has('INDETERMINATE') ? 'INDETERMINATE' : 'TOTAL-PASSED';
}

/**
 * Where findings stand that are about a time stamp and not about the signature that it is on. Other areas have the names of
 * files as places, and whoever makes a file calls it as he likes.
 */
const inTimeStamp = /^(?:SignatureTimeStamp|ArchiveTimeStamp\[\d+\])(?:\.|$)/;
const ofTimeStamps = /^(?:timestamp|cms|certificate|revocation)\./;

function verdictOfError({ code, place = '' }: Finding): Verdict {
  // A code that no examination emits proves nothing either way.
  const known = subIndicationOf(code) ?? 'NOT_EXAMINED';
  const subIndication = inTimeStamp.test(place) && ofTimeStamps.test(code) ? 'NO_POE' : known;
  return { indication: indicationOf[subIndication], subIndication, code };
}
