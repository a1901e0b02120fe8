/** Run as a process of its own: opens and examines all test vectors of containers, and prints what they cost. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openContainer } from '../../src/container/index.js';
import { EdocError } from '../../src/errors.js';
import { examineContainer } from '../../src/evidence/index.js';
import { trustFromPem } from '../../src/signing/index.js';
import { printCosts } from '../support/vector-costs.js';

const vectors = fileURLToPath(new URL('../../../spec/vectors', import.meta.url));
const trust = trustFromPem(readFileSync(join(vectors, 'signature', 'trust.pem'), 'utf8'));

await printCosts(
  readdirSync(join(vectors, 'container')).map((name) => ({
    name,
    verify: () => verify(join(vectors, 'container', name)),
  })),
);

/** What the archive is refused with is for another test. */
async function verify(folder: string): Promise<void> {
  const path = join(folder, 'input.asice');
  const { at } = JSON.parse(readFileSync(join(folder, 'expect.json'), 'utf8')) as { at: string };
  try {
    const container = await openContainer(path);
    try {
      await examineContainer(path, container.entries, { trust, at: new Date(at), secondOpinion: false });
    } finally {
      await container.close();
    }
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
  }
}
