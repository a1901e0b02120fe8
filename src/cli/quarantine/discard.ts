/** `edoc quarantine discard`: removes the octets of messages that nobody will want. */
import type { Command } from 'commander';
import type { DiscardResult } from '../../agent/index.js';
import type { Cli } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { quarantineId } from './words.js';

export function quarantineDiscardCommand(cli: Cli): Command {
  const command = cli
    .command(
      'discard <id...>',
      { en: 'remove messages for good', vi: 'hủy hẳn thông điệp' },
      {
        en:
          'Removes the octets for good, through the running agent. Why, by which code it was refused and its digest stay, and ' +
          'the event log has an entry. The sender is not told anything new: what was refused to it stays refused.',
        vi:
          'Hủy hẳn nội dung, thông qua nút đang chạy. Lý do, mã từ chối và giá trị băm được giữ lại, và nhật ký sự kiện có một mục. ' +
          'Bên gửi không nhận thông báo mới: những gì đã bị từ chối vẫn bị từ chối.',
      },
    )
    .requiredOption('--reason <text>', cli.say({ en: 'why', vi: 'lý do hủy' }))
    .addHelpText(
      'after',
      cli.examples([
        'edoc quarantine discard 12 --reason "Gửi lại bằng văn bản khác"',
        { en: 'it came again in another letter', vi: 'đã gửi lại bằng văn bản khác' },
      ]),
    )
    .action(
      cli.action((ids: readonly string[], { reason }: { readonly reason: string }) =>
        discard(cli, ids.map(quarantineId), reason),
      ),
    );
  return cli.argument(command, 'id', {
    en: 'numbers in "edoc quarantine list"',
    vi: 'các số thứ tự trong "edoc quarantine list"',
  });
}

async function discard(cli: Cli, ids: readonly number[], reason: string): Promise<ExitCode> {
  const [{ openDesk }, { clean }, { typeText }] = await Promise.all([
    import('../desk.js'),
    import('../terminal/text.js'),
    import('./words.js'),
  ]);
  const desk = await openDesk(cli);
  const discarded: DiscardResult[] = [];
  for (const id of ids) {
    const result = await desk.discard({ id, reason });
    discarded.push(result);
    const { type, messageId, code } = result;
    cli.output.print(
      `${cli.say({ en: 'Discarded:', vi: 'Đã hủy:' })} ${id} (${typeText(cli, type)} ${clean(messageId)}) [${clean(code)}]`,
    );
  }
  cli.output.document({ discarded });
  return exitCodes.ok;
}
