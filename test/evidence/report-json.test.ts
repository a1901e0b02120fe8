import { expect } from 'chai';
import { buildReport, filesOfContainer, keep, notExamined, reportJson } from '../../src/evidence/index.js';
import { type Built, mixedFiles } from './reports.js';

const text = ({ kept, options }: Built, extracted?: readonly string[]) =>
  [...reportJson(kept, options, extracted)].map((piece) => Buffer.from(piece).toString()).join('');

describe('the report written file by file', () => {
  let built: Built;

  before(async () => {
    built = await mixedFiles();
  });

  it('has the values of the report as an object', () => {
    const whole = JSON.parse(JSON.stringify(buildReport(built.kept, built.options)));
    expect(JSON.parse(text(built))).to.deep.equal(whole);
  });

  it('has them of a container that is no better than a file in it', () => {
    const inside = notExamined('document.edxml', { code: 'seal.value', severity: 'error' });
    const files = filesOfContainer(
      { file: 'a.asice', claimed: undefined, findings: [], files: [inside], entries: [] },
      { size: 1, sha256: '0'.repeat(64) },
    );
    const container = { ...built, kept: files.map(keep) };
    const whole = JSON.parse(JSON.stringify(buildReport(container.kept, built.options)));
    expect(JSON.parse(text(container))).to.deep.equal(whole);
    expect(whole.files[0]).to.include({ decidedIn: 'document.edxml', decidedBy: 'seal.value' });
  });

  it('has each file in a line of its own, whatever is in its name', () => {
    const odd = keep(notExamined('a\n"b\u2028\u202e', { code: 'cli.file-unreadable', severity: 'error' }));
    const json = text({ ...built, kept: [odd, ...built.kept] });
    const lines = json.split('\n');
    const files = lines.slice(lines.indexOf('  "files": [') + 1, lines.indexOf('  ]'));
    expect(files).to.have.length(built.kept.length + 1);
    expect(JSON.parse((files[0] ?? '').replace(/,$/, '')).file).to.equal('a\n"b\u2028\u202e');
    expect(json).not.to.match(/[\u2028\u202e]/);
  });

  it('tells of each file what was not checked, and not of the one before it', () => {
    const receipt = built.kept.find(({ kind }) => kind === 'receipt');
    if (!receipt) throw new Error('there is a receipt among them');
    // The same receipt, once without its packet and once so that nothing of it could be read.
    const { receipt: _read, ...unread } = { ...receipt, checked: new Set(['form' as const]) };
    const kept = [{ ...unread, receipt: receipt.receipt }, unread].map((file) => file as typeof receipt);
    const whole = JSON.parse(JSON.stringify(buildReport(kept, built.options)));
    expect(JSON.parse(text({ ...built, kept }))).to.deep.equal(whole);
    const [first, second] = whole.files.map((file: { notChecked: unknown[] }) => file.notChecked.length);
    expect(first).to.equal(second + 1);
  });

  it('takes no two files for alike because of a name that somebody chose', () => {
    const unknown = (place?: string) =>
      ({
        code: 'container.file-unknown',
        severity: 'error',
        ...(place === undefined ? {} : { place }),
      }) as const;
    const named = (file: string, ...findings: readonly ReturnType<typeof unknown>[]) => ({
      ...keep(notExamined(file, unknown())),
      findings: [...findings],
    });
    const two = named('two', unknown('a'), unknown('b'));
    const names = ['a\nerror container.file-unknown b', 'a"\nerror container.file-unknown "b', 'undefined'];
    const kept = [two, ...names.map((name) => named('one', unknown(name))), named('none', unknown())];
    const whole = JSON.parse(JSON.stringify(buildReport(kept, built.options)));
    expect(JSON.parse(text({ ...built, kept }))).to.deep.equal(whole);
  });

  it('writes once what two files have alike, and keeps nothing long for that, which could fill the memory', () => {
    const judgedOfTwo = (count: number) => {
      const findings = Array.from(
        { length: count },
        (_, index) => ({ code: 'container.file-unknown', severity: 'error', place: `x${index}` }) as const,
      );
      const file = keep(notExamined('one', { code: 'container.file-unknown', severity: 'error' }));
      const two = [file, file].map((one) => ({ ...one, findings }));
      const pieces = [...reportJson(two, built.options)].filter((piece) => typeof piece !== 'string');
      // Behind what was told of each.
      return [pieces[1], pieces[3]];
    };
    const [short, again] = judgedOfTwo(2);
    expect(short).to.equal(again);
    const [long, other] = judgedOfTwo(2_000);
    expect(long).to.deep.equal(other);
    expect(long).not.to.equal(other);
  });

  it('says what was taken out, and that there are no files where there are none', () => {
    expect(JSON.parse(text(built, ['x/a.pdf'])).extracted).to.deep.equal(['x/a.pdf']);
    expect(JSON.parse(text({ ...built, kept: [] })).files).to.deep.equal([]);
  });
});
