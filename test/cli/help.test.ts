import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Command } from 'commander';
import { Cli } from '../../src/cli/command.js';
import { commandNames, loadCommand } from '../../src/cli/commands.js';
import { exitCodeWords } from '../../src/cli/exit-codes.js';
import type { Language } from '../../src/errors.js';
import { edoc } from './edoc.js';

/** Every command that does something, by its full name, with its help page. */
async function pages(language: Language): Promise<Map<string, string>> {
  const streams = { out: process.stdout, err: process.stderr };
  const cli = new Cli(streams, { language, json: false, env: { NO_COLOR: '1' }, agentDirectory: '.' });
  const found = new Map<string, string>();
  const visit = (command: Command, name: string) => {
    let page = '';
    command.configureOutput({
      writeOut: (text) => {
        page += text;
      },
    });
    command.outputHelp();
    if (command.commands.length === 0) found.set(name, page);
    for (const sub of command.commands) visit(sub, `${name} ${sub.name()}`);
  };
  for (const name of commandNames) visit(await loadCommand(name, cli), name);
  return found;
}

describe('the help pages', () => {
  it('have examples for every command, in both languages, that call the command', async () => {
    for (const [language, title] of [
      ['en', 'Examples:'],
      ['vi', 'Ví dụ:'],
    ] as const) {
      for (const [name, page] of await pages(language)) {
        expect(page, `${name} in ${language}`).to.contain(title);
        const [, examples = ''] = page.split(title);
        expect(examples, `${name} in ${language}`).to.match(/\n {2}edoc /);
      }
    }
  });

  it('say something else in each language: nothing was left untranslated', async () => {
    const english = await pages('en');
    const vietnamese = await pages('vi');
    expect([...vietnamese.keys()]).to.deep.equal([...english.keys()]);
    const texts = (page: string) =>
      page
        .split('\n')
        .filter((line) => /^ {2}\S/.test(line) && !line.startsWith('  edoc '))
        .map((line) => line.trim().replace(/^\S+( <\S+>)? {2,}/, ''))
        .filter((text) => /\p{L}{4}/u.test(text));
    for (const [name, page] of english) {
      const other = new Set(texts(vietnamese.get(name) ?? ''));
      for (const text of texts(page)) expect(other.has(text), `${name}: ${text}`).to.equal(false);
    }
  });

  it('are for the commands that the README has in its table, no more and no fewer', async () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    const [, table = ''] = readme.split('\n## Commands\n');
    const rows = table.split('\n').filter((line) => /^\| (clerk|auditor|node|axis) \|/.test(line));
    const named = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
    expect(named).to.have.members([...(await pages('en')).keys()]);
  });

  it('list every command by whom it is for, and every exit code', async () => {
    const { code, out } = await edoc(['--help']);
    expect(code).to.equal(0);
    for (const name of commandNames) expect(out).to.match(new RegExp(`^  ${name}\\b`, 'm'));
    for (const [exitCode, words] of exitCodeWords) expect(out).to.contain(`${exitCode}  ${words.en}`);
  });

  it('come in the language of the user', async () => {
    const asked = await edoc(['--help', '--lang', 'vi']);
    const fromLocale = await edoc(['--help'], { env: { LANG: 'vi_VN.UTF-8' } });
    expect(asked.out).to.contain('Cách dùng: edoc').and.contain('Mã kết thúc:');
    expect(fromLocale.out).to.equal(asked.out);
    for (const [name, page] of await pages('vi')) expect(page, name).not.to.match(/\[(options|command)\]/);
    expect(asked.out).to.contain('[tùy chọn] [lệnh]');
  });

  it('are the same for edoc and edoc --help but for the exit code', async () => {
    const { code, err } = await edoc([]);
    expect(code).to.equal(2);
    expect(err).to.contain('edoc --help');
  });
});
