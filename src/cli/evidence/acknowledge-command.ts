/** `edoc evidence acknowledge`: evidence that cannot be raised is known, and no alert any more. */
import type { Command } from 'commander';
import type { AcknowledgeResult } from '../../agent/index.js';
import type { Cli } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';

export function evidenceAcknowledgeCommand(cli: Cli): Command {
  const command = cli
    .command(
      'acknowledge <packet...>',
      {
        en: 'end the alert about evidence that cannot be raised',
        vi: 'ghi nhận chứng cứ không nâng mức được',
      },
      {
        en:
          'What "edoc evidence upgrade" cannot raise for a reason of its own (a damaged file, a certificate that nobody answers for any more) is ' +
          'told as waiting for ever. This says, through the running agent, that people know of it: it is no longer counted as ' +
          'waiting. The reason is kept and the event log has an entry. The level stays what it is, and the agent goes on trying.',
        vi:
          'Những tệp mà "edoc evidence upgrade" không nâng mức được vì lý do riêng (tệp hỏng, không còn nơi xác nhận chứng thư) sẽ luôn ' +
          'bị cảnh báo là đang chờ. Lệnh này, thông qua nút đang chạy, ghi nhận rằng đã biết: tệp không còn được tính là đang ' +
          'chờ. Lý do được lưu lại và nhật ký sự kiện có một mục. Mức chứng cứ giữ nguyên, nút vẫn tiếp tục thử.',
      },
    )
    .requiredOption('--reason <text>', cli.say({ en: 'why it is accepted', vi: 'lý do chấp nhận' }))
    .addHelpText(
      'after',
      cli.examples([
        'edoc evidence acknowledge 0197c1e2-6b1d-7c5a-8f00-8d3f0a51c9e2 --reason "Ổ đĩa hỏng ngày 12/3"',
        { en: 'the file was damaged with the disk', vi: 'tệp bị hỏng cùng ổ đĩa' },
      ]),
    )
    .action(
      cli.action((ids: readonly string[], { reason }: { readonly reason: string }) =>
        acknowledge(cli, ids, reason),
      ),
    );
  return cli.argument(command, 'packet', {
    en: 'packet ids, as "edoc evidence upgrade" and the log name them',
    vi: 'mã gói tin, như "edoc evidence upgrade" và nhật ký nêu',
  });
}

async function acknowledge(cli: Cli, ids: readonly string[], reason: string): Promise<ExitCode> {
  const [{ openDesk }, { clean }] = await Promise.all([import('../desk.js'), import('../terminal/text.js')]);
  const desk = await openDesk(cli);
  const acknowledged: AcknowledgeResult[] = [];
  for (const packetId of ids) {
    const result = await desk.acknowledgeEvidence({ packetId, reason });
    acknowledged.push(result);
    cli.output.print(
      cli.say({
        en: `Acknowledged: ${result.files} files of packet ${clean(packetId)}.`,
        vi: `Đã ghi nhận: ${result.files} tệp thuộc gói tin ${clean(packetId)}.`,
      }),
    );
  }
  cli.output.document({ acknowledged });
  return exitCodes.ok;
}
