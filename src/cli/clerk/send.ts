/** `edoc send`: hands a document to the agent, which seals it and sees it to every recipient. */
import { type Command, Option } from 'commander';
import { type Cli, listOption } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import type { SendOptions } from '../send/options.js';
import { edxmlDay, wholeNumber } from '../values.js';

const longestWaitSeconds = 86_400;

export function sendCommand(cli: Cli): Command {
  const option = (flags: string, en: string, vi: string) => new Option(flags, cli.say({ en, vi }));
  const command = cli
    .command(
      'send [file...]',
      { en: 'send a document with its files', vi: 'gửi văn bản kèm tệp' },
      {
        en:
          'Sends a document to one or many agencies. The agent seals it, keeps it, and sends it until every recipient has ' +
          'answered or the deadline has passed. The command returns as soon as the agent has it safe: see --wait, and "edoc ' +
          'track" for what follows.',
        vi:
          'Gửi văn bản đến một hoặc nhiều cơ quan. Nút ký, lưu giữ và gửi cho đến khi mọi bên nhận phản hồi hoặc hết hạn. Lệnh ' +
          'kết thúc ngay khi nút đã nhận và lưu an toàn: xem thêm --wait, và "edoc track" để theo dõi tiếp.',
      },
    )
    .addOption(
      listOption(
        '--to <codes>',
        cli.say({
          en: 'recipients: agency codes with commas, or the option several times',
          vi: 'bên nhận: các mã cơ quan cách nhau bằng dấu phẩy, hoặc lặp lại tùy chọn',
        }),
      ),
    )
    .addOption(option('--subject <text>', 'subject (trích yếu)', 'trích yếu'))
    .addOption(
      option(
        '--number <number>',
        'number, or number/notation: 7816/VPCP-KSTT',
        'số, hoặc số/ký hiệu: 7816/VPCP-KSTT',
      ),
    )
    .addOption(option('--notation <notation>', 'notation: VPCP-KSTT', 'ký hiệu: VPCP-KSTT'))
    .addOption(
      option(
        '--type <name>',
        'type by name or abbreviation: "Quyết định", QĐ (else Công văn)',
        'loại theo tên hoặc chữ viết tắt: "Quyết định", QĐ (mặc định: Công văn)',
      ),
    )
    .addOption(
      option(
        '--date <yyyy-mm-dd>',
        'date of the document, also dd/mm/yyyy (else today)',
        'ngày văn bản, cũng nhận dd/mm/yyyy (mặc định: hôm nay)',
      ).argParser(edxmlDay('--date')),
    )
    .addOption(option('--place <text>', 'place of promulgation', 'nơi ban hành'))
    .addOption(option('--signer <name>', 'who signed the document', 'người ký văn bản'))
    .addOption(option('--position <text>', 'position of the signer', 'chức vụ người ký'))
    .addOption(
      option(
        '--competence <text>',
        'in what capacity: TM., KT., TL., TUQ., Q.',
        'thẩm quyền ký: TM., KT., TL., TUQ., Q.',
      ),
    )
    .addOption(
      option(
        '--priority <level>',
        '0 to 4, or thường, khẩn, "thượng khẩn", "hỏa tốc", "hỏa tốc hẹn giờ"',
        '0 đến 4, hoặc thường, khẩn, "thượng khẩn", "hỏa tốc", "hỏa tốc hẹn giờ"',
      ),
    )
    .addOption(
      option(
        '--due <yyyy-mm-dd>',
        'answer wanted by this day, also dd/mm/yyyy',
        'thời hạn trả lời, cũng nhận dd/mm/yyyy',
      ).argParser(edxmlDay('--due')),
    )
    .addOption(
      option(
        '--reply-to <id>',
        'the received document that this one answers',
        'văn bản đến mà văn bản này trả lời',
      ),
    )
    .addOption(
      option('--content <text>', 'summary (else the subject)', 'tóm tắt nội dung (mặc định: trích yếu)'),
    )
    .addOption(
      option(
        '--from <code>',
        'the sending agency, where the node serves several',
        'cơ quan gửi, khi nút phục vụ nhiều cơ quan',
      ),
    )
    .addOption(
      option(
        '--edxml <file>',
        'a ready edXML message; the other options change it',
        'thông điệp edXML có sẵn; các tùy chọn khác sửa lại nội dung của nó',
      ),
    )
    .addOption(
      option(
        '--dry-run',
        'send nothing; tell everything that would stop it',
        'không gửi; nêu mọi điều cản trở việc gửi',
      ),
    )
    .addOption(
      option(
        '--wait <seconds>',
        'wait for the receipts, and show them',
        'chờ và hiển thị biên nhận của các bên nhận',
      ).argParser(wholeNumber('--wait', 1, longestWaitSeconds)),
    )
    .addHelpText('after', cli.examples(...examples))
    .action(
      cli.action(async (files: string[], options: SendOptions): Promise<ExitCode> => {
        const { runSend } = await import('../send/run.js');
        return runSend(cli, files, options);
      }),
    );
  return cli.argument(command, 'file', { en: 'the files of the document', vi: 'các tệp của văn bản' });
}

const examples = [
  [
    'edoc send congvan.pdf --to H53 --number 7816/VPCP-KSTT --subject "Về việc góp ý dự thảo Nghị định"',
    { en: 'an official letter to one agency', vi: 'gửi công văn đến một cơ quan' },
  ],
  [
    'edoc send qd.pdf phuluc.xlsx --to H41,H53,G12 --number 12 --notation QĐ-UBND --type QĐ --subject "Ban hành Quy chế" --priority khẩn --wait 30',
    {
      en: 'an urgent decision to three agencies; wait for their receipts',
      vi: 'gửi quyết định khẩn đến ba cơ quan và chờ biên nhận',
    },
  ],
  [
    'edoc send traloi.pdf --to G22 --number 45/UBND-VP --subject "Trả lời công văn" --reply-to 7816/VPCP-KSTT',
    { en: 'answer a received document', vi: 'trả lời một văn bản đến' },
  ],
  [
    'edoc send --edxml vanban.edxml --to H53 --dry-run',
    { en: 'would this message go out?', vi: 'thông điệp này có gửi được không?' },
  ],
] as const;
