/** `edoc axis provision`: the broker is brought to what the register says. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { type AxisOptions, dirOption, withAxis } from './session.js';

interface ProvisionOptions extends AxisOptions {
  readonly all?: boolean;
}

export function axisProvisionCommand(cli: Cli): Command {
  const command = cli.command(
    'provision',
    { en: 'bring the broker to what the register says', vi: 'đồng bộ máy chủ trung chuyển theo sổ đăng ký' },
    {
      en: 'Makes good what an interrupted command left undone at the broker. With --all everything is declared again: users, rights and queues of every node, for a broker that was set up anew.',
      vi: 'Hoàn tất những gì lệnh bị gián đoạn chưa thực hiện trên máy chủ trung chuyển. Với --all, khai báo lại toàn bộ người dùng, quyền và hàng đợi của mọi nút, dùng khi máy chủ được dựng lại.',
    },
  );
  return dirOption(cli, command)
    .option(
      '--all',
      cli.say({ en: 'everything, not only what is outstanding', vi: 'toàn bộ, không chỉ phần còn thiếu' }),
    )
    .addHelpText(
      'after',
      cli.examples([
        'edoc axis provision --all',
        { en: 'after the broker was installed anew', vi: 'sau khi cài lại máy chủ trung chuyển' },
      ]),
    )
    .action(
      cli.action((options: ProvisionOptions) =>
        withAxis(cli, options, 'write', async ({ context }) => {
          const { settleAllAccess } = await import('../../axis/index.js');
          const nodes = await settleAllAccess(context, { all: options.all === true });
          cli.output.print(
            cli.say({ en: `Nodes brought up to date: ${nodes}.`, vi: `Số nút đã đồng bộ: ${nodes}.` }),
          );
          cli.output.document({ nodes });
          return exitCodes.ok;
        }),
      ),
    );
}
