import { expect } from 'chai';
import { concernsAll, endOf } from '../../src/agent/trouble.js';
import { EdocError } from '../../src/errors.js';

describe('a publish that failed', () => {
  it('is the trouble of all where the connection or the store is in trouble', () => {
    for (const code of [
      'broker.unavailable',
      'broker.blocked',
      'broker.closed',
      'store.busy',
      'store.io',
    ] as const) {
      expect(concernsAll(new EdocError(code)), code).to.equal(true);
      expect(endOf(new EdocError(code), 1_000, 3), code).to.equal(undefined);
    }
  });

  it('is tried again, alone, where the broker did not take that one message', () => {
    expect(concernsAll(new EdocError('broker.nacked'))).to.equal(false);
    expect(endOf(new EdocError('broker.nacked'), 1_000, 3)).to.equal(undefined);
  });

  it('has an end where no later try can mend it, with the code of the reason', () => {
    for (const code of ['broker.message', 'broker.too-large', 'content.missing'] as const) {
      expect(concernsAll(new EdocError(code)), code).to.equal(false);
      expect(endOf(new EdocError(code), 1, 3)?.code, code).to.equal(code);
    }
  });

  it('without a code is tried a number of times, and then is agent.internal', () => {
    expect(endOf(new Error('of ours'), 2, 3)).to.equal(undefined);
    expect(endOf(new Error('of ours'), 3, 3)?.code).to.equal('agent.internal');
  });
});
