/** `edoc save`: a document with its files and its evidence, into a folder. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { describeId } from './document-arguments.js';

export function saveCommand(cli: Cli): Command {
  const command = cli
    .command(
      'save <id>',
      { en: 'save a document with its files', vi: 'lưu văn bản và các tệp ra thư mục' },
      {
        en:
          'Writes the attachments octet for octet (attachments/), the packet as it was sealed (document.edxml), its receipts and ' +
          'statuses, and the message for reading (message.xml). Nothing that is there is overwritten. The folder can be ' +
          'checked anywhere with "edoc verify".',
        vi:
          'Ghi các tệp đính kèm nguyên vẹn từng byte (attachments/), gói tin như khi ký (document.edxml), các biên nhận và trạng ' +
          'thái, và nội dung để đọc (message.xml). Không ghi đè tệp đã có. Có thể kiểm tra thư mục này ở bất cứ đâu bằng "edoc ' +
          'verify".',
      },
    )
    .requiredOption('--to <directory>', cli.say({ en: 'the folder', vi: 'thư mục đích' }))
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc save 7816/VPCP-KSTT --to 7816',
          { en: 'save it into the folder 7816', vi: 'lưu vào thư mục 7816' },
        ],
        ['edoc verify 7816', { en: 'check what was saved', vi: 'kiểm tra những gì đã lưu' }],
      ),
    )
    .action(
      cli.action(async (id: string, { to }: { readonly to: string }) => {
        const { saveDocument } = await import('../document/save.js');
        await saveDocument(cli, id, to);
        return exitCodes.ok;
      }),
    );
  return describeId(cli, command);
}
