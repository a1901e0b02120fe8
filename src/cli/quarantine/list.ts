/** `edoc quarantine list`: what could not be taken, newest first. */
import type { Command } from 'commander';
import type { QuarantinedMessage, QuarantineOptions, QuarantineTotal } from '../../store/index.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { wholeNumber, wrongValue } from '../values.js';

const states = ['kept', 'accepted', 'discarded', 'all'] as const;

interface ListOptions extends Omit<QuarantineOptions, 'state' | 'message'> {
  readonly state?: string;
  readonly packet?: string;
}

export function quarantineListCommand(cli: Cli): Command {
  return cli
    .command(
      'list',
      { en: 'list what is in quarantine', vi: 'danh sách thông điệp bị cách ly' },
      {
        en:
          'Lists the messages that could not be taken, newest first, with the reason and the node that sent them. Reads the ' +
          'store: works also while the agent is not running.',
        vi:
          'Liệt kê các thông điệp không tiếp nhận được, mới nhất trước, kèm lý do và nút đã gửi. Đọc trực tiếp kho lưu: dùng được ' +
          'cả khi nút chưa chạy.',
      },
    )
    .option(
      '--state <state>',
      cli.say({
        en: 'what became of it: kept (unless said otherwise), accepted, discarded, all',
        vi: 'tình trạng: kept đang giữ (mặc định), accepted đã tiếp nhận, discarded đã hủy, all tất cả',
      }),
    )
    .option('--node <name>', cli.say({ en: 'only those sent by this node', vi: 'chỉ những gì nút này gửi' }))
    .option(
      '--code <code>',
      cli.say({ en: 'only those refused with this code', vi: 'chỉ những gì bị từ chối với mã này' }),
    )
    .option(
      '--type <type>',
      cli.say({
        en: 'only of a type: packet, receipt, part, missing, ping, resync, returned, directory',
        vi: 'chỉ một loại: packet, receipt, part, missing, ping, resync, returned, directory',
      }),
    )
    .option(
      '--packet <id>',
      cli.say({ en: 'only those whose id begins so', vi: 'chỉ thông điệp có mã bắt đầu như vậy' }),
    )
    .option(
      '--limit <n>',
      cli.say({ en: 'how many (30)', vi: 'số dòng (30)' }),
      wholeNumber('--limit', 1, 1_000),
      30,
    )
    .option(
      '--before <id>',
      cli.say({ en: 'older than this line of a page before', vi: 'cũ hơn dòng này của trang trước' }),
      wholeNumber('--before', 1, 9_999_999_999),
    )
    .addHelpText(
      'after',
      cli.examples(
        ['edoc quarantine list', { en: 'what waits for somebody', vi: 'những gì đang chờ xử lý' }],
        [
          'edoc quarantine list --node h41 --code packet.attachment-missing',
          { en: 'of one node, for one reason', vi: 'của một nút, với một lý do' },
        ],
      ),
    )
    .action(cli.action((options: ListOptions) => list(cli, options)));
}

async function list(cli: Cli, { state, packet, ...filter }: ListOptions) {
  const { withRegister } = await import('../register.js');
  const wanted = states.find((each) => each === (state ?? 'kept'));
  if (!wanted) wrongValue('--state', state ?? '', states.join(', '));
  const { messages, totals } = await withRegister(cli, async (register) => ({
    messages: await register.quarantined({
      ...filter,
      state: wanted,
      message: packet?.toLowerCase(),
    }),
    totals: await register.quarantineTotals(),
  }));
  cli.output.document({ messages, totals });
  await print(cli, messages);
  const last = messages.at(-1);
  if (last && messages.length === filter.limit) {
    const older = {
      en: `Older ones: the same with --before ${last.key}`,
      vi: `Xem tiếp: thêm --before ${last.key}`,
    };
    cli.output.print(cli.output.style('dim', cli.say(older)));
  }
  await printDropped(cli, totals);
  return exitCodes.ok;
}

async function print(cli: Cli, messages: readonly QuarantinedMessage[]): Promise<void> {
  const { output } = cli;
  const [{ table }, { clean, columnTimeText, sizeText, zoned }, words] = await Promise.all([
    import('../terminal/table.js'),
    import('../terminal/text.js'),
    import('./words.js'),
  ]);
  if (messages.length === 0) {
    output.print(cli.say({ en: 'Nothing in quarantine.', vi: 'Không có thông điệp bị cách ly.' }));
    return;
  }
  const mixed = messages.some(({ state }) => state !== 'kept');
  output.print(
    ...table(
      output,
      [
        { title: 'ID', cell: ({ key }) => String(key), right: true },
        {
          title: zoned(cli.say({ en: 'Received', vi: 'Nhận lúc' })),
          cell: ({ at }) => columnTimeText(at, output.language),
        },
        {
          title: cli.say({ en: 'From node', vi: 'Nút gửi' }),
          cell: ({ senderNode }) => clean(senderNode) || '–',
        },
        { title: cli.say({ en: 'Kind', vi: 'Loại' }), cell: ({ type }) => words.typeText(cli, type) },
        {
          title: cli.say({ en: 'Size', vi: 'Kích cỡ' }),
          cell: ({ size }) => sizeText(size, output.language),
          right: true,
        },
        ...(mixed
          ? [
              {
                title: cli.say({ en: 'State', vi: 'Trạng thái' }),
                cell: ({ state }: QuarantinedMessage) => cli.say(words.stateWords[state]),
              },
            ]
          : []),
        { title: cli.say({ en: 'Code', vi: 'Mã lỗi' }), cell: ({ code }) => clean(code) },
        {
          title: cli.say({ en: 'Reason', vi: 'Lý do' }),
          cell: ({ code }) => words.reasonOf(cli, code)?.what ?? '',
          flexible: true,
        },
      ],
      messages,
    ),
  );
}

/** A flood must be seen though what came with it is gone. */
async function printDropped(cli: Cli, totals: readonly QuarantineTotal[]): Promise<void> {
  const { clean, numberText, timeText } = await import('../terminal/text.js');
  const { output } = cli;
  for (const { node, messages, dropped, lastAt } of totals) {
    if (dropped === 0) continue;
    const [all, gone] = [messages, dropped].map((count) => numberText(count, output.language));
    const name = clean(node) || '–';
    const time = timeText(lastAt, output.language);
    const line = cli.say({
      en: `Node ${name} has sent ${all} such messages, the last at ${time}; the oldest ${gone} were dropped.`,
      vi: `Nút ${name} đã gửi ${all} thông điệp như vậy, lần cuối lúc ${time}; ${gone} thông điệp cũ nhất đã bị loại bỏ.`,
    });
    output.print(output.style('yellow', line));
  }
}
