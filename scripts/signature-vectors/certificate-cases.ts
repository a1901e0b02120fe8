import type { Case } from './case.js';
import { forge, replace } from './forge.js';
import type { Identity, Pki } from './pki.js';

/** Good seals by keys whose certificates do not allow it, at times that do not fit, by others than expected. */
export function certificateCases(pki: Pki): Case[] {
  const by = (name: string, about: string, identity: Identity, ...refused: string[]): Case => ({
    name: `certificate-${name}`,
    about,
    file: forge({ by: identity }),
    refused,
  });
  const [der = Buffer.alloc(0)] = pki.rsa.certificates;
  const garbage = (certificate: Buffer): Identity => ({ key: pki.rsa.key, certificates: [certificate] });

  return [
    by(
      'expired',
      'The certificate expired the day before.',
      pki.expired,
      'certificate.expired',
      'seal.signing-time',
    ),
    by(
      'not-yet-valid',
      'The certificate is valid from tomorrow.',
      pki.notYetValid,
      'certificate.not-yet-valid',
      'seal.signing-time',
    ),
    {
      name: 'certificate-expired-since',
      about: 'Sealed while the certificate was valid, verified for a time after it.',
      file: forge({ by: pki.expired, signingTime: '2026-05-01T00:00:00Z' }),
      refused: ['certificate.expired'],
    },
    by(
      'of-other-root',
      'Issued by a root of the same name with another key.',
      pki.otherRoot,
      'certificate.untrusted',
    ),
    by('self-signed', 'Signed by its own key.', pki.selfSigned, 'certificate.untrusted'),
    by('with-root', 'KeyInfo carries the trust anchor too.', pki.withRoot, 'certificate.untrusted'),
    by(
      'with-stranger',
      'KeyInfo carries an authority that did not issue the certificate.',
      pki.withStranger,
      'certificate.untrusted',
    ),
    by('too-many', 'KeyInfo carries five certificates.', pki.tooMany, 'seal.limit'),
    by('issuer-no-ca', 'The issuer has CA false.', pki.caFalse, 'certificate.not-a-ca'),
    by('issuer-no-cert-sign', 'The issuer may not sign certificates.', pki.noCertSign, 'certificate.usage'),
    by(
      'issuer-expired',
      'The issuing authority has expired.',
      pki.expiredIntermediate,
      'certificate.expired',
    ),
    by(
      'path-length',
      'Two authorities below a root that may have one.',
      pki.pathLength,
      'certificate.path-length',
      'certificate.path-length',
    ),
    by('weak-key', 'RSA with 1024 bits.', pki.weakKey, 'certificate.weak-key'),
    by('weak-exponent', 'RSA with the public exponent 3.', pki.weakExponent, 'certificate.weak-key'),
    by('weak-hash', 'Signed with SHA-1.', pki.weakHash, 'certificate.weak-hash'),
    {
      name: 'certificate-wrong-curve',
      about: 'A P-384 key, which may issue certificates and cannot seal.',
      file: forge({ by: pki.wrongCurve }),
      refused: ['certificate.weak-key'],
    },
    by(
      'critical-extension',
      'A critical extension that nobody knows.',
      pki.critical,
      'certificate.critical-extension',
    ),
    by('no-agency', 'No organizationIdentifier.', pki.noAgency, 'certificate.no-agency'),
    by('two-agencies', 'Two organizationIdentifiers.', pki.twoAgencies, 'certificate.no-agency'),
    by(
      'other-identifier',
      'An organizationIdentifier of another form (a tax number).',
      pki.taxAgency,
      'certificate.no-agency',
    ),
    by(
      'no-non-repudiation',
      'keyUsage without nonRepudiation.',
      pki.onlyDigitalSignature,
      'certificate.usage',
    ),
    by('extended-key-usage', 'A certificate for TLS clients.', pki.tlsClient, 'certificate.usage'),
    by('authority', "An authority's certificate.", pki.authority, 'certificate.usage'),
    by('version-1', 'An X.509 version 1 certificate.', pki.version1, 'certificate.malformed'),
    by(
      'garbage',
      'Octets that are no certificate.',
      garbage(Buffer.from('no certificate')),
      'certificate.malformed',
    ),
    by(
      'trailing-octets',
      'An octet follows the certificate.',
      garbage(Buffer.concat([der, Buffer.of(0)])),
      'certificate.malformed',
    ),
    by('pem', 'The certificate in PEM inside base64.', garbage(pem(der)), 'certificate.malformed'),
    by(
      'too-large',
      'A certificate of more than 8 KiB.',
      garbage(Buffer.concat([der, Buffer.alloc(9000)])),
      'seal.limit',
    ),
    {
      name: 'signing-time-before-certificate',
      about: 'SigningTime lies before the validity of the certificate.',
      file: forge({ by: pki.rsa, signingTime: '2025-12-31T23:59:59Z' }),
      refused: ['seal.signing-time'],
    },
    {
      name: 'signing-time-in-the-future',
      about: 'Sealed 301 seconds after the time of verification.',
      file: forge({ by: pki.rsa, signingTime: '2026-06-01T08:05:01Z' }),
      refused: ['seal.signing-time'],
    },
    {
      name: 'other-agency',
      about: 'A good seal of another agency than expected.',
      file: forge({ by: pki.other }),
      agency: 'H41',
      refused: ['seal.other-agency'],
    },
    {
      name: 'agency-seals-directory',
      about: "A directory page sealed by an agency in the operator's place.",
      kind: 'directory',
      agency: 'AXIS',
      file: forge({ by: pki.rsa, kind: 'directory' }),
      refused: ['seal.other-agency'],
    },
    {
      name: 'everything-at-once',
      about:
        'Changed content, expired certificate of another root, another agency: all of it is found in one pass.',
      agency: 'H53',
      file: forge({ by: pki.expired, file: replace('H53', 'H54') }),
      refused: ['seal.content-digest', 'certificate.expired', 'seal.signing-time', 'seal.other-agency'],
    },
  ];
}

function pem(der: Buffer): Buffer {
  return Buffer.from(`-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`);
}
