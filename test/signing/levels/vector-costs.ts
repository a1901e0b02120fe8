/** Run as a process of its own: verifies all test vectors of evidence, and prints what they cost. */
import { examine } from '../../../src/evidence/index.js';
import { inspectEvidence } from '../../../src/signing/index.js';
import { printCosts } from '../../support/vector-costs.js';
import { evidenceVectors, kinds, optionsOf, trust } from './vectors.js';

await printCosts(
  evidenceVectors().map(({ name, input, expected }) => ({
    name,
    async verify() {
      const options = optionsOf(expected);
      await inspectEvidence(input, kinds[expected.kind], trust, options);
      await examine(name, input, { trust, ...options, secondOpinion: false });
    },
  })),
);
