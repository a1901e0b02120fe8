/** `edoc evidence verify`: whether containers hold what they say, with nothing but a trust anchor. */
import type { Command } from 'commander';
import { type Cli, listOption } from './command.js';
import { exitCodes } from './exit-codes.js';
import { moment } from './values.js';

interface VerifyOptions {
  readonly trust?: string[];
  readonly at?: Date;
  readonly extract?: string;
}

export function evidenceVerifyCommand(cli: Cli): Command {
  const command = cli
    .command(
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
    )
    .addOption(
      listOption(
        '--trust <pem>',
        cli.say({
          en: "file of trusted root certificates (else the agent's)",
          vi: 'tệp chứng thư gốc được tin cậy (nếu không: của nút)',
        }),
      ),
    )
    .option(
      '--at <time>',
      cli.say({
        en: 'judge certificates for this time (else now); without a zone by Vietnam’s clock',
        vi: 'xét chứng thư tại thời điểm này (mặc định: bây giờ); không ghi múi giờ là giờ Việt Nam',
      }),
      moment('--at'),
    )
    .option(
      '--extract <directory>',
      cli.say({
        en: 'unpack the valid containers, each into a folder below this one',
        vi: 'giải nén các gói hợp lệ, mỗi gói vào một thư mục con của thư mục này',
      }),
    )
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
      ),
    )
    .action(
      cli.action(async (files: string[], options: VerifyOptions) => {
        const { verifyContainers } = await import('./evidence/verify.js');
        return (await verifyContainers(cli, files, options)) ? exitCodes.ok : exitCodes.failed;
      }),
    );
  return cli.argument(command, 'file', {
    en: 'containers, or folders with *.asice files',
    vi: 'các gói chứng cứ, hoặc thư mục chứa tệp *.asice',
  });
}
