import { expect } from 'chai';
import { Output } from '../../../src/cli/terminal/output.js';
import { table } from '../../../src/cli/terminal/table.js';
import { clean, dayText, numberText, sizeText, timeText } from '../../../src/cli/terminal/text.js';
import { width } from '../../../src/cli/terminal/width.js';
import { edxmlDay, moment } from '../../../src/cli/values.js';

describe('text for people', () => {
  it('shows times by the clock of Vietnam, with the zone', () => {
    const time = new Date('2026-11-22T18:03:05.900Z');
    expect(timeText(time, 'vi')).to.equal('23/11/2026 01:03 (+07)');
    expect(timeText(time, 'en', 'second')).to.equal('2026-11-23 01:03:05 +07');
  });

  it('shows days as each language writes them', () => {
    expect(dayText('2026/06/01', 'vi')).to.equal('01/06/2026');
    expect(dayText('2026/06/01', 'en')).to.equal('2026-06-01');
  });

  it('shows sizes with the decimal sign of the language', () => {
    expect(sizeText(715, 'en')).to.equal('715 B');
    expect(sizeText(1_460_000, 'vi')).to.equal('1,5 MB');
    expect(sizeText(2_147_483_648, 'en')).to.equal('2.1 GB');
  });

  it('groups the digits of large numbers as each language does', () => {
    expect(numberText(120_345, 'en')).to.equal('120,345');
    expect(numberText(1204.56, 'vi', 1)).to.equal('1.204,6');
    expect(numberText(999, 'vi')).to.equal('999');
  });

  it('shows nothing that moves a terminal or turns the writing around', () => {
    const start = String.fromCharCode(27);
    expect(clean(`đỏ ${start}[31m\u202edcba\u009b2J\tx\ny`)).to.equal('đỏ \ufffd[31m\ufffddcba\ufffd2J x y');
  });

  it('counts columns of Vietnamese text whether composed or not', () => {
    expect(width('Về việc'.normalize('NFD'))).to.equal(7);
    expect(width('Về việc')).to.equal(7);
    expect(width('文書')).to.equal(4);
  });

  it('lines columns up', () => {
    const streams = { out: process.stdout, err: process.stderr };
    const output = new Output(streams, { language: 'vi', json: false, noColour: true });
    const rows = ['Nghệ An', 'Tây Ninh'];
    const lines = table(
      output,
      [
        { title: 'Tên', cell: (row) => row },
        { title: 'Số', cell: () => '7', right: true },
      ],
      rows,
    );
    expect(lines).to.deep.equal(['Tên       Số', 'Nghệ An    7', 'Tây Ninh   7']);
  });
});

describe('values of options', () => {
  it('take days as the standards and as people write them', () => {
    expect(['2026-6-1', '2026/06/01', '1/6/2026', '01-06-2026'].map(edxmlDay('--date'))).to.deep.equal(
      Array.from({ length: 4 }, () => '2026/06/01'),
    );
  });

  it('take times with their zone, and without one by the clock of Vietnam', () => {
    const at = moment('--at');
    expect(at('2026-06-01T08:00:00Z').toISOString()).to.equal('2026-06-01T08:00:00.000Z');
    expect(at('2026-06-01 15:00').toISOString()).to.equal('2026-06-01T08:00:00.000Z');
    expect(at('2026-06-01').toISOString()).to.equal('2026-05-31T17:00:00.000Z');
  });
});
