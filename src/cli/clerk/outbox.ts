/** `edoc outbox`: the register of sent documents. */
import type { Command } from 'commander';
import type { EntryRecord, OutboxState } from '../../store/index.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { wholeNumber } from '../values.js';
import type { ListOptions } from './list.js';

const states: readonly OutboxState[] = ['queued', 'sent', 'problem', 'delivered', 'withdrawn'];

interface OutboxOptions extends ListOptions {
  readonly problems?: boolean;
}

export function outboxCommand(cli: Cli): Command {
  return cli
    .command(
      'outbox',
      { en: 'list sent documents', vi: 'danh sách văn bản đi' },
      {
        en:
          'Lists sent documents, newest first, each with the state of its furthest-behind delivery and how many recipients ' +
          'have it. Reads the store: works also while the agent is not running.',
        vi:
          'Liệt kê văn bản đi, mới nhất trước, kèm trạng thái của bên nhận chậm nhất và số bên đã nhận. Đọc trực tiếp kho lưu: ' +
          'dùng được cả khi nút chưa chạy.',
      },
    )
    .option(
      '--state <state>',
      cli.say({
        en: 'state: queued, sent, problem, delivered or withdrawn',
        vi: 'trạng thái: queued chờ gửi, sent đang chuyển, problem có vướng mắc, delivered đã chuyển đến, withdrawn đã rút lại',
      }),
    )
    .option(
      '--problems',
      cli.say({
        en: 'only those that some recipient refused or never got',
        vi: 'chỉ văn bản có bên nhận từ chối hoặc không nhận được',
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
        ['edoc outbox', { en: 'the last thirty', vi: 'ba mươi văn bản mới nhất' }],
        ['edoc outbox --problems', { en: 'what did not get through', vi: 'văn bản gửi không thành công' }],
      ),
    )
    .action(
      cli.action(async (options: OutboxOptions) => {
        const [{ withRegister }, list, { deliveryStyle, outboxWords }] = await Promise.all([
          import('../register.js'),
          import('./list.js'),
          import('./state-words.js'),
        ]);
        const { limit, before, problems } = options;
        const agency = list.agencyOption(options.agency);
        const state = list.stateOption(options.state, states);
        const entries = await withRegister(cli, (register) =>
          register.outbox({ agency, state, limit, before, problems }),
        );
        cli.output.document({ documents: entries });
        list.printEntries(
          cli,
          entries,
          {
            counterpart: { en: 'To', vi: 'Bên nhận' },
            at: { en: 'Sent', vi: 'Gửi lúc' },
            empty: { en: 'No sent documents.', vi: 'Không có văn bản đi.' },
          },
          [
            {
              title: cli.say({ en: 'State', vi: 'Trạng thái' }),
              cell: ({ state }) => cli.output.style(deliveryStyle(state), cli.say(outboxWords(state))),
            },
            { title: cli.say({ en: 'Delivered', vi: 'Đã đến' }), cell: delivered, right: true },
          ],
        );
        list.printMore(cli, entries, limit);
        return exitCodes.ok;
      }),
    );
}

function delivered({ deliveries }: EntryRecord): string {
  if (!deliveries) return '';
  const all =
    deliveries.queued + deliveries.sent + deliveries.problems + deliveries.delivered + deliveries.withdrawn;
  return `${deliveries.delivered}/${all}`;
}
