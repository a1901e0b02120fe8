import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import {
  directorySeal,
  inspectSeal,
  packetSeal,
  pingSeal,
  receiptSeal,
  secondOpinion,
  trustFromPem,
  verifySeal,
} from '../../src/signing/index.js';
import { codeOf } from './support.js';

interface Expectation {
  readonly about: string;
  readonly kind: 'packet' | 'receipt' | 'ping' | 'directory';
  readonly at: string;
  readonly agency?: string;
  readonly accepted?: { readonly signer: string };
  readonly refused?: readonly string[];
}

const kinds = { packet: packetSeal, receipt: receiptSeal, ping: pingSeal, directory: directorySeal };
const folder = fileURLToPath(new URL('../../../spec/vectors/signature', import.meta.url));
const trust = trustFromPem(readFileSync(join(folder, 'trust.pem'), 'utf8'));
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('the test vectors of the seal', () => {
  it('are there, most of them refused', () => {
    const refused = names.filter((name) => read(name).expected.refused);
    expect(refused.length).to.be.greaterThan(300);
    expect(names.length - refused.length).to.be.greaterThan(40);
  });

  for (const name of names) {
    const { input, expected } = read(name);
    const kind = kinds[expected.kind];
    const options = {
      at: new Date(expected.at),
      ...(expected.agency === undefined ? {} : { agency: expected.agency }),
    };
    it(`${name}: ${expected.about}`, async () => {
      const { findings, content } = await inspectSeal(input, kind, trust, options);
      expect(findings.map(({ code }) => code)).to.deep.equal(expected.refused ?? []);
      if (expected.refused) {
        expect(content).to.equal(undefined);
        expect(await codeOf(verifySeal(input, kind, trust, options))).to.equal(expected.refused[0]);
        return;
      }
      const verified = await verifySeal(input, kind, trust, options);
      expect(verified.signer.organization).to.equal(expected.accepted?.signer);
      expect((await secondOpinion(input, kind, verified.signer.certificate)).findings).to.deep.equal([]);
    });
  }
});

function read(name: string): { input: Buffer; expected: Expectation } {
  const path = join(folder, name);
  return {
    input: readFileSync(join(path, 'input.xml')),
    expected: JSON.parse(readFileSync(join(path, 'expect.json'), 'utf8')),
  };
}
