/** What `edoc inbox` and `edoc outbox` have in common: the columns of a register and the way to its next page. */
import { type OrganId, parseOrganId, priorities } from '../edoc/index.js';
import type { EntryRecord } from '../store/index.js';
import type { Cli } from './command.js';
import type { Words } from './language.js';
import { type Column, table } from './table.js';
import { clean, dayText, timeText } from './text.js';
import { wrongValue } from './values.js';

export interface ListOptions {
  readonly state?: string;
  readonly agency?: string;
  readonly limit: number;
  readonly before?: number;
}

export const mostLines = 1_000;

/** @throws EdocError `cli.value` */
export function agencyOption(value: string | undefined): OrganId | undefined {
  if (value === undefined) return undefined;
  return parseOrganId(value) ?? wrongValue('--agency', value, 'H41 | 000.00.00.H41');
}

/** @throws EdocError `cli.value` where the word is none of the states */
export function stateOption<State extends string>(
  value: string | undefined,
  states: readonly State[],
): State | undefined {
  if (value === undefined) return undefined;
  return states.find((state) => state === value) ?? wrongValue('--state', value, states.join(', '));
}

export function entryJson(entry: EntryRecord): object {
  return entry;
}

export function printEntries(
  cli: Cli,
  entries: readonly EntryRecord[],
  words: { readonly counterpart: Words; readonly at: Words; readonly empty: Words },
  more: readonly Column<EntryRecord>[],
): void {
  const { output } = cli;
  if (entries.length === 0) {
    output.print(cli.say(words.empty));
    return;
  }
  const columns: Column<EntryRecord>[] = [
    { title: 'ID', cell: ({ packetId }) => packetId },
    { title: cli.say(words.at), cell: ({ at }) => timeText(at, output.language) },
    { title: cli.say({ en: 'Number', vi: 'Số, ký hiệu' }), cell: (entry) => numberCell(cli, entry) },
    {
      title: cli.say(words.counterpart),
      cell: ({ counterpart, counterpartName }) => clean(`${counterpart} ${counterpartName}`),
    },
    ...more,
    {
      title: cli.say({ en: 'Subject', vi: 'Trích yếu' }),
      cell: (entry) => subjectCell(cli, entry),
      flexible: true,
    },
  ];
  output.print(...table(output, columns, entries));
}

/** The pointer to the next page, where there may be one. */
export function printMore(cli: Cli, entries: readonly EntryRecord[], limit: number, command: string): void {
  const last = entries.at(-1);
  if (!last || entries.length < limit) return;
  const next = `${command} --before ${last.key}`;
  cli.output.print(cli.output.style('dim', cli.say({ en: `Older ones: ${next}`, vi: `Xem tiếp: ${next}` })));
}

function numberCell(cli: Cli, { code, priority }: EntryRecord): string {
  const urgent = priority > 0 ? priorities.find(({ value }) => value === priority) : undefined;
  return urgent ? `${clean(code)} ${cli.output.style('red', `(${cli.say(urgent)})`)}` : clean(code);
}

function subjectCell(cli: Cli, { subject, dueDate, recall }: EntryRecord): string {
  const { output } = cli;
  const due =
    dueDate === undefined ? [] : [cli.say({ en: 'due', vi: 'hạn' }), dayText(dueDate, output.language)];
  const asked = recall === 'requested' ? [cli.say({ en: 'recall requested', vi: 'yêu cầu lấy lại' })] : [];
  const marks = [...asked, ...(due.length > 0 ? [due.join(' ')] : [])];
  return marks.length === 0
    ? clean(subject)
    : `${output.style('yellow', `[${marks.join('; ')}]`)} ${clean(subject)}`;
}
