import { tsaKeyId } from './authorities.js';
import type { Case } from './case.js';
import { algorithms, extension, sha256 } from './der.js';
import { stampOf } from './evidence.js';
import { attributeCertificate, forgeToken, otherCertificate, writeInfo } from './token.js';
import { leaf, type StampChange, type Usual } from './usual.js';

const stolenAt = '2026-06-05T00:00:00Z';

/** Time stamps that are wrong, of somebody who may not stamp, or that prove nothing any more. */
export function tokenCases(usual: Usual): Case[] {
  const { all } = usual;
  const { seals } = all;
  const stamp = (name: string, about: string, change: StampChange, ...refused: string[]): Case => ({
    name: `stamp-${name}`,
    about,
    file: usual.stamped(change).file(),
    policy: 'soft',
    refused,
    warnings: ['evidence.level'],
  });
  const whole = (name: string, about: string, token: (good: Buffer) => Buffer, code: string): Case => {
    const sealed = usual.sealed();
    const good = forgeToken({
      by: all.tsa,
      imprint: sealed.signatureImprint,
      time: '2026-06-01T08:00:10Z',
    });
    return {
      name: `stamp-${name}`,
      about,
      file: sealed.with(stampOf(token(good))).file(),
      policy: 'soft',
      refused: [code],
      warnings: ['evidence.level'],
    };
  };
  const stolen = (name: string, about: string, reason?: number): Case => ({
    name: `stamp-${name}`,
    about,
    file: usual.answered().file(),
    policy: 'soft',
    at: '2026-07-01T00:00:00Z',
    given: {
      ocsps: [
        usual.ocsp({
          about: leaf(all.tsa),
          status: 'revoked',
          revokedAt: stolenAt,
          ...(reason === undefined ? {} : { reason }),
          thisUpdate: '2026-06-06T00:00:00Z',
          nextUpdate: '2026-06-07T00:00:00Z',
        }),
      ],
    },
    level: 'B',
    provenAt: null,
    warnings: ['revocation.no-proof', 'evidence.level'],
  });
  const archive = (name: string, about: string, change: StampChange): Case => ({
    name: `archive-${name}`,
    about,
    file: usual.archived(change).file(),
    policy: 'soft',
    refused: ['timestamp.imprint'],
    warnings: ['evidence.level'],
  });

  return [
    stamp('imprint', 'The token is over something else.', { imprint: sha256('else') }, 'timestamp.imprint'),
    stamp(
      'of-other-seal',
      'The token is over the seal of another file.',
      { imprint: usual.sealed(seals.ecdsa).signatureImprint },
      'timestamp.imprint',
    ),
    stamp(
      'over-value-without-element',
      'The token is over the text of SignatureValue without its element.',
      { imprint: sha256(/<ds:SignatureValue>([^<]*)/.exec(usual.sealed().sealed)?.[1] ?? '') },
      'timestamp.imprint',
    ),
    stamp(
      'imprint-sha1',
      'The token says that its imprint is SHA-1.',
      { imprintHash: algorithms.sha1 },
      'timestamp.imprint',
    ),
    stamp('two-signers', 'Two signers.', { signers: 2 }, 'timestamp.signers'),
    stamp('cms-version', 'SignedData has version 1.', { dataVersion: 1 }, 'cms.version'),
    stamp(
      'cms-version-of-attribute-certificates',
      'SignedData has version 4 and no attribute certificate.',
      { dataVersion: 4 },
      'cms.version',
    ),
    stamp(
      'cms-version-with-attribute-certificate',
      'SignedData has version 3 and an attribute certificate of version 2.',
      { otherCertificates: [attributeCertificate] },
      'cms.version',
    ),
    stamp(
      'cms-version-with-other-certificate',
      'SignedData has version 4 and a certificate of another format.',
      { otherCertificates: [attributeCertificate, otherCertificate], dataVersion: 4 },
      'cms.version',
    ),
    stamp(
      'signer-version',
      'The signer is named by issuer and serial number and has version 3.',
      { signerVersion: 3 },
      'cms.version',
    ),
    stamp(
      'signer-version-of-key-id',
      'The signer is named by the identifier of its key and has version 1.',
      { by: all.tsaWithKeyId, namedByKeyId: tsaKeyId, signerVersion: 1 },
      'cms.version',
    ),
    stamp('no-signer', 'No signer.', { signers: 0 }, 'timestamp.signers'),
    stamp(
      'no-certificate',
      "The authority's certificate is nowhere.",
      { certificates: [] },
      'cms.certificate',
    ),
    stamp(
      'other-purpose',
      "The authority's certificate is for OCSP.",
      { by: all.tsaOtherPurpose },
      'certificate.usage',
    ),
    stamp('no-purpose', 'It is for no purpose.', { by: all.tsaNoPurpose }, 'certificate.usage'),
    stamp(
      'purpose-not-critical',
      'The purpose is there and not critical.',
      { by: all.tsaNotCritical },
      'certificate.usage',
    ),
    stamp('by-the-seal', 'Stamped with the key of the seal itself.', { by: seals.rsa }, 'certificate.usage'),
    stamp(
      'by-the-root',
      'Stamped with the key of the trust anchor.',
      { by: all.rootResponds },
      'certificate.usage',
      'certificate.untrusted',
    ),
    stamp(
      'untrusted',
      'The authority is under a root of the same name with another key.',
      { by: all.tsaOfFalseRoot },
      'certificate.untrusted',
    ),
    stamp(
      'foreign-not-trusted',
      'The authority is under a root that nobody trusts.',
      { by: all.tsaForeign },
      'certificate.untrusted',
    ),
    stamp(
      'path-not-complete',
      'The token lacks the certificate between its authority and the root.',
      { by: all.tsaBelow, certificates: [leaf(all.tsaBelow)] },
      'certificate.untrusted',
    ),
    stamp('sha1', 'Digest and signature of the token are SHA-1.', { hash: 'sha1' }, 'cms.outdated'),
    stamp(
      'before-its-certificate',
      "The token's time is a second before its authority's certificate.",
      { by: all.tsaLater },
      'timestamp.time',
    ),
    stamp(
      'in-the-future',
      "The token's time is 301 seconds after the verification.",
      { time: '2026-06-02T08:05:01Z' },
      'timestamp.future',
    ),
    stamp(
      'not-bound',
      'No signed attribute says which certificate is meant.',
      { meant: null },
      'cms.no-signing-certificate',
    ),
    stamp(
      'bound-to-other',
      'The signed attribute means another certificate of the same key.',
      { meant: leaf(all.tsaNext) },
      'cms.signing-certificate',
    ),
    stamp(
      'content-changed',
      'The time in the token was changed after it was signed.',
      {
        content: () =>
          writeInfo({
            by: all.tsa,
            imprint: usual.sealed().signatureImprint,
            time: '2026-05-01T00:00:00Z',
          }),
      },
      'cms.message-digest',
    ),
    stamp(
      'signature-changed',
      'An octet of its signature is another one.',
      { value: (value) => Buffer.concat([value.subarray(0, -1), Buffer.of((value.at(-1) ?? 0) ^ 1)]) },
      'cms.signature',
    ),
    stamp(
      'no-signed-attributes',
      'The content is signed without attributes.',
      { attributes: 'none' },
      'cms.attributes',
    ),
    stamp(
      'content-type',
      'The content is said to be data, not TSTInfo.',
      { contentType: '1.2.840.113549.1.7.1' },
      'timestamp.malformed',
    ),
    stamp('version', 'TSTInfo of version 2.', { version: 2 }, 'timestamp.malformed'),
    stamp(
      'extension',
      'A critical extension that nobody knows.',
      { extensions: [extension('1.3.6.1.4.1.99999.1', Buffer.of(5, 0), true)] },
      'timestamp.extension',
    ),
    stamp('time-zone', 'The time is not UTC.', { time: '2026-06-01T15:00:10+0700' }, 'timestamp.malformed'),
    stamp(
      'fraction-with-zero',
      'The fraction of a second ends in a zero, which DER does not have.',
      { time: '2026-06-01T08:00:10.250Z' },
      'timestamp.malformed',
    ),
    whole('garbage', 'Octets that are no token.', () => Buffer.from('no token'), 'cms.malformed'),
    whole('empty', 'A token without octets.', () => Buffer.alloc(0), 'cms.malformed'),
    whole(
      'trailing-octets',
      'An octet follows the token.',
      (good) => Buffer.concat([good, Buffer.of(0)]),
      'cms.malformed',
    ),
    whole('too-long', 'A token of more than 64 KiB.', () => Buffer.alloc(65537, 0x30), 'cms.limit'),
    {
      name: 'stamp-before-seal',
      about: 'SigningTime lies 301 seconds after the proven time.',
      file: usual.stamped({ time: '2026-06-01T07:54:57Z' }).file(),
      policy: 'soft',
      refused: ['seal.signing-time'],
    },
    {
      name: 'stamp-before-certificate-of-seal',
      about: "The proven time is a second before the seal's certificate begins.",
      file: usual
        .stamped(
          { time: '2026-06-01T23:59:59Z' },
          usual.sealed(seals.notYetValid, 'packet', '2026-06-02T00:00:01Z'),
        )
        .file(),
      policy: 'soft',
      refused: ['certificate.not-yet-valid'],
    },
    {
      name: 'stamp-after-certificate-of-seal',
      about: "The proven time is after the end of the seal's certificate, SigningTime before it.",
      file: usual.stamped({}, usual.sealed(seals.expired, 'packet', '2026-05-31T23:00:00Z')).file(),
      policy: 'soft',
      refused: ['certificate.expired'],
    },
    {
      name: 'stamp-authority-ended',
      about:
        "The authority's certificate has run out: nothing is proven, and the seal's certificate is still valid.",
      file: usual.stamped({ by: all.tsaShort }).file(),
      policy: 'soft',
      at: '2027-02-01T00:00:00Z',
      level: 'B',
      provenAt: null,
      warnings: ['certificate.expired', 'evidence.level'],
    },
    {
      name: 'stamp-authority-ended-and-seal',
      about: "The same after the end of the seal's certificate.",
      file: usual.stamped({ by: all.tsaShort }).file(),
      policy: 'soft',
      at: '2030-01-01T00:00:00Z',
      refused: ['certificate.expired'],
      warnings: ['certificate.expired', 'evidence.level'],
    },
    stolen('key-stolen', "The authority's key was compromised after the token's time: nothing is proven.", 1),
    stolen('revoked-without-reason', "The authority's certificate was revoked since, and nobody says why."),
    {
      name: 'stamp-authority-revoked',
      about: "The authority's certificate was revoked before the token's time.",
      file: usual.answered({ tsa: { status: 'revoked', revokedAt: '2026-05-01T00:00:00Z' } }).file(),
      refused: ['revocation.revoked'],
      warnings: ['evidence.level'],
    },
    {
      name: 'stamp-authority-not-answered',
      about: "Under the hard policy there is no answer on the authority's certificate.",
      file: usual.stamped().file(),
      given: { ocsps: [usual.ocsp()] },
      refused: ['revocation.unknown'],
      warnings: ['evidence.level'],
    },
    archive('over-nothing-before', 'The archive time stamp leaves out the properties before it.', {
      imprint: usual.sealed().archiveImprint,
    }),
    archive('over-other-answers', 'It is over other answers than those in the file.', {
      imprint: usual.answered({ seal: { hash: 'sha1' } }).archiveImprint,
    }),
    archive('over-seal-alone', 'It is over what a SignatureTimeStamp is over.', {
      imprint: usual.sealed().signatureImprint,
    }),
    {
      name: 'archive-before-stamp',
      about: 'The archive time stamp is eight minutes older than the stamp that it covers.',
      file: usual.archived({ time: '2026-06-01T07:52:00Z' }).file(),
      policy: 'soft',
      refused: ['timestamp.future', 'seal.signing-time'],
      warnings: ['evidence.level'],
    },
    {
      name: 'archive-good-over-wrong-stamp',
      about: 'A good archive time stamp over a stamp that is over something else.',
      file: usual.archived({}, usual.answered({ stamp: { imprint: sha256('else') } })).file(),
      policy: 'soft',
      refused: ['timestamp.imprint'],
      warnings: ['evidence.level'],
    },
  ];
}
