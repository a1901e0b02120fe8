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
import { sealCases } from './container-vectors/seal-cases.js';
import { zipCases } from './container-vectors/zip-cases.js';
import { usualTime } from './signature-vectors/case.js';
import { makePki } from './signature-vectors/pki.js';

const vectors = fileURLToPath(new URL('../../spec/vectors', import.meta.url));
const target = join(vectors, 'container');

const pki = makePki(join(vectors, 'keys'));
const make = makerOf(pki, await usualFiles(pki));
const cases = [acceptedCases, zipCases, sealCases].flatMap((casesOf) => casesOf(make, pki));
const names = new Set(cases.map(({ name }) => name));
if (names.size !== cases.length) throw new Error('two cases have one name');

rmSync(target, { recursive: true, force: true });
for (const one of cases) write(one);
console.log(`${cases.length} cases, ${cases.filter(({ code }) => code).length} of them refused`);

function write({ name, about, file, code }: Case): void {
  const folder = join(target, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'README.md'), `${about}\n`);
  writeFileSync(join(folder, 'input.asice'), file);
  const expected = code === undefined ? { signer: signerOf(name) } : { code };
  writeFileSync(join(folder, 'expect.json'), `${JSON.stringify({ at: usualTime, ...expected }, null, 2)}\n`);
}

/** Whose seal an accepted container has. */
function signerOf(name: string): string {
  return name === 'container-by-recipient' ? 'H53' : 'H41';
}
