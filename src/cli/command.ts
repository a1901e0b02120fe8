/**
 * How a command is written. Each command stands in one file with its words in both languages, exports one function that
 * makes it from a {@link Cli}, and imports what it works with only when it runs:
 *
 *     export function pingCommand(cli: Cli): Command {
 *       return cli
 *         .command('ping <agency>', { en: 'Measure the way …', vi: 'Đo đường truyền …' })
 *         .option('--timeout <seconds>', cli.say({ en: '…', vi: '…' }), seconds)
 *         .addHelpText('after', cli.examples(['edoc agent ping H41', { en: '…', vi: '…' }]))
 *         .action(cli.action(async (agency: string, options: PingOptions) => { … return exitCodes.ok; }));
 *     }
 */
import { Command, Option } from 'commander';
import type { ExitCode } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import { configureHelp } from './help.js';
import type { Words } from './terminal/language.js';
import { Output, type Streams } from './terminal/output.js';

/** A line of `edoc` and what it does. */
export type Example = readonly [line: string, what: Words];

/** What a command gets of the world. */
export class Cli {
  readonly output: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The directory of the agent that is meant: --agent, else EDOC_AGENT, else where the user stands. */
  readonly agentDirectory: string;
  /** The last action's outcome. */
  exitCode: ExitCode = exitCodes.ok;

  constructor(
    streams: Streams,
    options: {
      readonly language: Output['language'];
      readonly json: boolean;
      readonly env: Readonly<Record<string, string | undefined>>;
      readonly agentDirectory: string;
    },
  ) {
    const noColour = (options.env['NO_COLOR'] ?? '') !== '';
    this.output = new Output(streams, {
      language: options.language,
      json: options.json,
      noColour,
      forceColour: !['', '0'].includes(options.env['FORCE_COLOR'] ?? ''),
      columns: columnsIn(options.env),
    });
    this.env = options.env;
    this.agentDirectory = options.agentDirectory;
  }

  say(words: Words): string {
    return this.output.say(words);
  }

  /** A command with our help in the user's language. `usage` is its name and arguments: `show <id>`. */
  command(usage: string, summary: Words, description?: Words): Command {
    const [name = '', ...args] = usage.split(' ');
    const command = new Command(name)
      .summary(this.say(summary))
      .description(this.say(description ?? summary));
    if (args.length > 0) command.arguments(args.join(' '));
    return this.#configured(command);
  }

  /** The words of an argument, by its name. */
  argument(command: Command, name: string, words: Words): Command {
    for (const argument of command.registeredArguments) {
      if (argument.name() === name) argument.description = this.say(words);
    }
    return command;
  }

  /** The block of examples that every command's help ends with. */
  examples(...examples: readonly Example[]): string {
    const title = this.output.style('bold', this.say({ en: 'Examples:', vi: 'Ví dụ:' }));
    const lines = examples.flatMap(([line, what]) => [
      `  ${this.output.style('dim', `# ${this.say(what)}`)}`,
      `  ${line}`,
    ]);
    return `\n${[title, ...lines].join('\n')}`;
  }

  /** Makes an action whose outcome is its exit code. */
  action<Args extends readonly unknown[]>(
    run: (...args: Args) => Promise<ExitCode>,
  ): (...args: Args) => Promise<void> {
    return async (...args) => {
      this.exitCode = await run(...args);
    };
  }

  #configured(command: Command): Command {
    configureHelp(command, this.output);
    return command
      .helpOption('-h, --help', this.say({ en: 'show this help', vi: 'hiển thị trợ giúp này' }))
      .helpCommand(false)
      .exitOverride()
      .showSuggestionAfterError(true)
      .configureOutput({
        writeOut: (text) => this.output.help(text),
        writeErr: () => {},
        outputError: () => {},
      });
  }
}

/** COLUMNS where it is exported: by `watch`, by editors, by whoever shows the output in a window of their own. */
function columnsIn(env: Cli['env']): number | undefined {
  const value = env['COLUMNS'] ?? '';
  return /^[1-9]\d{0,4}$/.test(value) ? Number(value) : undefined;
}

/** An option that may be given several times, and with commas: `--to H41,H53 --to G12`. */
export function listOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    ...value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ]);
}
