/**
 * Whether the certificates of a path stood, or were revoked, at a time: each below the anchor, by the answers that count
 * for that time. `spec/evidence.md`, section 3, step 4.
 */
import type { Finding } from '../../errors.js';
import { type ParsedCertificate, parseCertificate } from '../certificate.js';
import { pathTo } from '../chain.js';
import { judgeRevocation, type RevocationAnswer, revocationAnswers } from '../revocation.js';
import type { Trust } from '../trust.js';
import type { ValidationData } from './unsigned-property.js';

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

/** What lists and responses say, asked once for each certificate: a file's stamps are mostly of one authority. */
export class KnownAnswers {
  readonly #data: Pick<ValidationData, 'crls' | 'ocsps'>;
  readonly #now: Date;
  readonly #found = new Map<string, readonly RevocationAnswer[]>();
  readonly #findings = new Map<string, Finding>();

  /** @param now the time of verification: no answer is younger. */
  constructor(data: Pick<ValidationData, 'crls' | 'ocsps'>, now: Date) {
    this.#data = data;
    this.#now = now;
  }

  about(certificate: ParsedCertificate, issuer: ParsedCertificate): readonly RevocationAnswer[] {
    const key = `${certificate.certificateSha256} ${issuer.certificateSha256}`;
    const found = this.#found.get(key);
    if (found) return found;
    const { answers, findings } = revocationAnswers(certificate, issuer, this.#data, this.#now);
    this.#found.set(key, answers);
    // One list speaks of many certificates, and is useless once.
    for (const finding of findings) this.#findings.set(`${finding.place} ${finding.code}`, finding);
    return answers;
  }

  /** What could not be used of all that was looked at: warnings. */
  get findings(): readonly Finding[] {
    return [...this.#findings.values()];
  }
}

/** @param path the certificate in question first, each followed by its issuer, the anchor last. */
export function standingsIn(path: readonly ParsedCertificate[], known: KnownAnswers, at: Date): Standing[] {
  return path.slice(0, -1).flatMap((certificate, index) => {
    const issuer = path[index + 1];
    if (!issuer) return [];
    const { status, answer } = judgeRevocation(known.about(certificate, issuer), at);
    const standing = status === 'unanswered' ? 'unknown' : status;
    return [{ certificate, issuer, at, status: standing, ...(answer ? { answer } : {}) }];
  });
}

/** The same for one path alone. */
export function standingsOf(
  path: readonly ParsedCertificate[],
  data: Pick<ValidationData, 'crls' | 'ocsps'>,
  { at, now }: StandingTimes,
): Standing[] {
  return standingsIn(path, new KnownAnswers(data, now), at);
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

/** After these a token of the time before still proves it (RFC 3161, 4, point 1): the key was not in wrong hands. */
const orderly = ['unspecified', 'affiliationChanged', 'superseded', 'cessationOfOperation'];

/**
 * Warnings on certificates of a time-stamp authority that stood at the token's time, and were revoked since for another reason
 * than an orderly end: whoever has the key now can write any time into a token.
 * @param control when the token is known to have existed.
 */
export function lostFindings(standings: readonly Standing[], control: Date, place: string): Finding[] {
  return standings.flatMap(({ certificate, status, answer }): Finding[] => {
    if (status !== 'good' || answer?.status !== 'revoked' || !answer.revokedAt) return [];
    if (answer.revokedAt > control || orderly.includes(answer.reason ?? '')) return [];
    const detail = { subject: certificate.subject, revokedAt: answer.revokedAt.toISOString() };
    return [{ code: 'revocation.no-proof', severity: 'warning', place, detail }];
  });
}
