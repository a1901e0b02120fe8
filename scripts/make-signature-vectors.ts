/**
 * Writes `spec/vectors/signature`: run it after a change of the cases (`node dist/scripts/make-signature-vectors.js`).
 * The same keys give the same octets. What each file must be answered with is written down with the case; nothing is
 * taken from the verifier.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptedCases } from './signature-vectors/accepted-cases.js';
import { algorithmCases } from './signature-vectors/algorithm-cases.js';
import { type Case, usualTime } from './signature-vectors/case.js';
import { certificateCases } from './signature-vectors/certificate-cases.js';
import { contentCases } from './signature-vectors/content-cases.js';
import { entityCases } from './signature-vectors/entity-cases.js';
import { exchangeCases } from './signature-vectors/exchange-cases.js';
import { formCases } from './signature-vectors/form-cases.js';
import { makePki } from './signature-vectors/pki.js';
import { wrappingCases } from './signature-vectors/wrapping-cases.js';

const vectors = fileURLToPath(new URL('../../spec/vectors', import.meta.url));
const target = join(vectors, 'signature');

const pki = makePki(join(vectors, 'keys'));
const makers = [
  acceptedCases,
  contentCases,
  wrappingCases,
  exchangeCases,
  algorithmCases,
  formCases,
  entityCases,
  certificateCases,
];
const cases = makers.flatMap((make) => make(pki));
const names = new Set(cases.map(({ name }) => name));
if (names.size !== cases.length) throw new Error('two cases have one name');

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'README.md'), readme());
writeFileSync(join(target, 'trust.pem'), pem(pki.root));
for (const one of cases) write(one);
console.log(`${cases.length} cases, ${cases.filter(({ refused }) => refused).length} of them refused`);

function write({
  name,
  file,
  about,
  kind = 'packet',
  at = usualTime,
  agency,
  refused,
  signer = 'H41',
}: Case): void {
  const folder = join(target, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'input.xml'), file);
  const expected = refused ? { refused } : { accepted: { signer } };
  const expect = { about, kind, at, ...(agency === undefined ? {} : { agency }), ...expected };
  writeFileSync(join(folder, 'expect.json'), `${JSON.stringify(expect, null, 2)}\n`);
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function readme(): string {
  return `# Test vectors of the seal (../../signature.md)

Each folder is one file to verify and the answer: \`input.xml\` and \`expect.json\`. \`trust.pem\` is the trust anchor of all.

| member | meaning |
|---|---|
| about | what is special about the file |
| kind | which kind of sealed file the caller expects: packet, receipt, ping, directory |
| at | the time of verification |
| agency | the agency that the caller expects; where absent, any |
| accepted | the file verifies; \`signer\` is the agency code of its seal |
| refused | the codes of all findings in the order of section 4; the first is the code of the refusal |

A second implementation must accept the accepted, and refuse the refused with the first code; the rest of the list is
for verifiers that report all findings. The files were written by \`scripts/make-signature-vectors.ts\` with the public test
keys in \`../keys\`; it shares no code with the product's sealing.

| key | of |
|---|---|
| root | the trust anchor |
| other-root | a root of the same name that nobody trusts |
| intermediate | every authority below the root |
| second-intermediate | an authority below one of them |
| agency | agency H41, the operator \`AXIS\`, and the certificates that cannot seal |
| agency-ecdsa | agency H41 in the cases with a P-256 key, and agency H53 |
| agency-rsa-3072, agency-rsa-4096, agency-rsa-8192, agency-exponent-65539 | agency H41 in the cases of these keys |
| intermediate-ecdsa, intermediate-p384 | authorities below the root with these keys |
| weak-ed25519, weak-exponent-3, weak-rsa-1024, wrong-curve-p384, wrong-curve-p521 | agency H41, in the cases of keys that cannot seal |
`;
}
