/** `edoc evidence export`: everything about a document in one sealed ASiC-E container. */
import type { Command } from 'commander';
import { describeId } from '../clerk/document-arguments.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';

interface ExportOptions {
  readonly to: string;
  readonly agency?: string;
}

export function evidenceExportCommand(cli: Cli): Command {
  const command = cli
    .command(
      'export <id>',
      {
        en: 'pack all evidence of a document into one file',
        vi: 'đóng gói toàn bộ chứng cứ của văn bản vào một tệp',
      },
      {
        en:
          'Packs the packet, its attachments, receipts and statuses, with a copy for reading, into an ASiC-E container (ETSI EN ' +
          '319 162-1) under the agency\'s seal, which the running agent puts on it. Any ASiC tool opens the file; "edoc evidence ' +
          'verify" checks all that it proves. Nothing that is there is overwritten.',
        vi:
          'Đóng gói gói tin, tệp đính kèm, biên nhận, trạng thái và bản để đọc vào một gói ASiC-E (ETSI EN 319 162-1) có chữ ký của ' +
          'cơ quan do nút đang chạy ký. Mọi phần mềm hỗ trợ ASiC đều mở được; "edoc evidence verify" kiểm tra toàn bộ giá trị ' +
          'chứng cứ. Không ghi đè tệp đã có.',
      },
    )
    .requiredOption('--to <file>', cli.say({ en: 'the container, *.asice', vi: 'tệp gói chứng cứ, *.asice' }))
    .option(
      '--agency <code>',
      cli.say({
        en: 'whose seal, where several agencies here received it',
        vi: 'ký bằng chữ ký của cơ quan nào, nếu nhiều cơ quan ở nút này đã nhận',
      }),
    )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc evidence export 7816/VPCP-KSTT --to 7816.asice',
          { en: 'everything about 7816 in one file', vi: 'toàn bộ chứng cứ về văn bản 7816 trong một tệp' },
        ],
        [
          'edoc evidence verify 7816.asice',
          { en: 'check what was packed', vi: 'kiểm tra những gì đã đóng gói' },
        ],
      ),
    )
    .action(
      cli.action(async (id: string, options: ExportOptions) => {
        const { exportEvidence } = await import('./export.js');
        await exportEvidence(cli, id, options);
        return exitCodes.ok;
      }),
    );
  return describeId(cli, command);
}
