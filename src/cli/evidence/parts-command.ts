/** `edoc evidence parts`: the parts of a sealed file's evidence, for checking them with other tools. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { addTrustOptions } from '../verify/options.js';

interface PartsOptions {
  readonly to: string;
  readonly trust?: string[];
  readonly at?: Date;
}

export function evidencePartsCommand(cli: Cli): Command {
  const command = addTrustOptions(
    cli
      .command(
        'parts <file>',
        {
          en: 'take the parts of evidence out, for checking with other tools',
          vi: 'tách các thành phần chứng cứ để kiểm tra bằng công cụ khác',
        },
        {
          en:
            'Writes the file, its time-stamp tokens, answers on revocation and certificates into a folder, and prints for each the ' +
            'command with which OpenSSL or xmlsec1 checks it, without this program.',
          vi:
            'Ghi tệp, các dấu thời gian, trả lời về thu hồi và chứng thư vào một thư mục, và in cho từng thành phần câu lệnh để ' +
            'OpenSSL hoặc xmlsec1 kiểm tra, không cần chương trình này.',
        },
      )
      .requiredOption('--to <directory>', cli.say({ en: 'the folder', vi: 'thư mục đích' })),
    cli,
  )
    .addHelpText(
      'after',
      cli.examples([
        'edoc evidence parts 7816/document.edxml --to parts --trust axis-root.pem',
        { en: 'then run the commands that it prints', vi: 'sau đó chạy các câu lệnh được in ra' },
      ]),
    )
    .action(
      cli.action(async (file: string, options: PartsOptions) => {
        const { takeParts } = await import('./parts.js');
        await takeParts(cli, file, options);
        return exitCodes.ok;
      }),
    );
  return cli.argument(command, 'file', {
    en: 'a packet, receipt or status',
    vi: 'gói tin, biên nhận hoặc trạng thái',
  });
}
