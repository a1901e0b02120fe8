import { fileURLToPath } from 'node:url';
import { expectCheap } from '../../support/expect-cheap.js';

describe('what the test vectors of evidence cost a verifier', () => {
  it('is bounded, whatever is put around a sealed file', () => {
    expectCheap(fileURLToPath(new URL('./vector-costs.js', import.meta.url)), 150);
  });
});
