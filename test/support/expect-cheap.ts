import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import type { VectorCosts } from './vector-costs.js';

/** Hundreds of times what the cases take: only what grows without bound goes beyond. */
const mostMs = 1_000;
const mostBytes = 200 * 2 ** 20;

/** Runs a program that prints {@link VectorCosts}: none of its cases, of which there are more than so many, costs much. */
export function expectCheap(program: string, moreThan: number): void {
  const costs: VectorCosts = JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8' }));
  expect(costs.cases).to.be.greaterThan(moreThan);
  expect(costs.slowestMs, costs.slowest).to.be.lessThan(mostMs);
  expect(costs.grownBytes).to.be.lessThan(mostBytes);
}
