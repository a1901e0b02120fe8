/** What `edoc inbox` and `edoc outbox` have in common: the columns of a register and the way to its next page. */
import { type OrganId, parseOrganId, priorities } from '../../edoc/index.js';
import type { EntryRecord } from '../../store/index.js';
import type { Cli } from '../command.js';
import type { Words } from '../terminal/language.js';
import { type Column, fits, table } from '../terminal/table.js';
import { clean, columnTimeText, dayText, zoned } from '../terminal/text.js';
import { wrongValue } from '../values.js';
import { unansweredWords } from './unanswered-words.js';

export interface ListOptions {
  readonly state?: string;
  readonly agency?: string;
  readonly limit: number;
  readonly before?: number;
}

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
  const short: Column<EntryRecord>[] = [
    { title: 'ID', cell: shortIds(entries) },
    { title: zoned(cli.say(words.at)), cell: ({ at }) => columnTimeText(at, output.language) },
    { title: cli.say({ en: 'Number', vi: 'Số, ký hiệu' }), cell: (entry) => numberCell(cli, entry) },
    ...more,
  ];
  const long: Column<EntryRecord>[] = [
    { title: cli.say(words.counterpart), cell: counterpartCell },
    {
      title: cli.say({ en: 'Subject', vi: 'Trích yếu' }),
      cell: (entry) => subjectCell(cli, entry),
      flexible: true,
    },
  ];
  if (fits(output, [...short, ...long], entries))
    output.print(...table(output, [...short, ...long], entries));
  else printInTwoLines(cli, entries, short, long);
}

/** On a narrow terminal what is long stands below, whole, rather than cut beyond recognition. */
function printInTwoLines(
  cli: Cli,
  entries: readonly EntryRecord[],
  short: readonly Column<EntryRecord>[],
  long: readonly Column<EntryRecord>[],
): void {
  const [title = '', ...lines] = table(cli.output, short, entries);
  cli.output.print(title);
  for (const [index, entry] of entries.entries()) {
    cli.output.print(lines[index] ?? '', `    ${long.map(({ cell }) => cell(entry)).join(' – ')}`);
  }
}

/** The pointer to the next page, where there may be one. */
export function printMore(cli: Cli, entries: readonly EntryRecord[], limit: number): void {
  const last = entries.at(-1);
  if (!last || entries.length < limit) return;
  const next = {
    en: `Older ones: the same with --before ${last.key}`,
    vi: `Xem tiếp: thêm --before ${last.key}`,
  };
  cli.output.print(cli.output.style('dim', cli.say(next)));
}

/** The first part of a packet id is its time to the millisecond, which tells documents apart nearly always. */
const shortId = 13;

function shortIds(entries: readonly EntryRecord[]): (entry: EntryRecord) => string {
  const seen = new Map<string, string>();
  const shared = new Set<string>();
  for (const { packetId } of entries) {
    const start = packetId.slice(0, shortId);
    if ((seen.get(start) ?? packetId) !== packetId) shared.add(start);
    seen.set(start, packetId);
  }
  return ({ packetId }) => (shared.has(packetId.slice(0, shortId)) ? packetId : packetId.slice(0, shortId));
}

function counterpartCell({ counterpart, counterpartName, deliveries }: EntryRecord): string {
  const name = clean(`${counterpart} ${counterpartName}`);
  if (!deliveries) return name;
  const { queued, sent, problems, delivered, withdrawn } = deliveries;
  const more = queued + sent + problems + delivered + withdrawn - 1;
  return more > 0 ? `${name} (+${more})` : name;
}

function numberCell(cli: Cli, { code, priority }: EntryRecord): string {
  const urgent = priority > 0 ? priorities.find(({ value }) => value === priority) : undefined;
  return urgent ? `${clean(code)} ${cli.output.style('red', `(${cli.say(urgent)})`)}` : clean(code);
}

function subjectCell(cli: Cli, { subject, dueDate, recall, giveUpAt, at }: EntryRecord): string {
  const { output } = cli;
  const due =
    dueDate === undefined ? [] : [cli.say({ en: 'due', vi: 'hạn' }), dayText(dueDate, output.language)];
  const asked = recall === 'requested' ? [cli.say({ en: 'recall requested', vi: 'yêu cầu lấy lại' })] : [];
  const late = giveUpAt ? [cli.say(unansweredWords(at, giveUpAt))] : [];
  const marks = [...late, ...asked, ...(due.length > 0 ? [due.join(' ')] : [])];
  return marks.length === 0
    ? clean(subject)
    : `${output.style('yellow', `[${marks.join('; ')}]`)} ${clean(subject)}`;
}
