/** Containers with proof of time and standing around their seal, good and bad. */
import { answerTime, stampTime, usualTime } from '../evidence-vectors/case.js';
import { sha256 } from '../evidence-vectors/der.js';
import { Evidence } from '../evidence-vectors/evidence.js';
import type { StampChange, Usual } from '../evidence-vectors/usual.js';
import { type Case, type Changes, change, type MakeContainer } from './case.js';

export function levelCases(make: MakeContainer, usual: Usual): Case[] {
  return [...acceptedLevels(make, usual), ...refusedLevels(make, usual)];
}

/** The certificate of the seal ended a second before June. */
const beforeItsEnd = '2026-05-31T23:00:00Z';

function acceptedLevels(make: MakeContainer, usual: Usual): Case[] {
  const { rsa, expired } = usual.all.seals;
  const level = (name: string, about: string, reached: 'T' | 'LT' | 'LTA', changes: Changes): Case => ({
    name: `container-${name}`,
    about,
    file: make({ signature: { by: rsa }, ...changes }),
    at: usualTime,
    level: reached,
    provenAt: stampTime.replace('Z', '.000Z'),
  });
  return [
    level('stamped', 'A time stamp proves when it was sealed.', 'T', {
      evidence: (sealed) => usual.stamped({}, sealed),
    }),
    level('answered', 'With answers on the certificates of the seal and of the time stamp.', 'LT', {
      evidence: (sealed) => usual.answered({}, sealed),
    }),
    level('archived', 'An archive time stamp over the files, the seal and the answers.', 'LTA', {
      evidence: (sealed) => usual.archived({}, usual.answered({}, sealed)),
    }),
    {
      ...level('stamped-before-end', 'The certificate has run out, after the time that is proven.', 'T', {
        signature: { by: expired, signingTime: beforeItsEnd },
        evidence: (sealed) => usual.stamped({ time: '2026-05-31T23:00:10Z' }, sealed),
      }),
      provenAt: '2026-05-31T23:00:10.000Z',
    },
  ];
}

function refusedLevels(make: MakeContainer, usual: Usual): Case[] {
  const { all } = usual;
  const { rsa, expired } = all.seals;
  const refused = (name: string, about: string, code: string, changes: Changes): Case => ({
    name,
    about,
    file: make({ signature: { by: rsa }, ...changes }),
    at: usualTime,
    code,
  });
  const stamp = (name: string, about: string, code: string, forgery: StampChange) =>
    refused(`level-stamp-${name}`, about, code, { evidence: (sealed) => usual.stamped(forgery, sealed) });
  const archive = (
    name: string,
    about: string,
    imprintOf: (answered: Evidence, content: Buffer[]) => Buffer,
  ) =>
    refused(`level-archive-${name}`, about, 'timestamp.imprint', {
      evidence: (sealed, files) => {
        const answered = usual.answered({}, sealed);
        const imprint = imprintOf(
          answered,
          files.map(({ content }) => content),
        );
        return usual.archived({ imprint }, answered);
      },
    });
  /** What the archive time stamp would be over, were these the signed octets. */
  const over = (answered: Evidence, content: readonly Buffer[]) =>
    usual.answered({}, new Evidence(answered.sealed, [], Buffer.concat(content))).archiveImprint;

  return [
    stamp('imprint', 'The time stamp is over something else.', 'timestamp.imprint', {
      imprint: sha256('else'),
    }),
    stamp('of-packet', 'The time stamp is over the seal of a packet.', 'timestamp.imprint', {
      imprint: usual.sealed().signatureImprint,
    }),
    stamp('other-purpose', "The authority's certificate is for OCSP.", 'certificate.usage', {
      by: all.tsaOtherPurpose,
    }),
    stamp('untrusted', 'The authority is under a root that nobody trusts.', 'certificate.untrusted', {
      by: all.tsaForeign,
    }),
    stamp('before-seal', 'SigningTime lies long after the time that is proven.', 'seal.signing-time', {
      time: '2026-06-01T07:50:00Z',
    }),
    refused('level-stamped-after-end', 'Stamped after the certificate had run out.', 'certificate.expired', {
      signature: { by: expired, signingTime: beforeItsEnd },
      evidence: (sealed) => usual.stamped({}, sealed),
    }),
    refused('level-revoked', 'The certificate was revoked before the stamp.', 'revocation.revoked', {
      evidence: (sealed) =>
        usual.answered({ seal: { status: 'revoked', revokedAt: '2026-05-01T00:00:00Z' } }, sealed),
    }),
    refused('level-two-stamps', 'There are two time stamps over the seal.', 'evidence.form', {
      evidence: (sealed) => usual.stamped({ time: answerTime }, usual.stamped({}, sealed)),
    }),
    archive('over-seal-alone', 'The archive time stamp is not over the files.', (answered) =>
      over(answered, []),
    ),
    archive('over-other-order', 'It is over the files in another order.', (answered, content) =>
      over(answered, [...content].reverse()),
    ),
    archive('over-digests', 'It is over the digests of the files.', (answered, content) =>
      over(
        answered,
        content.map((octets) => sha256(octets)),
      ),
    ),
    refused('level-archive-file-changed', 'A file was changed afterwards.', 'timestamp.imprint', {
      evidence: (sealed) => usual.archived({}, usual.answered({}, sealed)),
      entries: change('message.xml', ({ content }) => ({
        content: Buffer.concat([content, Buffer.from(' ')]),
      })),
    }),
  ];
}
