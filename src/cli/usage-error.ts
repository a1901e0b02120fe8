/** What the parser of the command line complains about, as our own errors in both languages. */
import type { CommanderError } from 'commander';
import { EdocError, type ErrorCode } from '../errors.js';

const codes: Readonly<Record<string, ErrorCode>> = {
  'commander.unknownCommand': 'cli.unknown-command',
  'commander.unknownOption': 'cli.unknown-option',
  'commander.missingArgument': 'cli.missing-argument',
  'commander.missingMandatoryOptionValue': 'cli.missing-option',
  'commander.optionMissingArgument': 'cli.missing-value',
  'commander.excessArguments': 'cli.too-many-arguments',
  'commander.invalidArgument': 'cli.value',
};

/**
 * The code tells the kind of error; commander names the culprit only inside its sentence, in quotes.
 * @param command how the command is called, for the pointer to its help: `edoc send`
 */
export function usageError(error: CommanderError, command: string): EdocError {
  const code = codes[error.code] ?? 'cli.usage';
  const choice = /option '(\S+)[^']*' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/.exec(
    error.message,
  );
  if (choice) {
    const [, name = '', value = '', expected = ''] = choice;
    return new EdocError(code, { detail: { name, value: value.slice(0, 100), expected } });
  }
  const name = /'([^']*)'/.exec(error.message)?.[1] ?? error.message.replace(/^error: /, '');
  const suggestion = /\(Did you mean (?:one of )?(.*?)\?\)/.exec(error.message)?.[1];
  return new EdocError(code, {
    detail: { name, command, suggestion: suggestion === undefined ? `${command} --help` : suggestion },
  });
}
