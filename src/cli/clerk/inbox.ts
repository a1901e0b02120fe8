/** `edoc inbox`: the register of received documents. */
import type { Command } from 'commander';
import type { InboxState } from '../../store/index.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { wholeNumber } from '../values.js';
import type { ListOptions } from './list.js';

const states: readonly InboxState[] = ['01', '02', '03', '04', '05', '06', 'withdrawn'];

export function inboxCommand(cli: Cli): Command {
  return cli
    .command(
      'inbox',
      { en: 'list received documents', vi: 'danh sách văn bản đến' },
      {
        en: 'Lists received documents, newest first. Reads the store: works also while the agent is not running.',
        vi: 'Liệt kê văn bản đến, mới nhất trước. Đọc trực tiếp kho lưu: dùng được cả khi nút chưa chạy.',
      },
    )
    .option(
      '--state <state>',
      cli.say({
        en: '01 arrived, 02 refused, 03 accepted, 04 assigned, 05 in progress, 06 done, withdrawn',
        vi: '01 đã đến, 02 từ chối, 03 đã tiếp nhận, 04 phân công, 05 đang xử lý, 06 hoàn thành, withdrawn đã rút lại',
      }),
    )
    .option('--agency <code>', cli.say({ en: 'only those of this agency', vi: 'chỉ của cơ quan này' }))
    .option(
      '--limit <n>',
      cli.say({ en: 'how many (30)', vi: 'số dòng (30)' }),
      wholeNumber('--limit', 1, 1_000),
      30,
    )
    .option(
      '--before <key>',
      cli.say({ en: 'older than this line of a page before', vi: 'cũ hơn dòng này của trang trước' }),
      wholeNumber('--before', 1, 9_999_999_999),
    )
    .addHelpText(
      'after',
      cli.examples(
        ['edoc inbox --state 01', { en: 'what nobody has dealt with yet', vi: 'văn bản chưa ai xử lý' }],
        [
          'edoc inbox --limit 5 --json',
          { en: 'the last five, for a program', vi: 'năm văn bản mới nhất, cho chương trình' },
        ],
      ),
    )
    .action(
      cli.action(async (options: ListOptions) => {
        const [{ withRegister }, list, { inboxStyle, inboxWords }] = await Promise.all([
          import('../register.js'),
          import('./list.js'),
          import('./state-words.js'),
        ]);
        const { limit, before } = options;
        const agency = list.agencyOption(options.agency);
        const state = list.stateOption(options.state, states);
        const entries = await withRegister(cli, (register) =>
          register.inbox({ agency, state, limit, before }),
        );
        cli.output.document({ documents: entries });
        list.printEntries(
          cli,
          entries,
          {
            counterpart: { en: 'From', vi: 'Bên gửi' },
            at: { en: 'Received', vi: 'Nhận lúc' },
            empty: { en: 'No received documents.', vi: 'Không có văn bản đến.' },
          },
          [
            {
              title: cli.say({ en: 'State', vi: 'Trạng thái' }),
              cell: ({ state }) => cli.output.style(inboxStyle(state), cli.say(inboxWords(state))),
            },
          ],
        );
        list.printMore(cli, entries, limit);
        return exitCodes.ok;
      }),
    );
}
