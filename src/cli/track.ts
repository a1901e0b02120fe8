/** `edoc track`: the way of a document, recipient by recipient. */
import type { Command } from 'commander';
import type { Cli } from './command.js';
import { describeId } from './document-arguments.js';
import { exitCodes } from './exit-codes.js';

export function trackCommand(cli: Cli): Command {
  const command = cli
    .command(
      'track <id>',
      { en: 'follow a document, recipient by recipient', vi: 'theo dõi văn bản theo từng bên nhận' },
      {
        en: 'Shows what happened to a document, in time, for each recipient: sending, receipt, processing, recall.',
        vi: 'Hiển thị diễn biến của văn bản theo thời gian với từng bên nhận: gửi, biên nhận, xử lý, lấy lại.',
      },
    )
    .addHelpText(
      'after',
      cli.examples(
        ['edoc track 7816/VPCP-KSTT', { en: 'by number and notation', vi: 'theo số và ký hiệu' }],
        ['edoc track 0198c2d4 --json', { en: 'for a program', vi: 'cho chương trình' }],
      ),
    )
    .action(
      cli.action(async (id: string) => {
        const { trackDocument } = await import('./document/track.js');
        await trackDocument(cli, id);
        return exitCodes.ok;
      }),
    );
  return describeId(cli, command);
}
