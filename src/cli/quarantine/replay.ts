/** `edoc quarantine replay`: gives messages to the receiver again, through the running agent. */
import type { Command } from 'commander';
import type { ReplayResult } from '../../agent/index.js';
import type { Cli } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { quarantineId } from './words.js';

export function quarantineReplayCommand(cli: Cli): Command {
  const command = cli
    .command(
      'replay <id...>',
      { en: 'give messages to the receiver again', vi: 'xử lý lại thông điệp' },
      {
        en:
          'Gives the octets to the receiver of the running agent as if they came now: for when the cause is mended. What is ' +
          'accepted gets its receipt, which corrects an earlier refusal at the sender; what is still refused stays in ' +
          'quarantine. Replaying again changes nothing. Ends with code 1 where something is still refused.',
        vi:
          'Đưa nội dung cho bộ nhận của nút đang chạy như vừa mới đến: dùng khi nguyên nhân đã được khắc phục. Thông điệp được tiếp ' +
          'nhận sẽ có biên nhận, thay cho lần từ chối trước ở bên gửi; thông điệp vẫn bị từ chối thì ở lại vùng cách ly. Chạy ' +
          'lại nhiều lần không thay đổi kết quả. Kết thúc với mã 1 nếu còn thông điệp bị từ chối.',
      },
    )
    .addHelpText(
      'after',
      cli.examples(
        ['edoc quarantine replay 12', { en: 'one', vi: 'một thông điệp' }],
        [
          'edoc quarantine replay 12 14 15 --json',
          { en: 'several, for a program', vi: 'nhiều thông điệp, cho chương trình' },
        ],
      ),
    )
    .action(cli.action((ids: readonly string[]) => replay(cli, ids.map(quarantineId))));
  return cli.argument(command, 'id', {
    en: 'numbers in "edoc quarantine list"',
    vi: 'các số thứ tự trong "edoc quarantine list"',
  });
}

async function replay(cli: Cli, ids: readonly number[]): Promise<ExitCode> {
  const [{ openDesk }, { clean }, { reasonOf, typeText }] = await Promise.all([
    import('../desk.js'),
    import('../terminal/text.js'),
    import('./words.js'),
  ]);
  const desk = await openDesk(cli);
  const { output } = cli;
  const results: ReplayResult[] = [];
  for (const id of ids) {
    const result = await desk.replay({ id });
    results.push(result);
    const name = `${id} (${typeText(cli, result.type)} ${clean(result.messageId)})`;
    if (result.outcome === 'accepted') {
      output.print(`${output.style('green', cli.say({ en: 'Accepted:', vi: 'Đã tiếp nhận:' }))} ${name}`);
      continue;
    }
    const { code = '', place, detail } = result;
    const reason = reasonOf(cli, code, detail);
    const at = place === undefined ? '' : `${clean(place)}: `;
    output.print(
      `${output.style('red', cli.say({ en: 'Still refused:', vi: 'Vẫn bị từ chối:' }))} ${name}`,
      `  ${at}${reason?.what ?? ''} ${output.style('dim', `[${clean(code)}]`)}`,
      ...(reason ? [`  → ${reason.todo}`] : []),
    );
  }
  output.document({ results });
  return results.every(({ outcome }) => outcome === 'accepted') ? exitCodes.ok : exitCodes.failed;
}
