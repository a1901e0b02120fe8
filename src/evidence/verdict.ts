/**
 * What the findings of an examination come to: ETSI EN 319 102-1, clause 5.1.3, carried on to what a seal covers. The mapping is
 * normative in `spec/report.md`, section 2; `docs/adr/0013-verdicts.md` says why it is this one.
 */
import type { ErrorCode, Finding } from '../errors.js';
import { subIndicationOf } from './verdict-table.js';

export type Indication = 'TOTAL-PASSED' | 'TOTAL-FAILED' | 'INDETERMINATE';

/** `INDETERMINATE` means that what is at hand does not suffice to tell; with more of it the verdict may become either other. */
export interface Verdict {
  readonly indication: Indication;
  /** There exactly where the indication is not TOTAL-PASSED. */
  readonly subIndication?: SubIndication;
  /** The finding that decided. */
  readonly code?: ErrorCode;
}

/** Each sub-indication and the indication that it belongs to. The last three are ours: no ETSI document has them. */
export const indicationOf = {
  FORMAT_FAILURE: 'TOTAL-FAILED',
  HASH_FAILURE: 'TOTAL-FAILED',
  SIG_CRYPTO_FAILURE: 'TOTAL-FAILED',
  REVOKED: 'TOTAL-FAILED',
  EXPIRED: 'TOTAL-FAILED',
  NOT_YET_VALID: 'TOTAL-FAILED',
  SIG_CONSTRAINTS_FAILURE: 'INDETERMINATE',
  CHAIN_CONSTRAINTS_FAILURE: 'INDETERMINATE',
  CERTIFICATE_CHAIN_GENERAL_FAILURE: 'INDETERMINATE',
  CRYPTO_CONSTRAINTS_FAILURE: 'INDETERMINATE',
  CRYPTO_CONSTRAINTS_FAILURE_NO_POE: 'INDETERMINATE',
  POLICY_PROCESSING_ERROR: 'INDETERMINATE',
  SIGNATURE_POLICY_NOT_AVAILABLE: 'INDETERMINATE',
  TIMESTAMP_ORDER_FAILURE: 'INDETERMINATE',
  NO_SIGNING_CERTIFICATE_FOUND: 'INDETERMINATE',
  NO_CERTIFICATE_CHAIN_FOUND: 'INDETERMINATE',
  REVOKED_NO_POE: 'INDETERMINATE',
  REVOKED_CA_NO_POE: 'INDETERMINATE',
  OUT_OF_BOUNDS_NO_POE: 'INDETERMINATE',
  NO_POE: 'INDETERMINATE',
  TRY_LATER: 'INDETERMINATE',
  SIGNED_DATA_NOT_FOUND: 'INDETERMINATE',
  /** The seal is good, and what was sealed breaks a rule of its kind. */
  CONTENT_FAILURE: 'TOTAL-FAILED',
  /** Two independent verifiers do not agree. */
  VERIFIERS_DISAGREE: 'INDETERMINATE',
  /** The file could not be examined at all. */
  NOT_EXAMINED: 'INDETERMINATE',
} as const satisfies Record<string, Exclude<Indication, 'TOTAL-PASSED'>>;

export type SubIndication = keyof typeof indicationOf;

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

/** Where findings stand that are about a time stamp and not about the signature that it is on. */
const inTimeStamp = /^(?:Signature|Archive)TimeStamp\b/;

function verdictOfError({ code, place = '' }: Finding): Verdict {
  // A code that no examination emits proves nothing either way.
  const known = subIndicationOf(code) ?? 'NOT_EXAMINED';
  const subIndication = inTimeStamp.test(place) ? 'NO_POE' : known;
  return { indication: indicationOf[subIndication], subIndication, code };
}
