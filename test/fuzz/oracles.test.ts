import { expect } from 'chai';
import type { FuzzTarget, Outcome, Sample } from './target.js';
import { loadTarget } from './targets.js';

/** An oracle that never speaks would let everything pass. */
describe('the oracles of containers and PDF files', () => {
  for (const name of ['container', 'pdf']) {
    describe(name, () => {
      let target: FuzzTarget;
      const accepted: { readonly sample: Sample; readonly outcome: Outcome }[] = [];

      before(async () => {
        target = await loadTarget(name);
      });

      it('find nothing wrong with the samples, of which some are accepted and most are not', async () => {
        const samples = [...new Map(target.corpus.map((sample) => [sample.name, sample])).values()];
        for (const sample of samples) {
          const outcome = await target.run(sample.octets);
          expect(await target.oracle(sample.octets, outcome), sample.name).to.equal(undefined);
          if (outcome.verdict === 'accepted') accepted.push({ sample, outcome });
        }
        expect(accepted.length).to.be.within(5, samples.length / 2);
      });

      it('find it wrong where what was accepted is not what was signed', async () => {
        for (const { sample, outcome } of accepted) {
          // Among the first octets that are signed: the mimetype of a container, the header of a PDF.
          const changed = Buffer.from(sample.octets);
          changed.writeUInt8(changed.readUInt8(7) ^ 1, 7);
          changed.writeUInt8(changed.readUInt8(40) ^ 1, 40);
          expect(await target.oracle(changed, outcome), sample.name).to.be.a('string');
          const cut = sample.octets.subarray(0, sample.octets.length - 30);
          expect(await target.oracle(cut, outcome), sample.name).to.be.a('string');
        }
      });
    });
  }

  it('find it wrong where octets behind a signed PDF are said to be covered', async () => {
    const target = await loadTarget('pdf');
    const signed = target.corpus.find(({ name }) => name === 'one')?.octets ?? Buffer.alloc(0);
    const outcome = await target.run(signed);
    expect(outcome.verdict).to.equal('accepted');
    expect(await target.oracle(Buffer.concat([signed, Buffer.from(' ')]), outcome)).to.be.a('string');
  });
});
