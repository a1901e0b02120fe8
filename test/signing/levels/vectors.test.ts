import { expect } from 'chai';
import { inspectEvidence, secondOpinion } from '../../../src/signing/index.js';
import { evidenceVectors, kinds, optionsOf, trust } from './vectors.js';

describe('the test vectors of evidence', () => {
  const vectors = evidenceVectors();

  it('are there, most of them refused', () => {
    const refused = vectors.filter(({ expected }) => expected.refused);
    expect(refused.length).to.be.greaterThan(100);
    expect(vectors.length - refused.length).to.be.greaterThan(25);
  });

  for (const { name, input, expected } of vectors) {
    it(`${name}: ${expected.about}`, async () => {
      const kind = kinds[expected.kind];
      const inspected = await inspectEvidence(input, kind, trust, optionsOf(expected));
      const { findings, content, level, provenAt, sealed } = inspected;
      const codes = (severity: string) =>
        findings.filter((finding) => finding.severity === severity).map(({ code }) => code);
      expect(codes('error')).to.deep.equal(expected.refused ?? []);
      expect(codes('warning')).to.deep.equal(expected.warnings);
      const found = {
        signer: content?.signer.organization,
        level,
        ...(provenAt ? { provenAt: provenAt.toISOString() } : {}),
      };
      if (expected.accepted) {
        expect(found).to.deep.equal(expected.accepted);
        const opinion = await secondOpinion(sealed, kind, content?.signer.certificate);
        expect(opinion.findings).to.deep.equal([]);
      } else expect(content).to.equal(undefined);
    });
  }
});
