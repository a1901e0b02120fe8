import { expect } from 'chai';
import {
  edxmlDate,
  edxmlTimestamp,
  fromEdxmlDate,
  fromEdxmlTimestamp,
  fromUtcMillis,
  fromUtcSeconds,
  isIsoDate,
  utcMillis,
  utcSeconds,
} from '../../src/edoc/index.js';

describe('times', () => {
  it('in edXML are those of clocks in Vietnam', () => {
    const lateInLondon = new Date('2026-11-20T17:00:00.999Z');
    expect(edxmlDate(lateInLondon)).to.equal('2026/11/21');
    expect(edxmlTimestamp(lateInLondon)).to.equal('2026/11/21 00:00:00');
    expect(edxmlTimestamp(new Date('2026-11-20T16:59:59Z'))).to.equal('2026/11/20 23:59:59');
  });

  it('in edXML come back as the moment that was meant', () => {
    expect(fromEdxmlDate('2026/11/21')?.toISOString()).to.equal('2026-11-20T17:00:00.000Z');
    expect(fromEdxmlTimestamp('2015/09/20 11:08:36')?.toISOString()).to.equal('2015-09-20T04:08:36.000Z');
    expect(fromEdxmlDate('2024/02/29')?.toISOString()).to.equal('2024-02-28T17:00:00.000Z');
  });

  it('in files of the axis are in UTC', () => {
    const at = new Date('2026-11-20T02:15:30.125Z');
    expect(utcMillis(at)).to.equal('2026-11-20T02:15:30.125Z');
    expect(utcSeconds(at)).to.equal('2026-11-20T02:15:30Z');
    expect(fromUtcMillis('2026-11-20T02:15:30.125Z')).to.deep.equal(at);
    expect(fromUtcSeconds('2026-11-20T02:15:30Z')).to.deep.equal(new Date('2026-11-20T02:15:30Z'));
  });

  it('survive every end of month of a leap year and of a common one, both ways', () => {
    for (const year of [2024, 2026]) {
      for (let month = 1; month <= 12; month += 1) {
        const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
        const day = (number: number) =>
          `${year}/${String(month).padStart(2, '0')}/${String(number).padStart(2, '0')}`;
        const at = fromEdxmlDate(day(last));
        expect(at && edxmlDate(at)).to.equal(day(last));
        expect(fromEdxmlDate(day(last + 1)), day(last + 1)).to.equal(undefined);
        expect(isIsoDate(day(last).replaceAll('/', '-'))).to.equal(true);
        expect(isIsoDate(day(last + 1).replaceAll('/', '-'))).to.equal(false);
      }
    }
  });

  const wrong: Record<string, [(text: string) => unknown, readonly string[]]> = {
    'an edXML date': [
      fromEdxmlDate,
      [
        '',
        '2014/02/30',
        '2023/02/29',
        '2026/13/01',
        '2026/00/10',
        '2026/01/00',
        '2026-11-20',
        '20/11/2026',
        '2026/1/2',
        '2026/11/20 ',
        '2026/11/20\n',
        '2026/11/20 00:00:00',
        '２０２６/11/20',
      ],
    ],
    'an edXML timestamp': [
      fromEdxmlTimestamp,
      [
        '2026/11/20',
        '2014/02/30 00:00:00',
        '2026/11/20 24:00:00',
        '9999/12/31 24:00:00',
        '2026/11/20 23:60:00',
        '2026/11/20 23:59:60',
        '2026/11/20T11:08:36',
        '2026/11/20 11:08',
        '2026/11/20 11:08:36Z',
        '2026/11/20 1:08:36',
      ],
    ],
    'a time in milliseconds': [
      fromUtcMillis,
      [
        '2026-11-20T02:15:30Z',
        '2026-11-20T02:15:30.1Z',
        '2026-11-20T02:15:30.1250Z',
        '2026-11-20T02:15:30.125+07:00',
        '2026-02-29T02:15:30.125Z',
        '2026-11-20 02:15:30.125Z',
        '2026-11-20t02:15:30.125z',
        '9999-12-31T24:00:00.000Z',
      ],
    ],
    'a time in seconds': [
      fromUtcSeconds,
      [
        '2026-11-20T02:15:30.000Z',
        '2026-11-20T02:15:30',
        '2026-04-31T00:00:00Z',
        '2026-11-20T24:00:00Z',
        '+002026-11-20T02:15:30Z',
      ],
    ],
  };
  for (const [what, [read, texts]] of Object.entries(wrong)) {
    for (const text of texts) {
      it(`refuses ${JSON.stringify(text)} as ${what}`, () => {
        expect(read(text)).to.equal(undefined);
      });
    }
  }

  it('outside the years 0 to 9999 cannot be written', () => {
    expect(() => utcMillis(new Date(Date.UTC(10_000, 0, 1)))).to.throw(RangeError);
    expect(() => edxmlDate(new Date('9999-12-31T17:00:00Z'))).to.throw(RangeError);
    expect(() => edxmlTimestamp(new Date(Number.NaN))).to.throw(RangeError);
  });
});
