import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { openContainer } from '../../src/container/index.js';
import { EdocError } from '../../src/errors.js';
import { examineContainer } from '../../src/evidence/index.js';
import { trustFromPem } from '../../src/signing/index.js';
import { vectorsOf } from '../edoc/vector-files.js';

const folder = new URL('../../../spec/vectors/', import.meta.url);
const trust = trustFromPem(readFileSync(new URL('signature/trust.pem', folder), 'utf8'));

/**
 * The codes of all errors, those of the container before those of the files in it.
 * @param secondOpinion whether xml-crypto is asked about each sealed file in it
 */
async function outcomeOf(
  name: string,
  at: Date,
  secondOpinion: boolean,
): Promise<{ codes: string[]; [proof: string]: unknown }> {
  const path = fileURLToPath(new URL(`container/${name}/input.asice`, folder));
  try {
    const container = await openContainer(path);
    try {
      const examined = await examineContainer(path, container.entries, { trust, at, secondOpinion });
      const findings = [...examined.findings, ...examined.files.flatMap((file) => file.findings)];
      return {
        codes: findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
        signer: examined.claimed?.signer.organization,
        level: examined.level,
        ...(examined.provenAt ? { provenAt: examined.provenAt.toISOString() } : {}),
      };
    } finally {
      await container.close();
    }
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    return { codes: [error.code] };
  }
}

describe('the vectors of container', () => {
  const vectors = vectorsOf('container');

  it('are each taken or refused, and mostly refused', () => {
    const refused = vectors.filter(({ expect }) => expect['code'] !== undefined);
    expect(refused.length).to.be.greaterThan(100);
    expect(vectors.length - refused.length).to.be.greaterThan(5);
  });

  for (const { name, file, expect: wanted } of vectors) {
    const { at, code, ...taken } = wanted;
    it(`${code ? 'refuses' : 'takes'} ${name}: ${file('README.md').toString().trim()}`, async () => {
      const outcome = await outcomeOf(name, new Date(String(at)), code === undefined);
      if (code === undefined) expect(outcome).to.deep.equal({ codes: [], ...taken });
      else expect(outcome.codes[0]).to.equal(code);
    });
  }
});
