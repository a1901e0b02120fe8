import { expect } from 'chai';
import { Resting } from '../../src/agent/resting.js';

const none: ReadonlySet<string> = new Set<string>();

function restingAt(start: number) {
  const time = { now: start };
  return { time, resting: new Resting<string>(1_000, () => time.now) };
}

describe('what failed to be published', () => {
  it('rests twice as long after each failure, up to a minute', () => {
    const { time, resting } = restingAt(0);
    for (const restMs of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      resting.failed('a');
      time.now += restMs - 1;
      expect([...resting.and(none)], `${restMs}`).to.deep.equal(['a']);
      time.now += 1;
      expect([...resting.and(none)], `${restMs}`).to.deep.equal([]);
    }
  });

  it('says how long the next one still rests, and how often one failed', () => {
    const { time, resting } = restingAt(0);
    expect(resting.nextMs()).to.equal(Number.POSITIVE_INFINITY);
    expect([resting.failed('a'), resting.failed('a'), resting.failed('b')]).to.deep.equal([1, 2, 1]);
    time.now += 400;
    expect(resting.nextMs()).to.equal(600);
    time.now += 600;
    expect(resting.nextMs()).to.equal(1_000);
    time.now += 1_000;
    expect(resting.nextMs()).to.equal(Number.POSITIVE_INFINITY);
  });

  it('begins anew after it was published', () => {
    const { time, resting } = restingAt(0);
    resting.failed('a');
    resting.failed('a');
    resting.recovered('a');
    resting.failed('a');
    time.now += 1_000;
    expect([...resting.and(none)]).to.deep.equal([]);
  });

  it('does not keep the others from being published, and those in flight are left out beside it', () => {
    const { resting } = restingAt(0);
    resting.failed('a');
    expect([...resting.and(new Set(['b']))].sort()).to.deep.equal(['a', 'b']);
  });

  it('is forgotten when nothing was heard of it for long', () => {
    const { time, resting } = restingAt(0);
    for (let failures = 0; failures < 20; failures += 1) resting.failed('a');
    time.now += 200_000;
    expect(resting.and(none).size).to.equal(0);
    resting.failed('a');
    time.now += 1_000;
    expect([...resting.and(none)]).to.deep.equal([]);
  });
});
