/** `edoc evidence upgrade`: time stamps and answers on revocation for whatever still waits for them, now. */
import type { Command } from 'commander';
import type { UpgradeResult } from '../agent/index.js';
import type { Cli } from './command.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { startProgress } from './progress-bar.js';
import { timeText } from './text.js';

/** Files asked for at a time: the agent answers each request within the patience of its door. */
const atATime = 100;

export function evidenceUpgradeCommand(cli: Cli): Command {
  return cli
    .command(
      'upgrade',
      {
        en: 'raise evidence that waits for time stamps or revocation data',
        vi: 'nâng mức chứng cứ đang chờ dấu thời gian hoặc dữ liệu thu hồi',
      },
      {
        en:
          'Documents are sent and received at level B; the agent adds time stamps (T) and revocation data (LT) in the ' +
          'background. Where a source was down, it asks again by itself; this command does it at once, for everything that ' +
          'waits. Exit code 6 where a source still does not answer.',
        vi:
          'Văn bản được gửi và nhận ở mức B; nút bổ sung dấu thời gian (T) và dữ liệu thu hồi (LT) sau đó. Khi một dịch vụ bị ' +
          'gián đoạn, nút sẽ tự hỏi lại; lệnh này thực hiện ngay cho tất cả những gì đang chờ. Mã kết thúc 6 nếu dịch vụ vẫn ' +
          'chưa trả lời.',
      },
    )
    .addHelpText(
      'after',
      cli.examples(
        ['edoc evidence upgrade', { en: 'close the gaps now', vi: 'lấp các khoảng thiếu ngay' }],
        ['edoc evidence upgrade --json', { en: 'for monitoring', vi: 'dùng cho hệ thống giám sát' }],
      ),
    )
    .action(cli.action(() => upgrade(cli)));
}

async function upgrade(cli: Cli): Promise<ExitCode> {
  const { openDesk } = await import('./desk.js');
  const desk = await openDesk(cli);
  let raised = 0;
  const first = await desk.upgradeEvidence({ limit: atATime });
  let result: UpgradeResult = first;
  const progress = await startProgress(cli.output, first.raised + first.left, { shown: first.left > 0 });
  try {
    for (;;) {
      raised += result.raised;
      progress.advance(result.raised);
      // Files that came meanwhile keep `left` above zero; those that cannot be raised would do so for ever.
      if (result.left === 0 || result.gap || result.raised === 0) break;
      result = await desk.upgradeEvidence({ limit: atATime });
    }
  } finally {
    progress.stop();
  }
  const { output } = cli;
  output.document({ ...result, raised });
  output.print(
    cli.say({
      en: `${raised} files raised to level ${result.target}; ${result.left} still below it.`,
      vi: `Đã nâng ${raised} tệp lên mức ${result.target}; còn ${result.left} tệp chưa đạt.`,
    }),
  );
  if (!result.gap) return result.left === 0 ? exitCodes.ok : exitCodes.failed;
  const since = timeText(new Date(result.gap.since), output.language);
  const source = cli.say(sourceWords[result.gap.source]);
  output.print(
    cli.say({
      en: `The ${source} has not answered since ${since} [${result.gap.code}].`,
      vi: `Chưa nhận được trả lời từ ${source} kể từ ${since} [${result.gap.code}].`,
    }),
  );
  return exitCodes.tryLater;
}

export const sourceWords = {
  'time-stamp': { en: 'time-stamp authority', vi: 'dịch vụ cấp dấu thời gian' },
  revocation: { en: 'source of revocation data', vi: 'nguồn dữ liệu thu hồi' },
} as const;
