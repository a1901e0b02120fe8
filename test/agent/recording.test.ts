import { expect } from 'chai';
import { defaultPolicy } from '../../src/agent/index.js';
import { Recording } from '../../src/agent/recording.js';
import { EdocError, type ErrorCode } from '../../src/errors.js';
import { silentLog } from '../../src/log.js';

const policy = { ...defaultPolicy, pauseMs: 5 };

function failing(code: ErrorCode, times: number) {
  let left = times;
  const write = async () => {
    if (left > 0) {
      left -= 1;
      throw new EdocError(code);
    }
  };
  return { write, left: () => left };
}

describe('storing that something was published', () => {
  it('is tried until the disk takes it, so that nothing is published again meanwhile', async () => {
    const told: string[] = [];
    const log = { ...silentLog, warn: (event: string) => void told.push(event) };
    const recording = new Recording({ log, policy }, new AbortController().signal);
    for (const times of [4, 6]) {
      const disk = failing('store.full', times);
      await Promise.all([recording.record('a', disk.write), recording.record('b', disk.write)]);
      expect(disk.left()).to.equal(0);
    }
    expect(told, 'once for each time that the disk was full').to.deep.equal([
      'publish.not-recorded',
      'publish.not-recorded',
    ]);
  });

  it('fails at once for another reason, and when the node stops', async () => {
    const stopping = new AbortController();
    const recording = new Recording({ log: silentLog, policy }, stopping.signal);
    const code = (promise: Promise<void>) =>
      promise.then(
        () => undefined,
        (error: EdocError) => error.code,
      );
    expect(await code(recording.record('a', failing('store.statement', 1).write))).to.equal(
      'store.statement',
    );
    const waiting = code(recording.record('b', failing('store.full', 1_000).write));
    stopping.abort();
    expect(await waiting).to.equal('store.full');
  });
});
