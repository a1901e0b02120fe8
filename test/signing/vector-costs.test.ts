import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { VectorCosts } from './vector-costs.js';

const program = fileURLToPath(new URL('./vector-costs.js', import.meta.url));
/** Hundreds of times what the cases take: only what grows without bound goes beyond. */
const mostMs = 1_000;
const mostBytes = 200 * 2 ** 20;

describe('what the test vectors cost a verifier', () => {
  it('is bounded, whatever is in the file', () => {
    const costs: VectorCosts = JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8' }));
    expect(costs.cases).to.be.greaterThan(450);
    expect(costs.slowestMs, costs.slowest).to.be.lessThan(mostMs);
    expect(costs.grownBytes).to.be.lessThan(mostBytes);
  });
});
