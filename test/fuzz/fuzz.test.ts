import { expect } from 'chai';
import { type CampaignOptions, runCampaign } from './campaign.js';
import { elementsOf } from './mutate-asn1.js';
import { makeInput } from './mutations.js';
import { Random } from './random.js';
import { certificateTarget } from './targets/certificate.js';
import { loadTarget, targetNames } from './targets.js';

/** The short form of `npm run fuzz`, the same inputs each time: 10,000 altogether. */
const inputs: Readonly<Record<string, number>> = {
  sealed: 4_000,
  insider: 1_250,
  content: 1_750,
  edxml: 750,
  certificate: 600,
  evidence: 300,
  timestamp: 300,
  revocation: 300,
  container: 200,
  pdf: 550,
};
const seed = 1;
/** On a machine that is busy; by hand the bound is a second. */
const patient = { slowMs: 20_000, hangMs: 60_000 };

describe('whatever strangers send', () => {
  it('has a target for each kind of input', () => {
    expect(Object.keys(inputs)).to.deep.equal(targetNames);
  });

  for (const target of targetNames) {
    it(`is answered with a code, and nothing false is taken: ${target}`, async () => {
      const count = inputs[target] ?? 0;
      const result = await runCampaign({ target, seed, count, ...patient });
      const faults = result.found.map(({ index, fault }) => `input ${index}: ${fault.kind}, ${fault.what}`);
      expect(faults).to.deep.equal([]);
      expect(result.done).to.equal(count);
      expect(Object.keys(result.codes).length, 'different first codes').to.be.greaterThan(2);
    });
  }
});

describe('the fuzzer', () => {
  const quick: Partial<CampaignOptions> = { ...patient, workers: 1, mostFaults: 1 };
  const faultOf = async (target: string, options: Partial<CampaignOptions> = {}) => {
    const { found } = await runCampaign({ target, seed, count: 5_000, ...quick, ...options });
    return found[0];
  };

  it('finds an exception that is no coded error', async () => {
    const found = await faultOf('planted-throws');
    expect(found?.fault.kind).to.equal('exception');
    expect(found?.fault.what).to.include('TypeError: a fault on purpose');
    expect(Buffer.from(found?.input ?? []).toString('latin1')).to.include('<!DOCTYPE');
  });

  it('finds what is accepted and must not be', async () => {
    expect((await faultOf('planted-accepts'))?.fault.kind).to.equal('oracle');
  });

  it('finds an input that takes long, and one that never ends', async () => {
    expect((await faultOf('planted-slow', { slowMs: 300 }))?.fault.kind).to.equal('slow');
    const endless = await faultOf('planted-hangs', { hangMs: 2_000 });
    expect(endless?.fault.kind).to.equal('hang');
    expect(Buffer.from(endless?.input ?? []).toString('latin1')).to.include('xi:include');
  });

  it('finds an input that takes all memory', async () => {
    expect((await faultOf('planted-grows', { workerMegabytes: 64 }))?.fault.kind).to.equal('memory');
  });

  it('makes the same inputs of the same seed, and others of another', async () => {
    const target = await loadTarget('sealed');
    const made = (of: number) =>
      Array.from({ length: 50 }, (_, index) => makeInput(target, Random.of(of, index)).toString('latin1'));
    expect(made(7)).to.deep.equal(made(7));
    expect(made(7)).to.not.deep.equal(made(8));
  });

  it('looks into certificates, so that one element of them is changed', async () => {
    const { corpus } = await certificateTarget();
    const [sample] = corpus;
    expect(elementsOf(sample?.octets ?? Buffer.alloc(0)).length).to.be.greaterThan(40);
  });
});
