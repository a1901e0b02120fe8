import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import {
  inspectEvidence,
  type Level,
  packetSeal,
  type RevocationPolicy,
  receiptSeal,
  trustFromPem,
} from '../../../src/signing/index.js';

interface Expectation {
  readonly about: string;
  readonly kind: 'packet' | 'receipt';
  readonly at: string;
  readonly revocation: RevocationPolicy;
  readonly stampTrust?: true;
  readonly given?: { readonly crls: readonly string[]; readonly ocsps: readonly string[] };
  readonly accepted?: { readonly signer: string; readonly level: Level; readonly provenAt?: string };
  readonly refused?: readonly string[];
  readonly warnings: readonly string[];
}

const kinds = { packet: packetSeal, receipt: receiptSeal };
const folder = fileURLToPath(new URL('../../../../spec/vectors/evidence', import.meta.url));
const trustIn = (name: string) => trustFromPem(readFileSync(join(folder, name), 'utf8'));
const trust = trustIn('trust.pem');
const stampTrust = trustIn('stamp-trust.pem');
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const decoded = (values: readonly string[]) => values.map((value) => Buffer.from(value, 'base64'));

describe('the test vectors of evidence', () => {
  it('are there, most of them refused', () => {
    const refused = names.filter((name) => read(name).expected.refused);
    expect(refused.length).to.be.greaterThan(100);
    expect(names.length - refused.length).to.be.greaterThan(25);
  });

  for (const name of names) {
    const { input, expected } = read(name);
    it(`${name}: ${expected.about}`, async () => {
      const { given } = expected;
      const { findings, content, level, provenAt } = await inspectEvidence(
        input,
        kinds[expected.kind],
        trust,
        {
          at: new Date(expected.at),
          revocation: expected.revocation,
          ...(expected.stampTrust ? { stampTrust } : {}),
          ...(given ? { data: { crls: decoded(given.crls), ocsps: decoded(given.ocsps) } } : {}),
        },
      );
      const codes = (severity: string) =>
        findings.filter((finding) => finding.severity === severity).map(({ code }) => code);
      expect(codes('error')).to.deep.equal(expected.refused ?? []);
      expect(codes('warning')).to.deep.equal(expected.warnings);
      const found = {
        signer: content?.signer.organization,
        level,
        ...(provenAt ? { provenAt: provenAt.toISOString() } : {}),
      };
      if (expected.accepted) expect(found).to.deep.equal(expected.accepted);
      else expect(content).to.equal(undefined);
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
