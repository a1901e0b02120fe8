import { expect } from 'chai';
import {
  allParts,
  coarser,
  countParts,
  limits,
  partNumbers,
  rangesOf,
  withoutParts,
} from '../../src/edoc/index.js';

describe('ranges of parts', () => {
  it('stand for their numbers, and come from them', () => {
    const ranges = rangesOf([0, 1, 2, 5, 7, 8]);
    expect(ranges).to.deep.equal([
      { from: 0, to: 2 },
      { from: 5, to: 5 },
      { from: 7, to: 8 },
    ]);
    expect([...partNumbers(ranges)]).to.deep.equal([0, 1, 2, 5, 7, 8]);
    expect(countParts(ranges)).to.equal(6);
    expect(allParts(0)).to.deep.equal([]);
  });

  it('lose what was confirmed, in whatever order', () => {
    for (const gone of [[], [0], [9], [4, 5], [8, 1, 3, 2], [...Array(10).keys()], [17]]) {
      const left = [...Array(10).keys()].filter((number) => !gone.includes(number));
      expect(withoutParts(allParts(10), new Set(gone))).to.deep.equal(rangesOf(left));
    }
  });

  it('are never too many to be said: the last ones become one', () => {
    const many = rangesOf(Array.from({ length: 200 }, (_, index) => 2 * index));
    const few = coarser(many, limits.missingRanges);
    expect(few).to.have.length(limits.missingRanges);
    expect(few.at(-1)).to.deep.equal({ from: 126, to: 398 });
    expect(coarser(many.slice(0, 3), limits.missingRanges)).to.deep.equal(many.slice(0, 3));
  });
});
