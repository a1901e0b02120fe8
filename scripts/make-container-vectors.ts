/**
 * Writes `spec/vectors/container`: run it after a change of the cases (`node dist/scripts/make-container-vectors.js`). The
 * same keys give the same octets. What each container must be answered with is written down with the case; nothing is
 * taken from the reader.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptedCases } from './container-vectors/accepted-cases.js';
import { type Case, makerOf, usualFiles } from './container-vectors/case.js';
import { levelCases } from './container-vectors/level-cases.js';
import { sealCases } from './container-vectors/seal-cases.js';
import { zipCases } from './container-vectors/zip-cases.js';
import { makeAuthorities } from './evidence-vectors/authorities.js';
import { Usual } from './evidence-vectors/usual.js';
import { usualTime } from './signature-vectors/case.js';

const vectors = fileURLToPath(new URL('../../spec/vectors', import.meta.url));
const target = join(vectors, 'container');

const authorities = makeAuthorities(join(vectors, 'keys'));
const pki = authorities.seals;
const make = makerOf(pki, await usualFiles(pki));
const cases = [
  ...[acceptedCases, zipCases, sealCases].flatMap((casesOf) => casesOf(make, pki)),
  ...levelCases(make, new Usual(authorities)),
];
const names = new Set(cases.map(({ name }) => name));
if (names.size !== cases.length) throw new Error('two cases have one name');

rmSync(target, { recursive: true, force: true });
for (const one of cases) write(one);
console.log(`${cases.length} cases, ${cases.filter(({ code }) => code).length} of them refused`);

function write(one: Case): void {
  const { name, about, file, code, at = usualTime, level = 'B', provenAt } = one;
  const folder = join(target, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'README.md'), `${about}\n`);
  writeFileSync(join(folder, 'input.asice'), file);
  const taken = { signer: signerOf(name), level, ...(provenAt === undefined ? {} : { provenAt }) };
  const expected = code === undefined ? taken : { code };
  writeFileSync(join(folder, 'expect.json'), `${JSON.stringify({ at, ...expected }, null, 2)}\n`);
}

/** Whose seal an accepted container has. */
function signerOf(name: string): string {
  return name === 'container-by-recipient' ? 'H53' : 'H41';
}
