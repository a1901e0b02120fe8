/** `edoc agent ping`: a sealed test message to another agency's node and its receipt back, leg by leg. */
import type { Command } from 'commander';
import type { PingResult } from '../../agent/index.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import type { Words } from '../terminal/language.js';
import { clean, numberText } from '../terminal/text.js';
import { wholeNumber } from '../values.js';

interface PingOptions {
  readonly from?: string;
  readonly timeout: number;
}

const longestSeconds = 600;

export function agentPingCommand(cli: Cli): Command {
  const command = cli
    .command(
      'ping <agency>',
      { en: 'measure the way to another agency', vi: 'đo đường truyền đến cơ quan khác' },
      {
        en: 'Sends a sealed ping to the node of the agency and waits for its sealed receipt. Nothing is shown to clerks there.',
        vi: 'Gửi một ping được ký đến nút của cơ quan và chờ biên nhận được ký. Văn thư bên kia không thấy gì.',
      },
    )
    .option('--from <code>', cli.say({ en: 'the agency that asks', vi: 'cơ quan gửi ping' }))
    .option(
      '--timeout <seconds>',
      cli.say({ en: 'how long to wait (10)', vi: 'thời gian chờ tính bằng giây (10)' }),
      wholeNumber('--timeout', 1, longestSeconds),
      10,
    )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc agent ping H53',
          { en: 'the way to agency H53 and back', vi: 'đường truyền đến cơ quan H53 và về' },
        ],
        [
          'edoc agent ping H53 --timeout 60 --json',
          { en: 'for monitoring', vi: 'dùng cho hệ thống giám sát' },
        ],
      ),
    )
    .action(
      cli.action(async (agency: string, { from, timeout }: PingOptions) => {
        const { openDesk } = await import('../desk.js');
        const desk = await openDesk(cli);
        const result = await desk.ping({
          agency,
          ...(from === undefined ? {} : { from }),
          timeoutMs: timeout * 1_000,
        });
        cli.output.document(result);
        await print(cli, result);
        return result.outcome === 'accepted' ? exitCodes.ok : exitCodes.failed;
      }),
    );
  return cli.argument(command, 'agency', { en: 'agency code', vi: 'mã cơ quan' });
}

const legs: readonly (readonly [keyof PingResult['legsMs'], Words])[] = [
  ['seal', { en: 'seal', vi: 'ký' }],
  ['confirm', { en: 'broker confirms', vi: 'máy chủ trung chuyển xác nhận' }],
  ['arrive', { en: 'arrives there (two clocks compared)', vi: 'đến nơi (so hai đồng hồ)' }],
  ['answer', { en: 'receipt back and verified', vi: 'biên nhận về và đã kiểm tra' }],
  ['total', { en: 'total', vi: 'tổng cộng' }],
];

async function print(cli: Cli, { agency, node, outcome, code, legsMs }: PingResult): Promise<void> {
  const { output } = cli;
  const { table } = await import('../terminal/table.js');
  const answered = outcome === 'accepted';
  output.print(
    answered
      ? output.style(
          'green',
          cli.say({ en: `${agency} answers (node ${node})`, vi: `${agency} có trả lời (nút ${node})` }),
        )
      : output.style(
          'red',
          cli.say({
            en: `${agency} refused the ping: ${clean(code ?? '')}`,
            vi: `${agency} từ chối ping: ${clean(code ?? '')}`,
          }),
        ),
  );
  const rows = table(
    output,
    [
      { title: cli.say({ en: 'Leg', vi: 'Chặng' }), cell: ([, words]) => cli.say(words) },
      { title: 'ms', cell: ([leg]) => numberText(legsMs[leg], output.language, 1), right: true },
    ],
    legs,
  );
  output.print(...rows);
}
