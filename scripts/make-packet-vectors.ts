/**
 * Writes `spec/vectors/packet`: run it after a change of the cases (`node dist/scripts/make-packet-vectors.js`). The same
 * keys give the same octets. What each file must be answered with is written down with the case; nothing is taken
 * from the reader.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptedCases } from './packet-vectors/accepted-cases.js';
import { attachmentCases } from './packet-vectors/attachment-cases.js';
import type { Case } from './packet-vectors/case.js';
import { contentCases } from './packet-vectors/content-cases.js';
import { envelopeCases } from './packet-vectors/envelope-cases.js';
import { usualTime } from './signature-vectors/case.js';
import { makePki } from './signature-vectors/pki.js';

const vectors = fileURLToPath(new URL('../../spec/vectors', import.meta.url));
const target = join(vectors, 'packet');

const pki = makePki(join(vectors, 'keys'));
const cases = [acceptedCases, attachmentCases, envelopeCases, contentCases].flatMap((make) => make(pki));
const names = new Set(cases.map(({ name }) => name));
if (names.size !== cases.length) throw new Error('two cases have one name');

rmSync(target, { recursive: true, force: true });
for (const one of cases) write(one);
console.log(`${cases.length} cases, ${cases.filter(({ refused }) => refused).length} of them refused`);

function write({ name, about, file, packet, refused }: Case): void {
  const folder = join(target, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'README.md'), `${about}\n`);
  writeFileSync(join(folder, 'input.xml'), file);
  const expected = refused ? { refused } : { packet };
  writeFileSync(join(folder, 'expect.json'), `${JSON.stringify({ at: usualTime, ...expected }, null, 2)}\n`);
}
