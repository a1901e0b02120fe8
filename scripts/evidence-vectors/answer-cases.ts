import { cn, makeCertificate, organizationIdentifier, sealing } from '../signature-vectors/certificates.js';
import type { Identity } from '../signature-vectors/pki.js';
import type { CrlForgery, OcspForgery } from './answers.js';
import { type Case, usualTime } from './case.js';
import * as der from './der.js';
import { leaf, type Usual } from './usual.js';

const before = '2026-05-01T00:00:00Z';
const zeros = (value: Buffer) => Buffer.alloc(value.length);

/** Answers on revocation: wrong ones, of somebody who may not answer, of another time, and what good ones say. */
export function answerCases(usual: Usual): Case[] {
  const { all } = usual;
  const own = leaf(all.seals.rsa);
  const tsaAnswer = () => usual.ocsp({ about: leaf(all.tsa) });
  const ocsp = (name: string, about: string, change: Partial<OcspForgery>, ...warnings: string[]): Case => ({
    name: `ocsp-${name}`,
    about,
    file: usual.answered({ seal: change }).file(),
    refused: ['revocation.unknown'],
    warnings: [...warnings, 'evidence.level'],
  });
  const withOcsps = (name: string, about: string, ocsps: readonly Buffer[], rest: Partial<Case>): Case => ({
    name: `ocsp-${name}`,
    about,
    file: usual
      .stamped()
      .answers({ ocsps })
      .data({ ocsps: [tsaAnswer()] })
      .file(),
    ...rest,
  });
  const crl = (name: string, about: string, change: Partial<CrlForgery>, ...warnings: string[]): Case => ({
    name: `crl-${name}`,
    about,
    file: usual
      .stamped()
      .answers({ crls: [usual.crl(change)] })
      .data({ ocsps: [tsaAnswer()] })
      .file(),
    refused: ['revocation.unknown'],
    warnings: [...warnings, 'evidence.level'],
  });
  const unknown = { refused: ['revocation.unknown'] } as const;
  const revoked = { status: 'revoked', revokedAt: before, reason: 1 } as const;
  const critical = (id: string, value: Buffer = Buffer.of(5, 0)) => der.extension(id, value, true);
  const onlyAuthorities = der.sequence(der.element(0x82, Buffer.of(0xff)));

  return [
    ocsp(
      'other-responder',
      'A responder under another root answers.',
      { by: all.responderForeign },
      'ocsp.responder',
    ),
    ocsp(
      'responder-of-other-authority',
      'The responder was appointed by an authority that did not issue the certificate.',
      { by: all.responderBelow, carried: [leaf(all.responderBelow), all.intermediate.der] },
      'ocsp.responder',
    ),
    ocsp(
      'responder-without-purpose',
      "The responder's certificate is not for OCSP.",
      { by: all.responderNoPurpose },
      'ocsp.responder',
    ),
    ocsp(
      'responder-that-may-be-revoked',
      "The responder's certificate has no id-pkix-ocsp-nocheck, and nobody asked about it.",
      { by: all.responderChecked },
      'ocsp.responder',
    ),
    ocsp(
      'responder-ended',
      "The responder's certificate ran out before it answered.",
      { by: all.responderEnded },
      'ocsp.responder',
    ),
    ocsp('by-the-seal', 'The key of the seal answers on itself.', { by: all.seals.rsa }, 'ocsp.responder'),
    ocsp('not-signed', 'The signature of the answer is zeros.', { value: zeros }, 'ocsp.signature'),
    ocsp('on-other-certificate', 'The answer is on another certificate.', { about: leaf(all.seals.other) }),
    ocsp(
      'on-other-issuer',
      'The answer is on a certificate of the same number, of a root of the same name with another key.',
      { issuer: all.falseRoot.der },
    ),
    ocsp('status-unknown', 'The responder does not know the certificate.', { status: 'unknown' }),
    ocsp('stale', 'The answer ran out before the proven time.', {
      thisUpdate: before,
      nextUpdate: '2026-05-02T00:00:00Z',
    }),
    ocsp(
      'older-without-end',
      'The answer is from before the proven time and does not say how long it is good.',
      {
        thisUpdate: before,
        nextUpdate: null,
      },
    ),
    ocsp(
      'in-the-future',
      'The answer is 301 seconds younger than the verification.',
      { thisUpdate: '2026-06-02T08:05:01Z', nextUpdate: '2026-06-03T00:00:00Z' },
      'ocsp.future',
    ),
    ocsp(
      'critical-extension',
      'A critical extension that nobody knows.',
      { extensions: [critical('1.3.6.1.4.1.99999.1')] },
      'ocsp.extension',
    ),
    ocsp(
      'of-a-time-after-it',
      'The responder spoke a month before the time of which it speaks.',
      { producedAt: before },
      'ocsp.future',
    ),
    withOcsps('garbage', 'Octets that are no answer.', [Buffer.from('none')], {
      ...unknown,
      warnings: ['ocsp.malformed', 'evidence.level'],
    }),
    withOcsps('try-later', 'The responder asks to try again later.', [der.sequence(der.enumerated(3))], {
      ...unknown,
      warnings: ['ocsp.rejected', 'evidence.level'],
    }),
    withOcsps('revoked', 'Revoked before the proven time.', [usual.ocsp(revoked)], {
      refused: ['revocation.revoked'],
    }),
    withOcsps(
      'revoked-at-that-second',
      'Revoked in the very second of the proven time.',
      [usual.ocsp({ ...revoked, revokedAt: '2026-06-01T08:00:10Z' })],
      { refused: ['revocation.revoked'] },
    ),
    withOcsps(
      'revoked-and-good',
      'Two answers of the same second, good and revoked.',
      [usual.ocsp(), usual.ocsp(revoked)],
      { refused: ['revocation.revoked'] },
    ),
    withOcsps(
      'revoked-long-ago',
      'The answer that says revoked has run out; a revocation does not.',
      [usual.ocsp({ ...revoked, thisUpdate: '2026-05-02T00:00:00Z', nextUpdate: '2026-05-03T00:00:00Z' })],
      { refused: ['revocation.revoked'] },
    ),
    withOcsps(
      'hold-lifted',
      'On hold in May, good since.',
      [
        usual.ocsp({
          ...revoked,
          reason: 6,
          thisUpdate: '2026-05-02T00:00:00Z',
          nextUpdate: '2026-05-03T00:00:00Z',
        }),
        usual.ocsp(),
      ],
      { level: 'LT' },
    ),
    withOcsps(
      'hold-lifted-and-stale',
      'On hold in May, good later in May, and nothing from June.',
      [
        usual.ocsp({
          ...revoked,
          reason: 6,
          thisUpdate: '2026-05-02T00:00:00Z',
          nextUpdate: '2026-05-03T00:00:00Z',
        }),
        usual.ocsp({ thisUpdate: '2026-05-04T00:00:00Z', nextUpdate: '2026-05-05T00:00:00Z' }),
      ],
      { ...unknown, warnings: ['evidence.level'] },
    ),
    withOcsps(
      'stale-soft',
      'The answer ran out before the proven time, and the policy is soft.',
      [usual.ocsp({ thisUpdate: before, nextUpdate: '2026-05-02T00:00:00Z' })],
      { policy: 'soft', level: 'T', warnings: ['evidence.level'] },
    ),
    withOcsps(
      'stale-given-good',
      'The answer in the file ran out before the proven time; the verifier has a good one.',
      [usual.ocsp({ thisUpdate: before, nextUpdate: '2026-05-02T00:00:00Z' })],
      { given: { ocsps: [usual.ocsp()] }, level: 'T', warnings: ['evidence.level'] },
    ),
    {
      name: 'archive-without-answers',
      about: 'A stamp and an archive time stamp, and no answers between them.',
      file: usual.stamped().archive({ by: all.tsa, time: '2026-06-01T08:01:00Z' }).file(),
      policy: 'soft',
      level: 'T',
      warnings: ['evidence.level'],
    },
    {
      name: 'data-of-certificates-alone',
      about: 'TimeStampValidationData with a certificate and without answers is no part of level LT.',
      file: usual
        .stamped()
        .data({ certificates: [leaf(all.tsa)] })
        .file(),
      policy: 'soft',
      level: 'T',
    },
    {
      name: 'revoked-and-no-stamp',
      about: 'Nothing proves that the seal is older than the revocation, which the verifier knows of.',
      file: usual.sealed().file(),
      policy: 'soft',
      given: {
        ocsps: [
          usual.ocsp({ ...revoked, revokedAt: '2026-06-01T12:00:00Z', thisUpdate: '2026-06-01T12:00:00Z' }),
        ],
      },
      refused: ['revocation.no-proof'],
    },
    {
      name: 'revoked-intermediate',
      about: 'The authority between seal and root was revoked before the proven time.',
      file: usual
        .stamped({}, usual.sealed(all.seals.viaIntermediate))
        .answers({
          ocsps: [
            usual.ocsp({
              by: all.responderBelow,
              about: leaf(all.seals.viaIntermediate),
              issuer: all.intermediate.der,
            }),
            usual.ocsp({ about: all.intermediate.der, ...revoked }),
          ],
        })
        .data({ ocsps: [tsaAnswer()] })
        .file(),
      refused: ['revocation.revoked'],
    },
    {
      name: 'intermediate-not-answered',
      about: 'There is an answer on the seal and none on the authority between it and the root.',
      file: usual
        .answered(
          {
            seal: {
              by: all.responderBelow,
              about: leaf(all.seals.viaIntermediate),
              issuer: all.intermediate.der,
            },
          },
          usual.sealed(all.seals.viaIntermediate),
        )
        .file(),
      ...unknown,
      warnings: ['evidence.level'],
    },
    {
      name: 'nothing-hard',
      about: 'Level B under the hard policy, and the verifier has nothing itself.',
      file: usual.sealed().file(),
      ...unknown,
    },
    {
      name: 'stamp-alone-hard',
      about: 'Level T under the hard policy: no answer on the authority, none on the seal.',
      file: usual.stamped().file(),
      at: usualTime,
      refused: ['revocation.unknown', 'revocation.unknown'],
      warnings: ['evidence.level'],
    },
    crl('other-issuer', 'The list is of another issuer.', { by: all.foreignRoot }),
    crl(
      'of-false-issuer',
      'The list is of a root of the same name with another key.',
      { by: all.falseRoot },
      'crl.signature',
    ),
    crl('not-signed', 'The signature of the list is zeros.', { value: zeros }, 'crl.signature'),
    crl('stale', 'The list ran out before the proven time.', {
      thisUpdate: before,
      nextUpdate: '2026-05-02T00:00:00Z',
    }),
    crl(
      'in-the-future',
      'The list is 301 seconds younger than the verification.',
      { thisUpdate: '2026-06-02T08:05:01Z', nextUpdate: '2026-06-03T00:00:00Z' },
      'crl.future',
    ),
    crl(
      'critical-extension',
      'A critical extension that nobody knows.',
      { extensions: [critical('1.3.6.1.4.1.99999.1')] },
      'crl.scope',
    ),
    crl(
      'delta',
      'A list of changes to another list.',
      { extensions: [critical('2.5.29.27', der.integer(1))] },
      'crl.scope',
    ),
    crl(
      'of-authorities-only',
      'The list speaks of certificates of authorities only.',
      { extensions: [critical('2.5.29.28', onlyAuthorities)] },
      'crl.scope',
    ),
    {
      ...crl('revoked', 'The certificate is on the list.', {
        revoked: [
          { certificate: leaf(all.seals.other), at: '2026-01-05T00:00:00Z' },
          { certificate: own, at: before, reason: 1 },
        ],
      }),
      refused: ['revocation.revoked'],
      warnings: [],
    },
    {
      name: 'crl-issuer-may-not-sign',
      about: "The issuer of the seal's certificate may not sign lists.",
      ...withoutCrlSign(usual),
      ...unknown,
      warnings: ['crl.signature', 'evidence.level'],
    },
  ];
}

/** A seal under an authority that signs a list without cRLSign. */
function withoutCrlSign(usual: Usual): Pick<Case, 'file'> {
  const { noCrlSign, seals, tsa } = usual.all;
  const certificate = makeCertificate({
    subject: [
      [organizationIdentifier, 'GO:VN-H41'],
      [cn, 'UBND tỉnh Nghệ An'],
    ],
    key: seals.rsa.key,
    issuer: noCrlSign,
    keyUsage: sealing,
  });
  const by: Identity = { key: seals.rsa.key, certificates: [certificate, noCrlSign.der] };
  const file = usual
    .stamped({}, usual.sealed(by))
    .answers({ crls: [usual.crl({ by: noCrlSign })], ocsps: [usual.ocsp({ about: noCrlSign.der })] })
    .data({ ocsps: [usual.ocsp({ about: leaf(tsa) })] })
    .file();
  return { file };
}
