/** `edoc track`: the way of a document, recipient by recipient. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import type { TrackOptions } from '../document/track.js';
import { exitCodes } from '../exit-codes.js';
import { wholeNumber } from '../values.js';
import { describeId } from './document-arguments.js';

export function trackCommand(cli: Cli): Command {
  const command = cli
    .command(
      'track <id>',
      { en: 'follow a document, recipient by recipient', vi: 'theo dõi văn bản theo từng bên nhận' },
      {
        en:
          'Shows what happened to a document, in time, for each recipient: sending, receipt, processing, recall. Of a circular ' +
          'to many it shows a page of recipients, by code, and how many are where; with --json always all of them.',
        vi:
          'Hiển thị diễn biến của văn bản theo thời gian với từng bên nhận: gửi, biên nhận, xử lý, lấy lại. Với văn bản gửi nhiều ' +
          'nơi, hiển thị từng trang bên nhận theo mã và số bên ở từng trạng thái; với --json luôn có đủ mọi bên nhận.',
      },
    )
    .option(
      '--problems',
      cli.say({
        en: 'only recipients that refused it or never got it',
        vi: 'chỉ bên nhận từ chối hoặc không nhận được',
      }),
    )
    .option(
      '--limit <n>',
      cli.say({ en: 'how many recipients (100)', vi: 'số bên nhận (100)' }),
      wholeNumber('--limit', 1, 4_000),
      100,
    )
    .option(
      '--after <code>',
      cli.say({
        en: 'recipients behind this one of a page before',
        vi: 'các bên nhận sau mã này của trang trước',
      }),
    )
    .addHelpText(
      'after',
      cli.examples(
        ['edoc track 7816/VPCP-KSTT', { en: 'by number and notation', vi: 'theo số và ký hiệu' }],
        [
          'edoc track 12/CT-TTg --problems',
          { en: 'who did not get a circular', vi: 'bên nào không nhận được văn bản gửi nhiều nơi' },
        ],
        ['edoc track 0198c2d4 --json', { en: 'for a program', vi: 'cho chương trình' }],
      ),
    )
    .action(
      cli.action(async (id: string, options: TrackOptions) => {
        const { trackDocument } = await import('../document/track.js');
        await trackDocument(cli, id, options);
        return exitCodes.ok;
      }),
    );
  return describeId(cli, command);
}
