import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { errorsPage } from '../scripts/errors-page/page.js';
import {
  describe as describeFinding,
  EdocError,
  type ErrorCode,
  type ErrorEntry,
  errorTable,
  isEdocError,
  throwIfErrors,
} from '../src/errors.js';

const table: Readonly<Record<string, ErrorEntry>> = errorTable;
const entries = Object.entries(table);
const codes = Object.keys(errorTable).filter((code): code is ErrorCode => code in errorTable);
const root = new URL('../../', import.meta.url);

describe('the table of errors', () => {
  it('is what spec/errors.md says (if not: npm run build && node dist/scripts/make-errors-page.js)', () => {
    expect(readFileSync(new URL('spec/errors.md', root), 'utf8')).to.equal(errorsPage());
  });

  it('has codes of the form area.what-is-wrong', () => {
    expect(
      entries.map(([code]) => code).filter((code) => !/^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$/.test(code)),
    ).to.deep.equal([]);
  });

  it('has words in both languages for what happened and for what to do', () => {
    const wordless = entries.filter(([, { en, vi }]) =>
      [en.what, en.todo, vi.what, vi.todo].some((words) => words.trim() === ''),
    );
    expect(wordless.map(([code]) => code)).to.deep.equal([]);
  });

  it('has Vietnamese in Unicode NFC, with its diacritics', () => {
    const wrong = entries.filter(([, { vi }]) =>
      [`${vi.what} ${vi.todo}`].some((words) => words !== words.normalize('NFC') || !/[À-ỹ]/.test(words)),
    );
    expect(wrong.map(([code]) => code)).to.deep.equal([]);
  });

  it('fills the same values into both languages', () => {
    const differing = entries.filter(([, { en, vi }]) => placeholders(en) !== placeholders(vi));
    expect(differing.map(([code]) => code)).to.deep.equal([]);
  });

  it('has no code in two area files, where the later would silently win', async () => {
    const codes: string[] = [];
    for (const file of readdirSync(new URL('src/errors/', root))) {
      const area: Record<string, object> = await import(`../src/errors/${file.replace(/\.ts$/, '.js')}`);
      codes.push(...Object.values(area).flatMap((part) => Object.keys(part)));
    }
    expect(codes.sort()).to.deep.equal(entries.map(([code]) => code).sort());
  });

  it('has every code that the specification names', () => {
    const areas = new Set(entries.map(([code]) => code.slice(0, code.indexOf('.'))));
    const unknown = readdirSync(new URL('spec/', root))
      .filter((file) => file.endsWith('.md') && file !== 'errors.md')
      .flatMap((file) =>
        codesNamedIn(readFileSync(new URL(`spec/${file}`, root), 'utf8')).map((code) => `${file}: ${code}`),
      )
      .filter((line) => areas.has(line.slice(line.indexOf(' ') + 1, line.lastIndexOf('.'))))
      .filter((line) => table[line.slice(line.indexOf(' ') + 1)] === undefined);
    expect(unknown).to.deep.equal([]);
  });
});

function placeholders({ what, todo }: ErrorEntry['en']): string {
  return [...new Set(`${what} ${todo}`.match(/\{\w+\}/g))].sort().join(' ');
}

/** Names in backticks with one dot; those of files have no place here. */
function codesNamedIn(text: string): string[] {
  return [...text.matchAll(/`([a-z]+\.[a-z0-9-]+)`/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => !/\.(md|ts|json|js|xsd|edxml)$/.test(name));
}

describe('an error', () => {
  const retryable = 'broker.unavailable';
  const outside = { code: 'packet.outside', severity: 'error' } as const;
  const digest = {
    code: 'packet.attachment-digest',
    severity: 'error',
    detail: { name: 'Tờ trình.pdf' },
  } as const;

  /** Any code whose words take one value; the words themselves may change. */
  const withValue =
    codes.find((code) => takesOneValue(errorTable[code].en) && takesOneValue(errorTable[code].vi)) ??
    outside.code;

  it('says in either language where it happened, what, and what to do', () => {
    for (const language of ['vi', 'en'] as const) {
      const words = errorTable[withValue][language];
      const name = /\{(\w+)\}/.exec(words.what)?.[1] ?? '';
      const finding = { code: withValue, place: 'MessageHeader.To[2]', detail: { [name]: 'unclosed-tag' } };
      expect(describeFinding(finding, language).what).to.equal(
        `MessageHeader.To[2]: ${words.what.replace(`{${name}}`, 'unclosed-tag')}`,
      );
      expect(describeFinding(finding, language).what).to.include('unclosed-tag');
      expect(describeFinding({ code: 'packet.outside' }, language)).to.deep.equal(
        errorTable['packet.outside'][language],
      );
    }
  });

  it('shows a question mark for a value that nobody gave', () => {
    expect(describeFinding({ code: withValue }, 'vi').what).not.to.contain('“');
    expect(describeFinding({ code: withValue }, 'en').what)
      .to.match(/\?/)
      .and.not.match(/\{/);
  });

  it('has the English words as its message, and keeps code, place, detail and cause', () => {
    const cause = new Error('underneath');
    const error = new EdocError(digest.code, { place: 'here', detail: digest.detail, cause });
    expect(error.message).to.equal(describeFinding({ ...digest, place: 'here' }, 'en').what);
    expect(error).to.include({ name: 'EdocError', code: digest.code, place: 'here', cause });
    expect(error.detail).to.deep.equal(digest.detail);
    expect(error.findings).to.deep.equal([{ ...digest, place: 'here' }]);
  });

  it('knows from its code whether trying again can help', () => {
    expect(new EdocError(retryable).retryable).to.equal(true);
    expect(new EdocError('packet.outside').retryable).to.equal(false);
  });

  it('is told from others by its code', () => {
    expect(isEdocError(new EdocError('packet.outside'))).to.equal(true);
    expect(isEdocError(new EdocError('packet.outside'), 'packet.outside')).to.equal(true);
    expect(isEdocError(new EdocError('packet.outside'), 'packet.conflict')).to.equal(false);
    expect(isEdocError(new Error('packet.outside'), 'packet.outside')).to.equal(false);
  });

  it('carries all that one pass found, warnings aside, with the first one as its code', () => {
    const warning = { code: 'packet.outside', severity: 'warning' } as const;
    expect(() => throwIfErrors([warning])).not.to.throw();
    try {
      throwIfErrors([warning, digest, outside]);
      expect.fail('nothing was thrown');
    } catch (error) {
      if (!isEdocError(error, digest.code)) throw error;
      expect(error.findings).to.deep.equal([digest, outside]);
    }
  });
});

function takesOneValue({ what }: ErrorEntry['en']): boolean {
  return what.match(/\{\w+\}/g)?.length === 1;
}
