/** `edoc evidence upgrade`: time stamps and answers on revocation for whatever still waits for them, now. */
import type { Command } from 'commander';
import type { UpgradeFailure, UpgradeResult } from '../../agent/index.js';
import type { Cli } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { startProgress } from '../terminal/progress-bar.js';
import { timeText } from '../terminal/text.js';

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
          'waits. What cannot be raised is told with its reason and left behind (exit code 1). Exit code 6 where a source still does ' +
          'not answer.',
        vi:
          'Văn bản được gửi và nhận ở mức B; nút bổ sung dấu thời gian (T) và dữ liệu thu hồi (LT) sau đó. Khi một dịch vụ bị ' +
          'gián đoạn, nút sẽ tự hỏi lại; lệnh này thực hiện ngay cho tất cả những gì đang chờ. Tệp không nâng được ' +
          'sẽ được nêu lý do và bỏ qua (mã kết thúc 1). Mã kết thúc 6 nếu dịch vụ vẫn chưa trả lời.',
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
  const { openDesk } = await import('../desk.js');
  const desk = await openDesk(cli);
  let result = await desk.upgradeEvidence({ limit: atATime });
  const found = [result];
  const total = result.raised + result.left;
  const progress = await startProgress(cli.output, total, { shown: result.next !== undefined });
  try {
    for (;;) {
      progress.advance(result.raised + result.failed.reduce((sum, { files }) => sum + files, 0));
      if (result.next === undefined) break;
      // From one key to the next, not by what is left: what cannot be raised stays left, and more may come meanwhile.
      result = await desk.upgradeEvidence({ limit: atATime, after: result.next });
      found.push(result);
    }
  } finally {
    progress.stop();
  }
  return tell(cli, found, result);
}

function tell(cli: Cli, found: readonly UpgradeResult[], last: UpgradeResult): ExitCode {
  const { output } = cli;
  const { left, target, gap } = last;
  const raised = found.reduce((sum, result) => sum + result.raised, 0);
  const failed = together(found);
  output.document({
    ...{ raised, left, target },
    failed: failed.map(({ finding, ...rest }) => ({ ...output.findingJson(finding), ...rest })),
    ...(gap ? { gap } : {}),
  });
  output.print(
    cli.say({
      en: `${raised} files raised to level ${target}; ${left} still below it.`,
      vi: `Đã nâng ${raised} tệp lên mức ${target}; còn ${left} tệp chưa đạt.`,
    }),
  );
  for (const { finding, packetId, files } of failed) {
    output.print(
      cli.say({
        en: `${files} files could not be raised, the first one of packet ${packetId}:`,
        vi: `Không nâng được ${files} tệp, đầu tiên là tệp thuộc gói tin ${packetId}:`,
      }),
      output.findingText(finding),
    );
  }
  if (!gap) return failed.length === 0 ? exitCodes.ok : exitCodes.failed;
  const since = timeText(new Date(gap.since), output.language);
  const source = cli.say(sourceWords[gap.source]);
  output.print(
    cli.say({
      en: `The ${source} has not answered since ${since} [${gap.code}].`,
      vi: `Chưa nhận được trả lời từ ${source} kể từ ${since} [${gap.code}].`,
    }),
  );
  return exitCodes.tryLater;
}

/** What failed in all requests, by code. */
function together(found: readonly UpgradeResult[]): readonly UpgradeFailure[] {
  const byCode = new Map<string, UpgradeFailure>();
  for (const failure of found.flatMap((result) => result.failed)) {
    const { code } = failure.finding;
    const known = byCode.get(code);
    byCode.set(code, known ? { ...known, files: known.files + failure.files } : failure);
  }
  return [...byCode.values()];
}

export const sourceWords = {
  'time-stamp': { en: 'time-stamp authority', vi: 'dịch vụ cấp dấu thời gian' },
  revocation: { en: 'source of revocation data', vi: 'nguồn dữ liệu thu hồi' },
} as const;
