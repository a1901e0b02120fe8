import { tsaKeyId } from './authorities.js';
import type { Case } from './case.js';
import { attributeCertificate } from './token.js';
import { leaf, type Usual } from './usual.js';

const afterSeal = '2030-01-01T00:00:00Z';
const afterStamp = '2037-01-01T00:00:00Z';

/** Evidence that stands: every level, kind and key, at times at which each is needed. */
export function acceptedCases(usual: Usual): Case[] {
  const { all } = usual;
  const { seals } = all;
  const revoked = { status: 'revoked', revokedAt: '2026-06-05T00:00:00Z', reason: 1 } as const;
  const tsaAnswer = (change = {}) => usual.ocsp({ about: leaf(all.tsa), ...change });
  const renewed = usual
    .archived({ by: all.tsa, time: '2028-12-01T00:00:00Z' })
    .data({
      ocsps: [tsaAnswer({ thisUpdate: '2035-06-01T00:00:00Z', nextUpdate: '2035-06-02T00:00:00Z' })],
    })
    .archive({ by: all.tsaNext, time: '2035-06-02T00:00:00Z' })
    .data({
      ocsps: [
        usual.ocsp({
          about: leaf(all.tsaNext),
          thisUpdate: '2035-06-03T00:00:00Z',
          nextUpdate: '2035-06-04T00:00:00Z',
        }),
      ],
    });
  const viaIntermediate = usual
    .stamped({}, usual.sealed(seals.viaIntermediate))
    .answers({
      ocsps: [
        usual.ocsp({
          by: all.responderBelow,
          about: leaf(seals.viaIntermediate),
          issuer: all.intermediate.der,
        }),
        usual.ocsp({ about: all.intermediate.der }),
      ],
    })
    .data({ ocsps: [tsaAnswer()] });

  return [
    {
      name: 'b-soft',
      about: 'Nothing but the seal.',
      file: usual.sealed().file(),
      policy: 'soft',
      level: 'B',
      provenAt: null,
    },
    {
      name: 'b-hard-given-list',
      about: 'Nothing but the seal; the verifier has a list of its own.',
      file: usual.sealed().file(),
      given: { crls: [usual.crl({ nextUpdate: '2026-06-03T08:00:00Z' })] },
      level: 'B',
      provenAt: null,
    },
    {
      name: 't-packet-rsa',
      about: 'A packet with a time stamp.',
      file: usual.stamped().file(),
      policy: 'soft',
      level: 'T',
    },
    {
      name: 't-packet-ecdsa',
      about: 'The same with a P-256 key.',
      file: usual.stamped({}, usual.sealed(seals.ecdsa)).file(),
      policy: 'soft',
      level: 'T',
    },
    {
      name: 't-receipt',
      about: 'A receipt with a time stamp.',
      kind: 'receipt',
      file: usual.stamped({}, usual.sealed(seals.rsa, 'receipt')).file(),
      policy: 'soft',
      level: 'T',
    },
    {
      name: 't-hard-given-answers',
      about: 'A time stamp; the verifier has the answers itself.',
      file: usual.stamped().file(),
      given: { ocsps: [usual.ocsp(), tsaAnswer()] },
      level: 'T',
    },
    {
      name: 't-fraction',
      about: 'The time of the token has a fraction of a second.',
      file: usual.stamped({ time: '2026-06-01T08:00:10.25Z' }).file(),
      policy: 'soft',
      level: 'T',
      provenAt: '2026-06-01T08:00:10.250Z',
    },
    {
      name: 't-expired-since',
      about: "The seal's certificate has run out since the time that the stamp proves.",
      file: usual.stamped().file(),
      policy: 'soft',
      at: afterSeal,
      level: 'T',
    },
    {
      name: 't-signing-time-within-clock-skew',
      about: 'SigningTime lies 300 seconds after the proven time.',
      file: usual
        .stamped({ time: '2026-06-01T08:00:00Z' }, usual.sealed(seals.rsa, 'packet', '2026-06-01T08:05:00Z'))
        .file(),
      policy: 'soft',
      level: 'T',
      provenAt: '2026-06-01T08:00:00.000Z',
    },
    {
      name: 't-certificate-beside-token',
      about: "The token does not carry its authority's certificate; CertificateValues has it.",
      file: usual.stamped({ certificates: [] }).certificates(leaf(all.tsa)).file(),
      policy: 'soft',
      level: 'T',
    },
    {
      name: 't-signer-by-key-id',
      about:
        'The token names its signer by the identifier of its key, which makes it a SignerInfo of version 3.',
      file: usual.stamped({ by: all.tsaWithKeyId, namedByKeyId: tsaKeyId }).file(),
      policy: 'soft',
      level: 'T',
    },
    {
      name: 't-attribute-certificate',
      about:
        'The token carries an attribute certificate of version 2, which makes it a SignedData of version 4.',
      file: usual.stamped({ otherCertificates: [attributeCertificate], dataVersion: 4 }).file(),
      policy: 'soft',
      level: 'T',
    },
    {
      name: 't-foreign-authority',
      about: 'The stamp is of an authority under a root of its own, trusted for stamps alone.',
      file: usual.stamped({ by: all.tsaForeign }).file(),
      policy: 'soft',
      stampTrust: true,
      level: 'T',
    },
    {
      name: 'lt-packet-rsa',
      about: 'A packet with a time stamp and answers on both certificates.',
      file: usual.answered().file(),
      level: 'LT',
    },
    {
      name: 'lt-receipt-ecdsa',
      about: 'A receipt sealed with a P-256 key, with a time stamp and answers.',
      kind: 'receipt',
      file: usual
        .answered({ seal: { about: leaf(seals.ecdsa) } }, usual.sealed(seals.ecdsa, 'receipt'))
        .file(),
      level: 'LT',
    },
    {
      name: 'lt-expired-since',
      about: "The seal's certificate has run out; stamp and answers are from before.",
      file: usual.answered().file(),
      at: afterSeal,
      level: 'LT',
    },
    {
      name: 'lt-list',
      about: 'One list of the root in the place of two OCSP answers.',
      file: usual
        .stamped()
        .answers({ crls: [usual.crl()] })
        .file(),
      level: 'LT',
    },
    {
      name: 'lt-list-and-ocsp',
      about: 'A list and an OCSP answer on the same certificate.',
      file: usual
        .stamped()
        .answers({ crls: [usual.crl()], ocsps: [usual.ocsp()] })
        .file(),
      level: 'LT',
    },
    {
      name: 'lt-root-answers',
      about: 'The root itself answers, not a responder.',
      file: usual.answered({ seal: { by: all.rootResponds, carried: [] } }).file(),
      level: 'LT',
    },
    {
      name: 'lt-sha1-names',
      about: 'The answer names the certificate by SHA-1, as most responders do.',
      file: usual.answered({ seal: { hash: 'sha1' } }).file(),
      level: 'LT',
    },
    {
      name: 'lt-via-intermediate',
      about: 'The seal is of an authority below the root: answers on two certificates.',
      file: viaIntermediate.file(),
      level: 'LT',
    },
    {
      name: 'lt-revoked-since',
      about: 'The answer says that the certificate was revoked four days after the proven time.',
      file: usual
        .answered({
          seal: { ...revoked, thisUpdate: '2026-06-06T00:00:00Z', nextUpdate: '2026-06-07T00:00:00Z' },
        })
        .file(),
      at: '2026-07-01T00:00:00Z',
      level: 'LT',
    },
    {
      name: 'lt-revoked-since-given',
      about: 'The same, where the verifier has the list that says it and the file an older answer.',
      file: usual.answered().file(),
      given: {
        crls: [
          usual.crl({
            revoked: [{ certificate: leaf(seals.rsa), at: revoked.revokedAt, reason: 1 }],
            thisUpdate: '2026-06-06T00:00:00Z',
            nextUpdate: '2026-06-07T00:00:00Z',
          }),
        ],
      },
      at: '2026-07-01T00:00:00Z',
      level: 'LT',
    },
    {
      name: 'lt-authority-ended-orderly',
      about: "The authority's certificate was revoked after the token's time because another took its place.",
      file: usual.answered().file(),
      given: {
        ocsps: [
          tsaAnswer({
            ...revoked,
            reason: 4,
            thisUpdate: '2026-06-06T00:00:00Z',
            nextUpdate: '2026-06-07T00:00:00Z',
          }),
        ],
      },
      at: '2026-07-01T00:00:00Z',
      level: 'LT',
    },
    {
      name: 'lta-packet',
      about: 'All that, and an archive time stamp over it.',
      file: usual.archived().file(),
      policy: 'soft',
      level: 'LTA',
    },
    {
      name: 'lta-receipt',
      about: 'A receipt of the same level.',
      kind: 'receipt',
      file: usual.archived({}, usual.answered({}, usual.sealed(seals.rsa, 'receipt'))).file(),
      policy: 'soft',
      level: 'LTA',
    },
    {
      name: 'lta-first-authority-ended',
      about:
        "The first authority's certificate has run out; an archive time stamp from before carries its token.",
      file: usual
        .answered({ stamp: { by: all.tsaShort } })
        .archive({ by: all.tsa, time: '2026-12-30T00:00:00Z' })
        .data({
          ocsps: [tsaAnswer({ thisUpdate: '2026-12-31T00:00:00Z', nextUpdate: '2027-01-01T00:00:00Z' })],
        })
        .file(),
      at: afterSeal,
      level: 'LTA',
    },
    {
      name: 'lta-renewed',
      about:
        'Two archive time stamps of two authorities: seal, first and second authority have all run out but the last.',
      file: renewed.file(),
      at: afterStamp,
      level: 'LTA',
    },
    {
      name: 'lta-stolen-key-of-first-authority',
      about:
        'The key of the first authority was stolen; an archive time stamp of another one is from before that.',
      file: usual
        .answered({ stamp: { by: all.tsaShort } })
        .archive({ by: all.tsa, time: '2026-06-03T00:00:00Z' })
        .file(),
      policy: 'soft',
      given: {
        ocsps: [
          usual.ocsp({
            about: leaf(all.tsaShort),
            ...revoked,
            thisUpdate: '2026-06-06T00:00:00Z',
            nextUpdate: '2026-06-07T00:00:00Z',
          }),
        ],
      },
      at: '2026-07-01T00:00:00Z',
      level: 'LTA',
    },
  ];
}
