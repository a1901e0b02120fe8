import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { edoc } from './edoc.js';

describe('the command line', () => {
  it('says the version of the package', async () => {
    const file = fileURLToPath(new URL('../../../package.json', import.meta.url));
    const { version } = JSON.parse(await readFile(file, 'utf8'));
    expect((await edoc(['--version'])).out).to.equal(`${version}\n`);
  });

  const wrong: readonly (readonly [string, readonly string[], string])[] = [
    ['a command that there is none of', ['sned'], 'cli.unknown-command'],
    ['an option that there is none of', ['inbox', '--stat', '01'], 'cli.unknown-option'],
    ['an argument that is missing', ['show'], 'cli.missing-argument'],
    ['an option that is missing', ['refuse', '7816'], 'cli.missing-option'],
    ['an option without its value', ['refuse', '7816', '--reason'], 'cli.missing-value'],
    ['more arguments than it takes', ['show', 'one', 'two'], 'cli.too-many-arguments'],
    ['a number out of its range', ['inbox', '--limit', '0'], 'cli.value'],
    ['a day that does not exist', ['send', '--date', '2026-02-30'], 'cli.value'],
    ['a time that is none', ['verify', 'x', '--at', 'yesterday'], 'cli.value'],
    ['a language that it does not speak', ['inbox', '--lang', 'fr'], 'cli.value'],
  ];

  for (const [what, args, code] of wrong) {
    it(`refuses ${what} with 2 and ${code}, in both languages`, async () => {
      const english = await edoc(args);
      expect(english.code).to.equal(2);
      expect(english.err)
        .to.contain(`[${code}]`)
        .and.match(/^Error: /);
      expect(english.out).to.equal('');
      const vietnamese = await edoc(args, { env: { EDOC_LANG: 'vi' } });
      if (!args.includes('--lang'))
        expect(vietnamese.err)
          .to.contain(`[${code}]`)
          .and.match(/^Lỗi: /);
    });
  }

  it('says what an option takes that takes one of a few, in the error and in the help', async () => {
    const { code, err } = await edoc(['agent', 'init', '--key-type', 'rsa']);
    expect(code).to.equal(2);
    expect(err).to.contain(
      '--key-type cannot be "rsa": it takes rsa-2048, rsa-3072, ecdsa-p256. [cli.value]',
    );
    const cause = ['axis', 'revoke', 'H41', '--reason', 'x', '--cause', "it's"];
    expect((await edoc(cause)).err).to.contain(`--cause cannot be "it's": it takes keyCompromise, `);
    const help = (await edoc(['axis', 'init', '--help'])).out.replace(/\s+/g, ' ');
    expect(help).to.contain('Type of the keys: rsa-2048, rsa-3072, ecdsa-p256 (rsa-3072)');
  });

  it('says that a day alone is a time too', async () => {
    expect((await edoc(['verify', 'x', '--at', 'yesterday'])).err).to.contain('| 2026-11-22. [cli.value]');
  });

  it('suggests what was meant', async () => {
    expect((await edoc(['sned'])).err).to.contain('send');
    expect((await edoc(['inbox', '--stat', '01'])).err).to.contain('--state');
  });

  it('tells usage errors to programs as JSON too', async () => {
    const { code, out } = await edoc(['show', '--json']);
    expect(code).to.equal(2);
    expect(JSON.parse(out).error.code).to.equal('cli.missing-argument');
  });

  it('says where it looked for an agent', async () => {
    const { code, err } = await edoc(['inbox', '--agent', '/nowhere']);
    expect(code).to.equal(4);
    expect(err).to.contain('/nowhere').and.contain('[config.missing]');
  });

  it('ends quietly where nobody reads on', async () => {
    const { code, err } = await edoc(['--help'], { unread: true });
    expect(code).to.equal(141);
    expect(err).to.equal('');
  });

  it('says that standard output cannot be written, as on a full disk', async () => {
    const { code, err } = await edoc(['--help'], { into: '/dev/full' });
    expect(err).to.contain('standard output cannot be written (ENOSPC). [cli.file-unwritable]');
    expect(code).to.equal(1);
  });

  it('writes no colours where nobody sees them', async () => {
    const { err } = await edoc(['sned']);
    expect(err).not.to.match(/\p{Cc}\[/u);
  });
});
