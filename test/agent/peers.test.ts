import { expect } from 'chai';
import { Peers } from '../../src/agent/peers.js';
import type { Log } from '../../src/log.js';

const at = new Date('2026-11-22T08:00:00Z');

function peersAt(startMs: number) {
  const time = { ms: startMs };
  const lines: string[] = [];
  const line = (event: string) => {
    lines.push(event);
  };
  const log: Log = { debug: line, info: line, warn: line, error: line };
  const policy = { repeats: 3, afterMs: 1_000, tryEveryMs: 10_000 };
  return { time, lines, peers: new Peers(policy, log, () => time.ms) };
}

/** How many of so many tries in a row may go out. */
function tries(peers: Peers, count: number, node = 'h41'): number {
  return Array.from({ length: count }, () => peers.mayRepeat(node, at)).filter((may) => may).length;
}

describe('a node without receipts', () => {
  it('is silent after a number of tries over some time, not after many at one moment', () => {
    const { time, lines, peers } = peersAt(0);
    expect(tries(peers, 50)).to.equal(50);
    expect(peers.silent).to.deep.equal([]);
    time.ms = 1_000;
    expect(tries(peers, 50)).to.equal(0);
    expect(peers.silent).to.deep.equal([{ node: 'h41', since: at, repeats: 50 }]);
    expect(lines).to.deep.equal(['peer.silent']);
  });

  it('is not silent after few tries, however long ago the first was', () => {
    const { time, peers } = peersAt(0);
    expect(tries(peers, 1)).to.equal(1);
    time.ms = 1_000_000;
    expect(tries(peers, 2)).to.equal(2);
    expect(tries(peers, 1)).to.equal(0);
  });

  it('is tried once every so often while it is silent', () => {
    const { time, peers } = peersAt(0);
    tries(peers, 3);
    time.ms = 1_000;
    expect(tries(peers, 5)).to.equal(0);
    for (const ms of [11_000, 21_000]) {
      time.ms = ms - 1;
      expect(tries(peers, 5)).to.equal(0);
      time.ms = ms;
      expect(tries(peers, 5)).to.equal(1);
    }
  });

  it('answers with its first receipt, and says nothing against the others', () => {
    const { time, lines, peers } = peersAt(0);
    tries(peers, 3);
    time.ms = 1_000;
    tries(peers, 1);
    expect(tries(peers, 3, 'g22')).to.equal(3);
    peers.answered('h41');
    expect(peers.silent).to.deep.equal([]);
    expect(tries(peers, 3)).to.equal(3);
    peers.answered('never-tried');
    expect(lines).to.deep.equal(['peer.silent', 'peer.answers']);
  });
});
