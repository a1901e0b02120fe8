import { fileURLToPath } from 'node:url';
import { expectCheap } from '../support/expect-cheap.js';

describe('what the test vectors of seals and packets cost a verifier', () => {
  it('is bounded, whatever is in the file', () => {
    expectCheap(fileURLToPath(new URL('./vector-costs.js', import.meta.url)), 450);
  });
});
