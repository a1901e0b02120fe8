/** The look of the help pages, in the user's language. */
import type { Command, Option } from 'commander';
import type { Words } from './terminal/language.js';
import type { Output } from './terminal/output.js';

/** The headings that commander writes, and ours. */
const titles: Readonly<Record<string, Words>> = {
  'Usage:': { en: 'Usage:', vi: 'Cách dùng:' },
  'Arguments:': { en: 'Arguments:', vi: 'Tham số:' },
  'Options:': { en: 'Options:', vi: 'Tùy chọn:' },
  'Global Options:': { en: 'Options of every command:', vi: 'Tùy chọn chung:' },
  'Commands:': { en: 'Commands:', vi: 'Lệnh:' },
};

/** Where nobody says how wide the page is, e.g. in a file. */
const pageColumns = 100;

export function configureHelp(command: Command, output: Output): void {
  command.configureHelp({
    helpWidth: Math.min(output.columns ?? pageColumns, 120),
    showGlobalOptions: true,
    styleTitle: (title) => output.style('bold', titles[title]?.[output.language] ?? title),
    styleUsage: (usage) =>
      usage
        .replaceAll('[options]', output.say({ en: '[options]', vi: '[tùy chọn]' }))
        .replaceAll('[command]', output.say({ en: '[command]', vi: '[lệnh]' })),
    subcommandTerm: (sub) => [sub.name(), ...sub.registeredArguments.map(argumentTerm)].join(' '),
    subcommandDescription: (sub) => sentence(sub.summary() || sub.description()),
    commandDescription: (sub) => sentence(sub.description()),
    argumentDescription: (argument) => sentence(argument.description),
    optionDescription: (option) => sentence(`${option.description}${choicesOf(option)}`),
  });
}

function argumentTerm(argument: { name(): string; required: boolean; variadic: boolean }): string {
  const name = `${argument.name()}${argument.variadic ? '…' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** What the option takes and what it is without it, where its own words do not say so. */
function choicesOf({ argChoices, defaultValue, description }: Option): string {
  if (!argChoices || argChoices.every((choice) => description.includes(choice))) return '';
  return `: ${argChoices.join(', ')}${typeof defaultValue === 'string' ? ` (${defaultValue})` : ''}`;
}

function sentence(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase('vi') + text.slice(1);
}
