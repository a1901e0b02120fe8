/**
 * Whether the certificates of a path stood, or were revoked, at a time: each below the anchor, by the answers that count
 * for that time. `spec/evidence.md`, section 3, step 4.
 */
import type { Finding } from '../../errors.js';
import { type ParsedCertificate, parseCertificate } from '../certificate.js';
import { pathTo } from '../chain.js';
import { judgeRevocation, type RevocationAnswer, revocationAnswers } from '../revocation.js';
import type { Trust } from '../trust.js';
import type { ValidationData } from './properties.js';

export type RevocationPolicy = 'soft' | 'hard';

/** What is known of one certificate at a time. */
export interface Standing {
  readonly certificate: ParsedCertificate;
  readonly issuer: ParsedCertificate;
  /** The time in question. */
  readonly at: Date;
  /** The answer that counts; undefined where none does. */
  readonly answer?: RevocationAnswer;
  readonly status: 'good' | 'revoked' | 'unknown';
}

export interface StandingTimes {
  /** The time in question. */
  readonly at: Date;
  /** The time of verification: no answer is younger. */
  readonly now: Date;
}

/** @param path the certificate in question first, each followed by its issuer, the anchor last. */
export function standingsOf(
  path: readonly ParsedCertificate[],
  data: Pick<ValidationData, 'crls' | 'ocsps'>,
  { at, now }: StandingTimes,
): Standing[] {
  return path.slice(0, -1).flatMap((certificate, index) => {
    const issuer = path[index + 1];
    if (!issuer) return [];
    const { answers } = revocationAnswers(certificate, issuer, data, now);
    const { status, answer } = judgeRevocation(answers, at);
    const known = status === 'unanswered' ? 'unknown' : status;
    return [{ certificate, issuer, at, status: known, ...(answer ? { answer } : {}) }];
  });
}

/** Of a seal's path, as verification names it. @param path DER, the signing certificate first, without the anchor. */
export function standingOfSeal(
  path: readonly Uint8Array[],
  trust: Trust,
  data: Pick<ValidationData, 'crls' | 'ocsps'>,
  times: StandingTimes,
): Standing[] {
  return standingsOf(pathTo(path.map(parseCertificate), trust, 'seal'), data, times);
}

/**
 * @param proven whether a time stamp proves that what was signed existed at the time in question; without one, a seal made
 * before the revocation cannot be told from one made after it.
 */
export function standingFindings(
  standings: readonly Standing[],
  policy: RevocationPolicy,
  proven: boolean,
  place?: string,
): Finding[] {
  return standings.flatMap((standing): Finding[] => {
    const { certificate, answer, status } = standing;
    const { subject } = certificate;
    const where = place === undefined ? {} : { place };
    if (status === 'revoked') {
      const code = proven ? 'revocation.revoked' : 'revocation.no-proof';
      const revokedAt = answer?.revokedAt?.toISOString() ?? '–';
      return [{ code, severity: 'error', ...where, detail: { subject, revokedAt } }];
    }
    if (status === 'good') return [];
    const severity = policy === 'hard' ? 'error' : 'note';
    return [{ code: 'revocation.unknown', severity, ...where, detail: { subject } }];
  });
}
