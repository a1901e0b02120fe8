/** The command line as a whole: which commands there are, and how a call ends. */
import { resolve } from 'node:path';
import { type Command, CommanderError } from 'commander';
import { EdocError } from '../errors.js';
import { Cli } from './command.js';
import { commandNames, loadCommand } from './commands.js';
import { type ExitCode, exitCodeOf, exitCodes, exitCodeWords } from './exit-codes.js';
import { chooseLanguage, parseLanguage, type Words } from './terminal/language.js';
import type { Streams } from './terminal/output.js';
import { usageError } from './usage-error.js';
import { version } from './version.js';

export interface World extends Streams {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
}

/** Runs one call of `edoc`. Never throws. */
export async function runProgram(world: World): Promise<ExitCode> {
  const cli = new Cli(world, {
    language: chooseLanguage(world.args, world.env),
    json: flagged(world.args, '--json'),
    env: world.env,
    agentDirectory: resolve(
      world.directory,
      optionValue(world.args, '--agent') ?? world.env['EDOC_AGENT'] ?? '.',
    ),
  });
  const program = rootCommand(cli);
  try {
    for (const name of namesToLoad(world.args)) program.addCommand(await loadCommand(name, cli));
    requireLanguage(world.args);
    await program.parseAsync(world.args, { from: 'user' });
    return cli.exitCode;
  } catch (error) {
    return failed(error, cli, calledCommand(program, world.args));
  }
}

function failed(error: unknown, cli: Cli, called: string): ExitCode {
  // Help and version are no failures.
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
  const known = asEdocError(error, called);
  if (!(error instanceof EdocError) && (cli.env['EDOC_DEBUG'] ?? '') !== '' && error instanceof Error) {
    cli.output.note(error.stack ?? error.message);
  }
  cli.output.error(known);
  return exitCodeOf(known);
}

function asEdocError(error: unknown, called: string): EdocError {
  if (error instanceof EdocError) return error;
  if (error instanceof CommanderError) {
    // A group called without a command shows its help as an error.
    return error.code === 'commander.help'
      ? new EdocError('cli.usage', { detail: { name: called, command: called } })
      : usageError(error, called);
  }
  const reason = error instanceof Error ? ('code' in error ? String(error.code) : error.name) : typeof error;
  return new EdocError('cli.unforeseen', { detail: { reason }, cause: error });
}

function rootCommand(cli: Cli): Command {
  const program = cli
    .command('edoc', {
      en: 'Exchanges documents between agencies: sealed edXML over the axis, with sealed receipts.',
      vi: 'Trao đổi văn bản giữa các cơ quan: edXML ký số trên trục liên thông, có biên nhận ký số.',
    })
    .version(version, '-V, --version', cli.say({ en: 'show the version', vi: 'hiển thị phiên bản' }))
    .option('--agent <directory>', cli.say(globalWords.agent))
    .option('--json', cli.say(globalWords.json))
    .option('--lang <language>', cli.say(globalWords.lang));
  return program.addHelpText('after', () => exitCodeHelp(cli));
}

const globalWords = {
  agent: {
    en: "the agent's directory, which has agent.json (else EDOC_AGENT, else the current one)",
    vi: 'thư mục của nút, nơi có agent.json (nếu không: EDOC_AGENT, rồi thư mục hiện tại)',
  },
  json: {
    en: 'answer with one JSON document on standard output',
    vi: 'trả lời bằng một tài liệu JSON trên đầu ra chuẩn',
  },
  lang: {
    en: 'language: vi or en (else EDOC_LANG, else the locale)',
    vi: 'ngôn ngữ: vi hoặc en (nếu không: EDOC_LANG, rồi ngôn ngữ hệ thống)',
  },
} as const satisfies Record<string, Words>;

function exitCodeHelp(cli: Cli): string {
  const title = cli.output.style('bold', cli.say({ en: 'Exit codes:', vi: 'Mã kết thúc:' }));
  const lines = exitCodeWords.map(([code, words]) => `  ${code}  ${cli.say(words)}`);
  const more = cli.say({
    en: 'Every command explains itself: edoc send --help',
    vi: 'Mỗi lệnh đều có hướng dẫn riêng: edoc send --help',
  });
  return `\n${[title, ...lines, '', more].join('\n')}`;
}

/** Only the command that is called is loaded; all of them for the overview, and to find what a mistyped one could be. */
function namesToLoad(args: readonly string[]): readonly string[] {
  const name = firstOperand(args);
  return commandNames.some((known) => known === name) && name !== undefined ? [name] : commandNames;
}

function firstOperand(args: readonly string[]): string | undefined {
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--agent' || arg === '--lang') index += 1;
    else if (!arg.startsWith('-')) return arg;
  }
  return undefined;
}

/** `edoc agent ping` for the arguments `agent ping H41`. */
function calledCommand(program: Command, args: readonly string[]): string {
  const names = [program.name()];
  let command: Command | undefined = program;
  for (const arg of args.filter((item) => !item.startsWith('-'))) {
    command = command.commands.find((sub) => sub.name() === arg);
    if (!command) break;
    names.push(arg);
  }
  return names.join(' ');
}

function requireLanguage(args: readonly string[]): void {
  const value = optionValue(args, '--lang');
  if (value !== undefined && parseLanguage(value) === undefined) {
    throw new EdocError('cli.value', { detail: { name: '--lang', value, expected: 'vi | en' } });
  }
}

function flagged(args: readonly string[], flag: string): boolean {
  return beforeDashes(args).includes(flag);
}

function optionValue(args: readonly string[], flag: string): string | undefined {
  const own = beforeDashes(args);
  const joined = own.find((arg) => arg.startsWith(`${flag}=`));
  if (joined !== undefined) return joined.slice(flag.length + 1);
  const index = own.indexOf(flag);
  return index === -1 ? undefined : own[index + 1];
}

function beforeDashes(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end === -1 ? args : args.slice(0, end);
}
