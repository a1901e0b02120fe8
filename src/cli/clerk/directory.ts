/** `edoc directory`: who is on the axis, as this node knows it. */
import type { Command } from 'commander';
import type { DirectoryAgency } from '../../edoc/index.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import type { Words } from '../terminal/language.js';
import { wholeNumber } from '../values.js';

interface DirectoryOptions {
  readonly limit: number;
  readonly after?: string;
}

export function directoryCommand(cli: Cli): Command {
  const command = cli
    .command(
      'directory [search]',
      { en: 'look up agencies and their codes', vi: 'tra cứu cơ quan và mã' },
      {
        en: 'Lists the agencies of the directory in force, by code. The search goes by part of a code or name, with or without diacritics.',
        vi: 'Liệt kê các cơ quan trong danh bạ đang hiệu lực, theo mã. Tìm theo một phần của mã hoặc tên, có dấu hoặc không dấu.',
      },
    )
    .option(
      '--limit <n>',
      cli.say({ en: 'how many (50)', vi: 'số dòng (50)' }),
      wholeNumber('--limit', 1, 1_000),
      50,
    )
    .option('--after <code>', cli.say({ en: 'from this code on', vi: 'từ sau mã này' }))
    .addHelpText(
      'after',
      cli.examples(
        ['edoc directory "nghe an"', { en: 'find a code by the name', vi: 'tìm mã theo tên' }],
        ['edoc directory H41 --json', { en: 'everything about a code', vi: 'mọi thông tin của một mã' }],
      ),
    )
    .action(
      cli.action(async (search: string | undefined, options: DirectoryOptions) => {
        const [{ withRegister }, { agencyOption }] = await Promise.all([
          import('../register.js'),
          import('./list.js'),
        ]);
        const after = agencyOption(options.after);
        const { limit } = options;
        const [version, agencies] = await withRegister(cli, async (register) => [
          await register.directoryVersion(),
          await register.agencies({ search, after, limit }),
        ]);
        cli.output.document({ version: version ?? null, agencies });
        await print(cli, version, agencies);
        const last = agencies.at(-1);
        if (last && agencies.length === limit) {
          const again = search === undefined ? '' : ` "${search}"`;
          cli.output.print(cli.output.style('dim', `edoc directory${again} --after ${last.code}`));
        }
        return agencies.length === 0 ? exitCodes.notFound : exitCodes.ok;
      }),
    );
  return cli.argument(command, 'search', { en: 'part of a code or name', vi: 'một phần của mã hoặc tên' });
}

const states: Readonly<Record<DirectoryAgency['state'], Words>> = {
  active: { en: 'active', vi: 'hoạt động' },
  suspended: { en: 'suspended', vi: 'tạm ngừng' },
  closed: { en: 'closed', vi: 'đã đóng' },
};

async function print(
  cli: Cli,
  version: { readonly version: number; readonly validUntil: Date } | undefined,
  agencies: readonly DirectoryAgency[],
): Promise<void> {
  const { output } = cli;
  if (output.json) return;
  const [{ table }, { clean, timeText }] = await Promise.all([
    import('../terminal/table.js'),
    import('../terminal/text.js'),
  ]);
  if (!version) {
    output.print(
      cli.say({
        en: 'This node has no directory yet; it comes from the axis once the agent is connected.',
        vi: 'Nút chưa có danh bạ; danh bạ sẽ về từ trục sau khi nút kết nối.',
      }),
    );
    return;
  }
  if (agencies.length === 0) output.print(cli.say({ en: 'No such agency.', vi: 'Không tìm thấy cơ quan.' }));
  else {
    output.print(
      ...table(
        output,
        [
          { title: cli.say({ en: 'Code', vi: 'Mã' }), cell: ({ code }) => code },
          { title: cli.say({ en: 'Old code', vi: 'Mã cũ' }), cell: ({ legacyCode }) => legacyCode ?? '' },
          { title: cli.say({ en: 'Name', vi: 'Tên' }), cell: ({ name }) => clean(name), flexible: true },
          {
            title: cli.say({ en: 'State', vi: 'Trạng thái' }),
            cell: ({ state, successor }) =>
              output.style(
                state === 'active' ? 'green' : 'red',
                `${cli.say(states[state])}${successor === undefined ? '' : ` → ${successor}`}`,
              ),
          },
        ],
        agencies,
      ),
    );
  }
  const until = timeText(version.validUntil, output.language);
  output.print(
    output.style(
      'dim',
      cli.say({
        en: `Directory version ${version.version}, valid until ${until}`,
        vi: `Danh bạ phiên bản ${version.version}, hiệu lực đến ${until}`,
      }),
    ),
  );
}
