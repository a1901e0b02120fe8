/** Which answer counts for a time: `spec/revocation.md`, section 4. */
import type { RevocationAnswer } from './model.js';

export interface RevocationJudgement {
  /** `unanswered` where no answer counts. */
  readonly status: 'good' | 'revoked' | 'unanswered';
  /** The one that counted. */
  readonly answer?: RevocationAnswer;
}

/**
 * Whether a certificate was revoked at a time. An answer counts where it was made at that time or later, or its nextUpdate does not
 * lie before the time; a revocation counts however old it is, as long as no younger answer says good: it does not run out.
 * `unknown` never counts. Of those that count the newest thisUpdate decides, of equal ones a revocation. Revoked
 * later than the time is good for it. Hold is revocation, and so is what a later list would remove.
 */
export function judgeRevocation(answers: readonly RevocationAnswer[], time: Date): RevocationJudgement {
  const [newest] = answers
    .filter((answer) => answer.status !== 'unknown' && (reaches(answer, time) || isLasting(answer, answers)))
    .sort(
      (a, b) =>
        b.thisUpdate.getTime() - a.thisUpdate.getTime() || Number(isRevoked(b)) - Number(isRevoked(a)),
    );
  if (!newest) return { status: 'unanswered' };
  // A revocation without its time is one from the beginning.
  const revoked = isRevoked(newest) && !(newest.revokedAt && newest.revokedAt > time);
  return { status: revoked ? 'revoked' : 'good', answer: newest };
}

function reaches({ thisUpdate, nextUpdate }: RevocationAnswer, time: Date): boolean {
  return thisUpdate >= time || (nextUpdate !== undefined && time <= nextUpdate);
}

function isLasting(answer: RevocationAnswer, answers: readonly RevocationAnswer[]): boolean {
  const lifted = answers.some(
    ({ status, thisUpdate }) => status === 'good' && thisUpdate > answer.thisUpdate,
  );
  return isRevoked(answer) && !lifted;
}

function isRevoked({ status }: RevocationAnswer): boolean {
  return status === 'revoked';
}
