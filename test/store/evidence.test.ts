import { expect } from 'chai';
import { afterSeconds, outbound, withStore } from './samples.js';

describe('the evidence beside what is kept', () => {
  it('is found by the end of its time stamps, the nearest first, page by page', () =>
    withStore(async (store) => {
      for (let count = 0; count < 5; count += 1) await store.submit(outbound());
      // Two of the same end, one that is far, one without a stamp.
      const ends = [300, 100, 100, 9_000];
      for (const [index, seconds] of ends.entries()) {
        const raised = { level: 'LT', properties: '<p/>', renewBefore: afterSeconds(seconds) } as const;
        await store.evidence.keep([{ key: index + 1, ...raised }]);
      }
      const before = afterSeconds(1_000);
      const first = await store.evidence.ending(before, 2);
      expect(first.map(({ key }) => key)).to.deep.equal([2, 3]);
      const second = await store.evidence.ending(before, 2, first.at(-1));
      expect(second.map(({ key }) => key)).to.deep.equal([1]);
      expect(await store.evidence.ending(before, 2, second.at(-1))).to.deep.equal([]);
      const among = await store.evidence.ending(before, 2, first[0]);
      expect(
        among.map(({ key }) => key),
        'behind one of several with the same end',
      ).to.deep.equal([3, 1]);
    }));
});
