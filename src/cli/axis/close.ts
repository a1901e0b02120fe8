/** `edoc axis close`: an agency that was merged or dissolved leaves the axis. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { clean } from '../terminal/text.js';
import {
  agencyJson,
  type ChangeOptions,
  directoryLine,
  dirOption,
  noPublishOption,
  publishChange,
  withAxis,
} from './session.js';

interface CloseOptions extends ChangeOptions {
  readonly successor?: string;
  readonly reason: string;
}

export function axisCloseCommand(cli: Cli): Command {
  const command = cli.command(
    'close <code>',
    {
      en: 'let a merged or dissolved agency leave the axis',
      vi: 'đóng một cơ quan đã sáp nhập hoặc giải thể',
    },
    {
      en: 'For good: it sends and receives no more, and who writes to it is told its successor. Its certificates stay as they are, so that its documents stay verifiable.',
      vi: 'Vĩnh viễn: cơ quan không gửi, không nhận nữa; bên gửi đến được báo cơ quan kế thừa. Chứng thư giữ nguyên nên văn bản cũ vẫn kiểm tra được.',
    },
  );
  cli.argument(command, 'code', { en: 'code of the agency', vi: 'mã cơ quan' });
  return noPublishOption(cli, dirOption(cli, command))
    .option('--successor <code>', cli.say({ en: 'the agency that takes over', vi: 'mã cơ quan kế thừa' }))
    .requiredOption(
      '--reason <text>',
      cli.say({ en: 'why; it stays in the register', vi: 'lý do; được lưu trong sổ đăng ký' }),
    )
    .addHelpText(
      'after',
      cli.examples([
        'edoc axis close H41.07 --successor H41.12 --reason "Sáp nhập theo Nghị quyết 202/2025/QH15"',
        { en: 'after a merger', vi: 'sau khi sáp nhập' },
      ]),
    )
    .action(
      cli.action((code: string, options: CloseOptions) =>
        withAxis(cli, options, 'write', async ({ context }) => {
          const { closeAgency } = await import('../../axis/index.js');
          const { reason, successor } = options;
          const agency = await closeAgency(context, code, { reason, successor, revoke: false });
          const published = await publishChange(context, options);
          const name = `${agency.code} ${clean(agency.name)}`;
          const to = agency.successor ?? '–';
          cli.output.print(
            cli.say({
              en: `${name} is closed; successor: ${to}.`,
              vi: `${name} đã đóng; cơ quan kế thừa: ${to}.`,
            }),
            directoryLine(cli, context, published),
          );
          cli.output.document({
            agency: agencyJson(context, agency),
            directory: context.state.directory ?? null,
            directoryOutdated: context.state.directoryOutdated,
          });
          return exitCodes.ok;
        }),
      ),
    );
}
