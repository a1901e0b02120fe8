import { expect } from 'chai';
import { defaultPolicy, retryAt } from '../../src/agent/context.js';

const at = new Date('2026-11-22T08:00:00Z');

/** Seconds until the next try, where chance says `octet`. */
function secondsAfter(attempt: number, octet: number): number {
  const random = () => Uint8Array.of(octet);
  return (retryAt({ policy: defaultPolicy, random }, at, attempt).getTime() - at.getTime()) / 1_000;
}

describe('the next try of a packet without receipt', () => {
  it('comes after 120, 900 and 3,600 s, and then every 3,600 s', () => {
    expect([1, 2, 3, 4, 100].map((attempt) => secondsAfter(attempt, 0))).to.deep.equal([
      120, 900, 3_600, 3_600, 3_600,
    ]);
  });

  it('is put off by chance, by less than a fifth, and never put forward', () => {
    for (const attempt of [1, 2, 3]) {
      const plan = secondsAfter(attempt, 0);
      expect(secondsAfter(attempt, 128)).to.be.closeTo(plan * 1.1, 0.001);
      expect(secondsAfter(attempt, 255))
        .to.be.greaterThan(plan)
        .and.lessThan(plan * 1.2);
    }
  });
});
