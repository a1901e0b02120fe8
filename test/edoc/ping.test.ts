import { expect } from 'chai';
import { organId, readPing, writePing } from '../../src/edoc/index.js';
import { describeVectors, refusalOf } from './one-form-vectors.js';

describe('a ping', () => {
  describeVectors('ping', readPing, writePing);

  it('has its signature as the last child of the root', () => {
    const { tail } = writePing({
      pingId: '0198a5c0-7b1e-7000-8a3b-5d1f0c9e2b47',
      sender: organId('G22'),
      recipient: organId('H41'),
      sentAt: new Date('2026-11-20T02:15:30.125Z'),
    });
    expect(tail).to.equal('</Ping>');
  });

  it('is not written with an id that no packet could have', () => {
    const ping = { pingId: '1', sender: organId('G22'), recipient: organId('H41'), sentAt: new Date(0) };
    expect(refusalOf(() => writePing(ping)).code).to.equal('ping.form');
  });
});
