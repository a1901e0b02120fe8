/**
 * Writes `spec/vectors/evidence`: run it after a change of the cases (`node dist/scripts/make-evidence-vectors.js`). The same keys
 * give the same octets. What each file must be answered with is written down with the case; nothing is taken from the
 * verifier.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptedCases } from './evidence-vectors/accepted-cases.js';
import { answerCases } from './evidence-vectors/answer-cases.js';
import { makeAuthorities } from './evidence-vectors/authorities.js';
import { type Case, stampTime, usualTime } from './evidence-vectors/case.js';
import { expiredCases } from './evidence-vectors/expired-cases.js';
import { formCases } from './evidence-vectors/form-cases.js';
import { readme } from './evidence-vectors/readme.js';
import { tokenCases } from './evidence-vectors/token-cases.js';
import { Usual } from './evidence-vectors/usual.js';

const vectors = fileURLToPath(new URL('../../spec/vectors', import.meta.url));
const target = join(vectors, 'evidence');

const authorities = makeAuthorities(join(vectors, 'keys'));
const usual = new Usual(authorities);
const cases = [acceptedCases, tokenCases, answerCases, expiredCases, formCases].flatMap((make) =>
  make(usual),
);
const names = new Set(cases.map(({ name }) => name));
if (names.size !== cases.length) throw new Error('two cases have one name');

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'README.md'), readme);
writeFileSync(join(target, 'trust.pem'), pem(authorities.root.der));
writeFileSync(join(target, 'stamp-trust.pem'), pem(authorities.foreignRoot.der));
for (const one of cases) write(one);
console.log(`${cases.length} cases, ${cases.filter(({ refused }) => refused).length} of them refused`);

function write(one: Case): void {
  const {
    name,
    file,
    about,
    kind = 'packet',
    at = usualTime,
    policy = 'hard',
    given,
    stampTrust,
    warnings,
  } = one;
  const folder = join(target, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'input.xml'), file);
  const expect = {
    about,
    kind,
    at,
    revocation: policy,
    ...(stampTrust ? { stampTrust } : {}),
    ...(given ? { given: { crls: base64(given.crls), ocsps: base64(given.ocsps) } } : {}),
    ...answerTo(one),
    warnings: warnings ?? [],
  };
  writeFileSync(join(folder, 'expect.json'), `${JSON.stringify(expect, null, 2)}\n`);
}

function answerTo({ refused, level, provenAt = stampTime.replace('Z', '.000Z') }: Case) {
  if (refused) return { refused };
  return { accepted: { signer: 'H41', level, ...(provenAt === null ? {} : { provenAt }) } };
}

function base64(ders: readonly Buffer[] = []): string[] {
  return ders.map((der) => der.toString('base64'));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
