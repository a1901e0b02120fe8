/** `edoc axis publish`: the next version of the directory. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { wholeNumber } from '../values.js';
import { type AxisOptions, directoryLine, dirOption, withAxis } from './session.js';

interface PublishOptions extends AxisOptions {
  readonly validDays?: number;
  readonly above?: number;
}

export function axisPublishCommand(cli: Cli): Command {
  const command = cli.command(
    'publish',
    { en: 'publish the directory anew to every node', vi: 'công bố lại danh bạ đến mọi nút' },
    {
      en: 'Seals the next version of the directory and sends it to every node. Run it regularly, for example every week: when a directory has ended, nodes refuse to send.',
      vi: 'Ký phiên bản danh bạ tiếp theo và gửi đến mọi nút. Hãy chạy định kỳ, ví dụ hằng tuần: khi danh bạ hết hiệu lực, các nút ngừng gửi.',
    },
  );
  return dirOption(cli, command)
    .option(
      '--valid-days <days>',
      cli.say({
        en: 'how long nodes may rely on it (as in axis.json)',
        vi: 'số ngày danh bạ có hiệu lực (theo axis.json)',
      }),
      wholeNumber('--valid-days', 1, 366),
    )
    .option(
      '--above <version>',
      cli.say({
        en: 'the version that nodes have (edoc agent status), where the register was restored and knows a lower one',
        vi: 'phiên bản các nút đang có (edoc agent status), khi sổ đăng ký được khôi phục và chỉ biết phiên bản thấp hơn',
      }),
      wholeNumber('--above', 1, 1_000_000_000),
    )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc axis publish --dir /srv/axis',
          { en: 'for a weekly timer', vi: 'dùng cho lịch chạy hằng tuần' },
        ],
        [
          'edoc axis publish --above 112',
          { en: 'after the register was restored', vi: 'sau khi khôi phục sổ đăng ký' },
        ],
      ),
    )
    .action(
      cli.action((options: PublishOptions) =>
        withAxis(cli, options, 'write', async ({ context }) => {
          const { publishDirectory } = await import('../../axis/index.js');
          const published = await publishDirectory(context, {
            validDays: options.validDays,
            above: options.above,
          });
          cli.output.print(directoryLine(cli, context, published));
          cli.output.document({ directory: published });
          return exitCodes.ok;
        }),
      ),
    );
}
