import { expect } from 'chai';
import { Chances } from '../../src/agent/chances.js';

describe('what waits for something that may still come', () => {
  let nowMs = 0;
  const chances = (most: number) => new Chances(most, 500, () => nowMs);

  it('has a few chances, each twice as far from the last one', () => {
    const waiting = chances(3);
    for (const pauseMs of [500, 1_000, 2_000]) {
      expect(waiting.isLeft('a')).to.equal(true);
      waiting.use('a');
      nowMs += pauseMs;
    }
    expect(waiting.isLeft('a')).to.equal(false);
    expect(waiting.isLeft('b')).to.equal(true);
  });

  it('uses up one where it is there many times at one moment', () => {
    const waiting = chances(2);
    for (let copy = 0; copy < 70; copy += 1) {
      expect(waiting.isLeft('a')).to.equal(true);
      waiting.use('a');
    }
    nowMs += 500;
    expect(waiting.isLeft('a')).to.equal(true);
    waiting.use('a');
    nowMs += 999;
    expect(waiting.isLeft('a')).to.equal(true);
    waiting.use('a');
    nowMs += 1;
    expect(waiting.isLeft('a')).to.equal(false);
  });

  it('begins anew once it was decided', () => {
    const waiting = chances(1);
    waiting.use('a');
    nowMs += 500;
    expect(waiting.isLeft('a')).to.equal(false);
    waiting.forget('a');
    expect(waiting.isLeft('a')).to.equal(true);
  });

  it('has none where there is no patience', () => {
    expect(chances(0).isLeft('a')).to.equal(false);
  });
});
