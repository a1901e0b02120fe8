import { fileURLToPath } from 'node:url';
import { expectCheap } from '../support/expect-cheap.js';

describe('what the test vectors of containers cost an auditor', () => {
  it('is bounded, whatever is in the archive', () => {
    expectCheap(fileURLToPath(new URL('./vector-costs.js', import.meta.url)), 120);
  });
});
