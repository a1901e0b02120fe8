import { expect } from 'chai';
import { joinSealed, organId, readResync, splitSealed, writeResync } from '../../src/edoc/index.js';
import { describeVectors, refusalOf } from './one-form-vectors.js';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const sealed = (name: string) => Buffer.from(`${declaration}<${name}/>\n`);

describe('a resync request', () => {
  describeVectors('resync', readResync, writeResync);

  it('has its signature as the last child of the root', () => {
    const { tail } = writeResync({
      resyncId: '0198a5c0-7b1e-7000-8a3b-5d1f0c9e2b47',
      sender: organId('G22'),
      recipient: organId('H41'),
      since: new Date('2026-11-20T01:15:30.125Z'),
      sentAt: new Date('2026-11-20T02:15:30.125Z'),
    });
    expect(tail).to.equal('</Resync>');
  });
});

describe('a packet that is given back', () => {
  it('comes apart into the files that it was made of', () => {
    const receipts = [sealed('A'), sealed('B')];
    const { packet, receipts: cut } = splitSealed(joinSealed(sealed('P'), receipts));
    expect(packet.equals(sealed('P'))).to.equal(true);
    expect(cut.map(String)).to.deep.equal(receipts.map(String));
    expect(splitSealed(sealed('P')).receipts).to.deep.equal([]);
  });

  it('is refused with recovery.form where something else stands first, or nothing', () => {
    for (const octets of [
      Buffer.concat([Buffer.from(' '), sealed('P')]),
      Buffer.alloc(0),
      Buffer.from('x'),
    ]) {
      expect(refusalOf(() => splitSealed(octets)).code).to.equal('recovery.form');
    }
  });

  it('is refused with recovery.form where it holds more receipts than a packet has recipients', () => {
    const many = Array.from({ length: 4_001 }, () => sealed('R'));
    expect(refusalOf(() => splitSealed(joinSealed(sealed('P'), many))).code).to.equal('recovery.form');
    expect(splitSealed(joinSealed(sealed('P'), many.slice(1))).receipts).to.have.length(4_000);
  });
});
