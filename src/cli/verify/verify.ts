/** `edoc verify`: whether sealed files are what they say, by themselves and together, with nothing but a trust anchor. */
import type { Command } from 'commander';
import { type Cli, listOption } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { addJudgingOptions, addResultOptions, type VerifyOptions, verdictExitCodes } from './options.js';

interface Options extends VerifyOptions {
  readonly attachment?: string[];
  readonly attachments?: string;
}

export function verifyCommand(cli: Cli): Command {
  const command = cli.command(
    'verify <file...>',
    {
      en: 'check sealed files: packets, receipts, statuses',
      vi: 'kiểm tra tệp được ký: gói tin, biên nhận, trạng thái',
    },
    {
      en:
        'Checks sealed files offline: packets, receipts, statuses, pings, directory pages and evidence containers, each recognised by itself. ' +
        'Says of each whether it is valid, not valid, or cannot be told, with every finding, what was checked, for which time, against which trust, and what could not be checked. Files ' +
        'given together are checked against each other: a receipt against its packet, certificates against directory pages.',
      vi:
        'Kiểm tra ngoại tuyến các tệp được ký: gói tin, biên nhận, trạng thái, ping, trang danh bạ và gói chứng cứ, tự nhận biết từng loại. ' +
        'Kết luận từng tệp hợp lệ, không hợp lệ hay chưa kết luận được; nêu mọi phát hiện, đã kiểm tra những gì, xét tại thời điểm nào, theo gốc tin cậy nào và điều gì chưa kiểm tra được. ' +
        'Các tệp đưa cùng nhau được đối chiếu: biên nhận với gói tin, chứng thư với trang danh bạ.',
    },
  );
  addJudgingOptions(command, cli)
    .addOption(
      listOption(
        '--attachment <file>',
        cli.say({
          en: 'an attachment that travels beside its packet',
          vi: 'tệp đính kèm được gửi riêng ngoài gói tin',
        }),
      ),
    )
    .option(
      '--attachments <directory>',
      cli.say({ en: 'a folder with such attachments', vi: 'thư mục chứa các tệp đính kèm đó' }),
    );
  addResultOptions(command, cli)
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc verify document.edxml receipt-H53.xml --trust axis-root.pem',
          { en: 'a packet and its receipt, together', vi: 'gói tin cùng biên nhận của nó' },
        ],
        [
          'edoc verify saved --trust axis-root.pem',
          {
            en: 'all that was saved of a document, with its attachments',
            vi: 'toàn bộ văn bản đã lưu, kèm các tệp đính kèm',
          },
        ],
        [
          'edoc verify document.edxml --trust axis-root.pem --at "2026-11-22 16:00" --json',
          { en: 'as it was on a day, for a program', vi: 'xét tại một thời điểm, cho chương trình đọc' },
        ],
        [
          'edoc verify document.edxml --trust axis-root.pem --revocation hard --crl root.crl',
          {
            en: 'nothing passes whose certificate nobody vouches for at that time',
            vi: 'không kết luận hợp lệ nếu không có bằng chứng chứng thư chưa bị thu hồi',
          },
        ],
        [
          'edoc verify 7816.asice --trust axis-root.pem --report report.pdf',
          {
            en: 'an evidence container, with a report for the file',
            vi: 'gói chứng cứ, kèm báo cáo để lưu hồ sơ',
          },
        ],
        [
          'edoc verify saved --trust axis-root.pem --pdf-trust authorities.pem',
          {
            en: 'with the signatures inside PDF attachments',
            vi: 'kèm chữ ký số bên trong các tệp PDF đính kèm',
          },
        ],
        [
          'edoc verify document.edxml --trust axis-root.pem --extract out',
          { en: 'check and take the attachments out', vi: 'kiểm tra rồi xuất tệp đính kèm' },
        ],
        [
          'edoc verify archive/2026 --trust axis-root.pem --report report.pdf --lang vi',
          {
            en: 'a whole archive, with a report for the file, in Vietnamese',
            vi: 'cả kho lưu trữ, kèm báo cáo tiếng Việt để lưu hồ sơ',
          },
        ],
      ),
    )
    .action(
      cli.action(async (files: string[], options: Options): Promise<ExitCode> => {
        const { verifyFiles } = await import('./run.js');
        return verdictExitCodes[await verifyFiles(cli, files, options)];
      }),
    );
  return cli.argument(command, 'file', {
    en: 'sealed files, or folders with such files at any depth',
    vi: 'các tệp được ký, hoặc thư mục chứa các tệp đó (kể cả thư mục con)',
  });
}
