import { archiveCutoff, type CrlForgery, type OcspForgery } from './answers.js';
import type { Case } from './case.js';
import { extension, generalizedTime } from './der.js';
import { leaf, type Usual } from './usual.js';

/** The last second of the certificate of these seals. */
const end = '2026-05-31T23:59:59Z';
const longBefore = '2026-01-01T00:00:00Z';
const stamp = { time: '2026-05-31T23:30:00Z' };

/** Answers from after the end of the certificate, when its issuer may have forgotten it, or says that it has not. */
export function expiredCases(usual: Usual): Case[] {
  const { expired } = usual.all.seals;
  const about = leaf(expired);
  const sealed = () => usual.sealed(expired, 'packet', '2026-05-31T23:00:00Z');
  const provenAt = '2026-05-31T23:30:00.000Z';
  const outcome = (warning: string | undefined): Partial<Case> =>
    warning
      ? { refused: ['revocation.unknown'], warnings: [warning, 'evidence.level'] }
      : { level: 'LT', provenAt };
  const ocsp = (name: string, what: string, change: Partial<OcspForgery>, warning?: string): Case => ({
    name: `ocsp-${name}`,
    about: what,
    file: usual.answered({ stamp, seal: { about, ...change } }, sealed()).file(),
    ...outcome(warning),
  });
  const crl = (name: string, what: string, change: Partial<CrlForgery>, warning?: string): Case => ({
    name: `crl-${name}`,
    about: what,
    file: usual
      .stamped(stamp, sealed())
      .answers({ crls: [usual.crl(change)] })
      .data({ ocsps: [usual.ocsp({ about: leaf(usual.all.tsa) })] })
      .file(),
    ...outcome(warning),
  });
  const kept = (since: string) => ({ extensions: [extension('2.5.29.60', generalizedTime(since))] });
  const cutoff = (...given: Parameters<typeof archiveCutoff>) => ({
    answerExtensions: [archiveCutoff(...given)],
  });

  return [
    ocsp(
      'after-expiry',
      'The answer is from after the end of the certificate, when its issuer may have forgotten it.',
      {},
      'revocation.after-expiry',
    ),
    ocsp('after-expiry-kept', 'The same with an archiveCutoff before the end.', cutoff(longBefore)),
    ocsp(
      'after-expiry-kept-since-the-end',
      'The archiveCutoff is the last second of the certificate.',
      cutoff(end),
    ),
    ocsp(
      'after-expiry-kept-critical',
      'The archiveCutoff is critical, and known.',
      cutoff(longBefore, { critical: true }),
    ),
    ocsp(
      'after-expiry-kept-too-late',
      'The archiveCutoff is a second after the end.',
      cutoff('2026-06-01T00:00:00Z'),
      'revocation.after-expiry',
    ),
    ocsp(
      'after-expiry-kept-for-nothing',
      'The archiveCutoff is an extension of the response, where it speaks of no certificate.',
      { extensions: [archiveCutoff(longBefore)] },
      'revocation.after-expiry',
    ),
    ocsp(
      'archive-cutoff-malformed',
      'Something follows the time in archiveCutoff.',
      cutoff(longBefore, { behind: Buffer.of(5, 0) }),
      'ocsp.malformed',
    ),
    {
      ...ocsp(
        'after-expiry-revoked',
        'After the end of the certificate it is said to have been revoked before.',
        {
          status: 'revoked',
          revokedAt: '2026-05-01T00:00:00Z',
        },
      ),
      refused: ['revocation.revoked'],
      warnings: [],
    },
    crl(
      'after-expiry',
      'The list is from after the end of the certificate and does not say that it keeps it.',
      {},
      'revocation.after-expiry',
    ),
    crl('after-expiry-kept', 'The same with an expiredCertsOnCRL before the end.', kept(longBefore)),
    crl(
      'after-expiry-kept-too-late',
      'The expiredCertsOnCRL is a second after the end.',
      kept('2026-06-01T00:00:00Z'),
      'revocation.after-expiry',
    ),
  ];
}
