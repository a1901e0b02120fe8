/** `edoc evidence verify`: whether containers hold what they say, with nothing but a trust anchor. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import {
  addJudgingOptions,
  addResultOptions,
  type VerifyOptions,
  verdictExitCodes,
} from '../verify/options.js';

export function evidenceVerifyCommand(cli: Cli): Command {
  const command = cli.command(
    'verify <file...>',
    { en: 'check evidence containers', vi: 'kiểm tra gói chứng cứ' },
    {
      en:
        "Checks containers offline: the file octet by octet, the container's seal and that it covers every file, each packet, " +
        'receipt and status by itself and together, and the attachments against what the packet signs. Tells every finding.',
      vi:
        'Kiểm tra ngoại tuyến gói chứng cứ: tệp theo từng byte, chữ ký của gói và việc chữ ký bao phủ mọi tệp, từng gói tin, biên ' +
        'nhận, trạng thái riêng lẻ và cùng nhau, và tệp đính kèm theo nội dung gói tin đã ký. Nêu mọi phát hiện.',
    },
  );
  addJudgingOptions(command, cli);
  addResultOptions(command, cli)
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc evidence verify 7816.asice --trust axis-root.pem',
          { en: 'does it hold?', vi: 'gói có hợp lệ không?' },
        ],
        [
          'edoc evidence verify 7816.asice --trust axis-root.pem --extract out',
          { en: 'check it and unpack it', vi: 'kiểm tra rồi giải nén' },
        ],
        [
          'edoc evidence verify archive --trust axis-root.pem --report report.pdf --lang vi',
          {
            en: 'all containers of a folder, with a report in Vietnamese',
            vi: 'mọi gói trong thư mục, kèm báo cáo tiếng Việt',
          },
        ],
      ),
    )
    .action(
      cli.action(async (files: string[], options: VerifyOptions): Promise<ExitCode> => {
        const { verifyContainers } = await import('../verify/run.js');
        return verdictExitCodes[await verifyContainers(cli, files, options)];
      }),
    );
  return cli.argument(command, 'file', {
    en: 'containers, or folders with *.asice files',
    vi: 'các gói chứng cứ, hoặc thư mục chứa tệp *.asice',
  });
}
