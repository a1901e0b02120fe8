import type { Case } from './case.js';
import { forge, replace } from './forge.js';
import type { Identity, Pki } from './pki.js';

/** Files that a verifier accepts. */
export function acceptedCases(pki: Pki): Case[] {
  return [
    ...usualCases(pki),
    ...keyCases(pki),
    ...certificateShapes(pki),
    ...contentShapes(pki),
    ...timeCases(pki),
  ];
}

function usualCases(pki: Pki): Case[] {
  return [
    { name: 'packet-rsa', about: 'A packet sealed with an RSA key.', file: forge({ by: pki.rsa }) },
    { name: 'packet-ecdsa', about: 'A packet sealed with a P-256 key.', file: forge({ by: pki.ecdsa }) },
    {
      name: 'packet-expected-agency',
      about: 'The caller expects the agency that sealed.',
      file: forge({ by: pki.rsa }),
      agency: 'H41',
    },
    {
      name: 'packet-with-attachments',
      about: 'What follows the envelope is not signed; the packet binds it by digests (packet.md).',
      file: forge({
        by: pki.rsa,
        file: replace(
          '</edXML:edXMLEnvelope>',
          '</edXML:edXMLEnvelope><AttachmentEncoded></AttachmentEncoded>',
        ),
      }),
    },
    {
      name: 'packet-via-intermediate',
      about: 'The certificate was issued by an authority below the root.',
      file: forge({ by: pki.viaIntermediate }),
    },
    {
      name: 'packet-text-like-markup',
      about: 'The text of an element looks like markup of a seal.',
      file: forge({
        by: pki.rsa,
        head: replace('Về việc', 'Id="seal" &lt;ds:Signature Id="seal"&gt; &lt;!-- &lt;?x?&gt; Về việc'),
      }),
    },
    {
      name: 'signing-time-within-clock-skew',
      about: 'Sealed 300 seconds after the time of verification.',
      file: forge({ by: pki.rsa, signingTime: '2026-06-01T08:05:00Z' }),
    },
    {
      name: 'receipt-rsa',
      about: 'A receipt: the whole document is signed.',
      kind: 'receipt',
      file: forge({ by: pki.rsa, kind: 'receipt' }),
    },
    {
      name: 'receipt-ecdsa',
      about: 'The same with a P-256 key.',
      kind: 'receipt',
      file: forge({ by: pki.ecdsa, kind: 'receipt' }),
    },
    { name: 'ping-ecdsa', about: 'A ping.', kind: 'ping', file: forge({ by: pki.ecdsa, kind: 'ping' }) },
    {
      name: 'directory-operator',
      about: 'A directory page sealed by the operator.',
      kind: 'directory',
      agency: 'AXIS',
      signer: 'AXIS',
      file: forge({ by: pki.operator, kind: 'directory' }),
    },
  ];
}

/** Each kind of file with each kind of key, and over an intermediate authority. */
function keyCases(pki: Pki): Case[] {
  const { rsa3072, rsa4096, rsa8192, exponent65539 } = pki;
  const packet = (name: string, about: string, by: Identity): Case => ({
    name: `packet-${name}`,
    about,
    file: forge({ by }),
  });
  const other = (kind: 'receipt' | 'ping', name: string, about: string, by: Identity): Case => ({
    name: `${kind}-${name}`,
    about,
    kind,
    file: forge({ by, kind }),
  });
  const directory = (name: string, about: string, by: Identity): Case => ({
    name: `directory-${name}`,
    about,
    kind: 'directory',
    agency: 'AXIS',
    signer: 'AXIS',
    file: forge({ by, kind: 'directory' }),
  });
  return [
    packet('rsa-3072', 'A packet under an RSA key of 3072 bits.', rsa3072),
    packet('rsa-4096', 'A packet under an RSA key of 4096 bits.', rsa4096),
    packet('rsa-8192', 'A packet under the largest RSA key, of 8192 bits.', rsa8192),
    packet('exponent-65539', 'A packet under an RSA key with another public exponent.', exponent65539),
    packet('ecdsa-via-intermediate', 'A P-256 key below an RSA authority.', pki.ecdsaViaIntermediate),
    packet('via-ecdsa-intermediate', 'An RSA key below a P-256 authority.', pki.viaEcdsaIntermediate),
    packet('ecdsa-via-ecdsa', 'A P-256 key below a P-256 authority.', pki.ecdsaViaEcdsa),
    packet('via-p384-intermediate', 'An RSA key below a P-384 authority.', pki.viaP384Intermediate),
    other('receipt', 'rsa-4096', 'A receipt under an RSA key of 4096 bits.', rsa4096),
    other(
      'receipt',
      'via-intermediate',
      'A receipt whose certificate is below an authority.',
      pki.viaIntermediate,
    ),
    other('receipt', 'via-ecdsa', 'A receipt with P-256 keys only below the root.', pki.ecdsaViaEcdsa),
    other('ping', 'rsa', 'A ping sealed with an RSA key.', pki.rsa),
    other(
      'ping',
      'via-intermediate',
      'A ping whose certificate is below an authority.',
      pki.ecdsaViaIntermediate,
    ),
    directory('ecdsa', 'A directory page sealed with a P-256 key.', pki.operatorEcdsa),
    directory(
      'via-intermediate',
      "A directory page whose operator's certificate is below an authority.",
      pki.operatorViaIntermediate,
    ),
  ];
}

/** Certificates that are in order though they are not the usual ones. */
function certificateShapes(pki: Pki): Case[] {
  const by = (name: string, about: string, identity: Identity, signer?: string): Case => ({
    name: `certificate-${name}`,
    about,
    file: forge({ by: identity }),
    ...(signer === undefined ? {} : { signer }),
  });
  return [
    by('issued-with-sha384', 'The certificate is signed with SHA-384.', pki.issuedWithSha384),
    by('issued-with-sha512', 'The certificate is signed with SHA-512.', pki.issuedWithSha512),
    by(
      'without-constraints',
      'The certificate has no basicConstraints: CA is false.',
      pki.withoutConstraints,
    ),
    by('only-non-repudiation', 'keyUsage is nonRepudiation and nothing else.', pki.onlyNonRepudiation),
    by(
      'unknown-extension',
      'An extension that nobody knows, and that is not critical.',
      pki.unknownExtension,
    ),
    by('of-8-kib', 'A certificate of 8 KiB, the largest.', pki.large),
    by('beyond-2050', 'notAfter is a GeneralizedTime.', pki.beyond2050),
    by('long-lived', 'A certificate that is valid as long as the authority above it.', pki.longLived),
    by('old-code', 'The agency is named by its old code.', pki.oldCode, '000.00.00.H41'),
    by(
      'lower-case-code',
      'A code in lower case: the seal verifies, though no agency is named so.',
      pki.lowerCaseCode,
      'h41-a',
    ),
    by('longest-code', 'A code of 64 characters, the longest.', pki.longestCode, 'A'.repeat(64)),
    by('other-script', 'Names in several scripts.', pki.otherScript),
  ];
}

/** Contents at the edge of what may stand in a sealed file. */
function contentShapes(pki: Pki): Case[] {
  const subject = 'Về việc rà soát';
  const shape = (name: string, about: string, text: string): Case => ({
    name: `content-${name}`,
    about,
    file: forge({ by: pki.ecdsa, head: replace(subject, text) }),
  });
  const levelsAbove = 5; // edXML, envelope, header, MessageHeader, Subject
  const mostLevels = 32;
  const deepest = mostLevels - levelsAbove;
  return [
    shape('empty-text', 'A text that is empty but for what follows.', ''),
    shape('supplementary', 'Characters beyond U+FFFF.', '🌲 \u{20000} \u{10fffd}'),
    shape('right-to-left', 'Text from right to left, with its controls.', '\u202bالعربية\u202c'),
    shape('thirty-marks', 'Thirty combining marks in a row, the most.', `q${'\u0316'.repeat(30)}`),
    shape('tab-and-line-feed', 'Tab and line feed as they are in text.', 'một\thai\nba'),
    shape('references', 'Each reference that text may have.', '&amp;&lt;&gt; &amp;amp; &amp;#65;'),
    shape(
      'attribute-references',
      'Each reference that an attribute may have.',
      '<edXML:x a="&amp;&lt;&quot;&#x9;&#xA;>\'"></edXML:x>',
    ),
    shape(
      'like-base64',
      'Text that looks like a digest.',
      '<edXML:x>47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=</edXML:x>',
    ),
    shape(
      'deepest',
      '32 levels of elements, the most.',
      '<edXML:x>'.repeat(deepest) + '</edXML:x>'.repeat(deepest),
    ),
    shape('long-text', 'A text of 20,000 characters.', 'ế'.repeat(20_000)),
    {
      name: 'packet-with-many-attachments',
      about: 'Two hundred elements after the envelope.',
      file: forge({
        by: pki.ecdsa,
        file: replace(
          '</edXML:edXMLEnvelope>',
          `</edXML:edXMLEnvelope>${'<Attachment></Attachment>'.repeat(200)}`,
        ),
      }),
    },
  ];
}

/** All bounds of time are inclusive. */
function timeCases(pki: Pki): Case[] {
  const second = '2026-06-01T07:59:58Z';
  return [
    {
      name: 'time-certificate-of-one-second',
      about: 'notBefore, notAfter, SigningTime and the time of verification are the same second.',
      at: second,
      file: forge({ by: pki.validOneSecond, signingTime: second }),
    },
    {
      name: 'time-at-not-before',
      about: 'Sealed and verified at notBefore.',
      at: '2026-01-01T00:00:00Z',
      file: forge({ by: pki.rsa, signingTime: '2026-01-01T00:00:00Z' }),
    },
    {
      name: 'time-at-not-after',
      about: 'Sealed and verified at notAfter.',
      at: '2029-01-01T00:00:00Z',
      file: forge({ by: pki.rsa, signingTime: '2029-01-01T00:00:00Z' }),
    },
    {
      name: 'time-long-after-signing',
      about: 'Verified two years after it was sealed, while the certificate is valid.',
      at: '2028-12-31T23:59:59Z',
      file: forge({ by: pki.rsa }),
    },
    {
      name: 'time-leap-day',
      about: 'Sealed on 29 February.',
      at: '2028-02-29T12:00:00Z',
      file: forge({ by: pki.rsa, signingTime: '2028-02-29T12:00:00Z' }),
    },
  ];
}
