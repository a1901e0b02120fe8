import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { isPacketId, isPacketIdOf, organId, packetId, packetIdTime } from '../../src/edoc/index.js';

const parts = { sender: organId('H41'), unixMs: 0x0199_0000_1234, counter: 0xabc };

describe('a packet id', () => {
  it('is a UUIDv7 of its moment and counter', () => {
    expect(packetId(parts)).to.match(/^01990000-1234-7abc-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(packetIdTime(packetId(parts))?.getTime()).to.equal(parts.unixMs);
  });

  it('has in its last 62 bits the first of a digest over sender and first half', () => {
    const start = Buffer.from('0199000012347abc', 'hex');
    const digest = createHash('sha256')
      .update(Buffer.concat([Buffer.from('ndax-packet-id\0H41\0'), start]))
      .digest();
    const bits = [...digest].map((octet) => octet.toString(2).padStart(8, '0')).join('');
    const half = BigInt(`0b10${bits.slice(0, 62)}`).toString(16);
    expect(packetId(parts).replaceAll('-', '').slice(16)).to.equal(half);
  });

  it('belongs to its sender alone', () => {
    const id = packetId(parts);
    expect(isPacketIdOf(id, organId('H41'))).to.equal(true);
    expect(isPacketIdOf(id, organId('H14'))).to.equal(false);
    expect(isPacketIdOf(id, organId('000.00.00.H41'))).to.equal(false);
  });

  it('is not any other UUID', () => {
    const id = packetId(parts);
    for (const other of [
      id.toUpperCase(),
      id.replace('-7', '-4'),
      ` ${id}`,
      `${id}\n`,
      id.replaceAll('-', ''),
      '',
    ]) {
      expect(isPacketId(other), JSON.stringify(other)).to.equal(false);
      expect(packetIdTime(other)).to.equal(undefined);
    }
  });

  it('has no room for times and counters out of range', () => {
    expect(() => packetId({ ...parts, unixMs: 2 ** 48 })).to.throw(RangeError);
    expect(() => packetId({ ...parts, counter: 4_096 })).to.throw(RangeError);
  });
});
