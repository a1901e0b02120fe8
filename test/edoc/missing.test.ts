import { expect } from 'chai';
import { limits, type Missing, readMissing, writeMissing } from '../../src/edoc/index.js';
import { describeVectors, refusalOf } from './one-form-vectors.js';

const packetId = '0198a5c0-7b1e-7000-8a3b-5d1f0c9e2b47';

/** As many as a packet can have, each in as many ranges as can be named. */
function most(): Missing {
  const parts = Array.from({ length: limits.missingRanges }, (_, index) => ({
    from: 3 * index + 3_000,
    to: 3 * index + 3_001,
  }));
  const contents = Array.from({ length: limits.attachments }, (_, index) => {
    return { sha256: index.toString(16).padStart(64, '0'), parts };
  });
  return { packetId, contents };
}

describe('what is said of missing parts', () => {
  const write = (missing: Missing) => ({ head: writeMissing(missing).toString(), tail: '' });
  describeVectors('missing', readMissing, write, 'missing.xml');

  it('stays within its limit for every attachment that a packet can have', () => {
    const octets = writeMissing(most());
    expect(octets.length).to.be.at.most(limits.missingBytes);
    expect(readMissing(octets)).to.deep.equal(most());
  });

  it('is not read beyond that limit', () => {
    const long = Buffer.alloc(limits.missingBytes + 1, '<');
    expect(refusalOf(() => readMissing(long)).code).to.equal('missing.form');
  });

  it('is not written of nothing, nor of more contents than a packet has', () => {
    const [content] = most().contents;
    if (!content) throw new Error('there are contents');
    const wrong = [
      [],
      [{ ...content, parts: [] }],
      [...most().contents, { ...content, sha256: 'f'.repeat(64) }],
    ];
    for (const contents of wrong) {
      expect(refusalOf(() => writeMissing({ packetId, contents })).code).to.equal('missing.form');
    }
  });
});
