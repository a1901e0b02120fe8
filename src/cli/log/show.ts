/** `edoc log show`: the event log for reading. */
import type { Command } from 'commander';
import { safeJson } from '../../json.js';
import type { LogEntry } from '../../store/index.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { wholeNumber } from '../values.js';

interface ShowOptions {
  readonly limit: number;
  readonly after?: number;
}

const mostEntries = 100_000;

export function logShowCommand(cli: Cli): Command {
  return cli
    .command(
      'show',
      { en: 'show the last entries', vi: 'xem các mục gần nhất' },
      {
        en: 'Shows the last entries, or those after a sequence number. With --json one JSON object a line (JSON Lines).',
        vi: 'Hiển thị các mục gần nhất, hoặc các mục sau một số thứ tự. Với --json mỗi dòng là một đối tượng JSON (JSON Lines).',
      },
    )
    .option(
      '--limit <n>',
      cli.say({ en: 'how many (50)', vi: 'số mục (50)' }),
      wholeNumber('--limit', 1, mostEntries),
      50,
    )
    .option(
      '--after <sequence>',
      cli.say({ en: 'those after this number', vi: 'các mục sau số thứ tự này' }),
      wholeNumber('--after', 0, 9_999_999_999),
    )
    .addHelpText(
      'after',
      cli.examples(
        ['edoc log show --limit 10', { en: 'the last ten', vi: 'mười mục gần nhất' }],
        [
          'edoc log show --after 1200 --json',
          { en: 'what came after 1200, for a program', vi: 'các mục sau 1200, cho chương trình' },
        ],
      ),
    )
    .action(
      cli.action(async ({ limit, after }: ShowOptions) => {
        const { withRegister } = await import('../register.js');
        const entries = await withRegister(cli, async (register) => {
          const from = after ?? Math.max(0, (await register.logHead()).sequence - limit);
          return register.logRows(from, limit);
        });
        if (cli.output.json) for (const entry of entries) await cli.output.raw(`${safeJson(entry)}\n`);
        else await print(cli, entries);
        return exitCodes.ok;
      }),
    );
}

async function print(cli: Cli, entries: readonly LogEntry[]): Promise<void> {
  const { output } = cli;
  const [{ table }, { clean, timeText }] = await Promise.all([
    import('../terminal/table.js'),
    import('../terminal/text.js'),
  ]);
  if (entries.length === 0) {
    output.print(cli.say({ en: 'No entries.', vi: 'Không có mục nào.' }));
    return;
  }
  output.print(
    ...table(
      output,
      [
        { title: '#', cell: ({ sequence }) => String(sequence), right: true },
        {
          title: cli.say({ en: 'Time', vi: 'Thời điểm' }),
          cell: ({ at }) => timeText(at, output.language, 'second'),
        },
        { title: cli.say({ en: 'What', vi: 'Sự kiện' }), cell: ({ kind }) => clean(kind) },
        { title: cli.say({ en: 'Agency', vi: 'Cơ quan' }), cell: ({ agency }) => clean(agency ?? '') },
        { title: cli.say({ en: 'Packet', vi: 'Gói tin' }), cell: ({ packet }) => clean(packet ?? '') },
        {
          title: cli.say({ en: 'More', vi: 'Chi tiết' }),
          cell: ({ detail }) =>
            Object.entries(detail)
              .map(([name, value]) => clean(`${name}=${shortened(String(value))}`))
              .join(' '),
          flexible: true,
        },
      ],
      entries,
    ),
  );
}

const mostShown = 160;

/** The recipients of a circular fill a hundred screens; `--json` has them all. */
function shortened(value: string): string {
  return value.length > mostShown ? `${value.slice(0, mostShown - 1)}…` : value;
}
