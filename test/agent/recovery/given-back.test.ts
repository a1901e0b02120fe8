import { expect } from 'chai';
import type { InboundMessage } from '../../../src/agent/index.js';
import { GivenBack } from '../../../src/agent/recovery/given-back.js';

const message = (sender: string, messageId: string): InboundMessage => ({
  ...{ type: 'returned', messageId, sender, lane: 'ordinary', body: Buffer.alloc(0) },
  ...{ sentAt: undefined, redelivered: false },
});

describe('what peers gave back', () => {
  it('is left until each of it is decided, node by node', () => {
    const given = new GivenBack(() => 0);
    expect(given.isLeft('g22')).to.equal(false);
    for (const id of ['a', 'b']) given.came(message('g22', id));
    given.came(message('g22', 'a'));
    given.came(message('h14', 'a'));
    given.decided(message('g22', 'a'));
    expect([given.isLeft('g22'), given.isLeft('h14')]).to.deep.equal([true, true]);
    given.decided(message('g22', 'b'));
    expect([given.isLeft('g22'), given.isLeft('h14')]).to.deep.equal([false, true]);
  });

  it('is forgotten where it is not offered again for an hour, and only then', () => {
    let nowMs = 0;
    const given = new GivenBack(() => nowMs);
    given.came(message('g22', 'a'));
    nowMs = 3_599_999;
    expect(given.isLeft('g22')).to.equal(true);
    given.came(message('g22', 'a'));
    nowMs += 3_599_999;
    expect(given.isLeft('g22')).to.equal(true);
    nowMs += 1;
    expect(given.isLeft('g22')).to.equal(false);
  });
});
