import { expect } from 'chai';
import { DerError, DerReader, tags } from '../../src/signing/der.js';
import * as write from '../../src/signing/der-write.js';

const reader = (hex: string) => new DerReader(Buffer.from(hex, 'hex'));
const refused = (call: () => unknown) => expect(call).to.throw(DerError);

describe('DER', () => {
  it('is written and read again: lengths', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
      const content = Buffer.alloc(length, 0x41);
      const der = write.octetString(content);
      expect(new DerReader(der).octetString()).to.deep.equal(content);
    }
  });

  it('is written and read again: object identifiers', () => {
    for (const oid of [
      '0.0',
      '1.2.840.113549.1.7.2',
      '2.5.29.37',
      '2.25.329800735698586629295641978511506172918',
      '2.999.3',
    ]) {
      expect(new DerReader(write.oid(oid)).oid()).to.equal(oid);
    }
  });

  it('is written and read again: integers, without superfluous zeros', () => {
    expect(write.integer(0).toString('hex')).to.equal('020100');
    expect(write.integer(127).toString('hex')).to.equal('02017f');
    expect(write.integer(128).toString('hex')).to.equal('02020080');
    expect(write.integer(Buffer.from('0000ff', 'hex')).toString('hex')).to.equal('020200ff');
    expect(new DerReader(write.integer(0x7fffffff)).small()).to.equal(0x7fffffff);
  });

  it('is written and read again: times', () => {
    const cases: [string, string][] = [
      ['2026-06-01T08:00:00.000Z', '20260601080000Z'],
      ['2026-06-01T08:00:10.120Z', '20260601080010.12Z'],
      ['2026-06-01T08:00:10.001Z', '20260601080010.001Z'],
    ];
    for (const [iso, text] of cases) {
      const der = write.generalizedTime(new Date(iso));
      expect(der.subarray(2).toString()).to.equal(text);
      expect(new DerReader(der).generalizedTime().toISOString()).to.equal(iso);
    }
    for (const iso of ['1950-01-01T00:00:00.000Z', '2049-12-31T23:59:59.000Z', '2050-01-01T00:00:00.000Z']) {
      expect(new DerReader(write.time(new Date(iso))).time().toISOString()).to.equal(iso);
    }
  });

  it('has named bits without zeros at the end', () => {
    expect(write.namedBit(0).toString('hex')).to.equal('03020780');
    expect(write.namedBit(15).toString('hex')).to.equal('0303000001');
    expect(write.namedBit(16).toString('hex')).to.equal('030407000080');
  });

  it('has sets in the order of their octets', () => {
    const set = write.setOf(write.integer(300), write.integer(2), write.trueValue);
    expect(set.toString('hex')).to.equal('310a0101ff0201020202012c');
  });

  it('is refused with a length that is indefinite, not the shortest, or beyond the end', () => {
    for (const hex of [
      '3080',
      '308000',
      '308100',
      '30817f',
      '3082007f',
      '3085000000000',
      '3003',
      '30',
      '30830000',
      '',
    ]) {
      refused(() => reader(hex).next());
    }
    refused(() => reader(`3082007f${'00'.repeat(0x7f)}`).next());
    refused(() => reader(`30817f${'00'.repeat(0x7f)}`).next());
  });

  it('is refused with a tag above 30', () => refused(() => reader('1f2000').next()));

  it('is refused where something follows, or another type stands there', () => {
    refused(() => DerReader.inside(Buffer.from('300000', 'hex')));
    refused(() => DerReader.inside(Buffer.from('3100', 'hex')));
    refused(() => reader('0201').integer());
    refused(() => reader('040101').integer());
  });

  it('is refused with integers that are not the shortest, or out of range', () => {
    for (const hex of ['0200', '02020001', '0202ff80']) refused(() => reader(hex).integer());
    for (const hex of ['0201ff', '02050080000000']) refused(() => reader(hex).small());
  });

  it('is refused with object identifiers that are not the shortest, or do not end', () => {
    for (const hex of ['0600', '06028001', '06022a80', '060181']) refused(() => reader(hex).oid());
  });

  it('is refused with bits left over', () => refused(() => reader('03020780').bitString()));

  it('is refused with times in another form, or that do not exist', () => {
    const time = (text: string, tag: number = tags.generalizedTime) =>
      new DerReader(write.element(tag, Buffer.from(text)));
    for (const text of [
      '20260601080000',
      '202606010800Z',
      '20260601080000+0700',
      '20260601080000.0Z',
      '20260601080000.10Z',
      '20260601080000.Z',
      '20260601080000,1Z',
      '20260230080000Z',
      '20261301080000Z',
      '20260601240000Z',
      '20260601080060Z',
    ]) {
      refused(() => time(text).generalizedTime());
    }
    refused(() => time('2606010800Z', tags.utcTime).time());
    refused(() => time('260230080000Z', tags.utcTime).time());
  });
});
