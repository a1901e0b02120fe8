/** `edoc log export`: the event log as anyone can check it, without the store. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';

export function logExportCommand(cli: Cli): Command {
  return cli
    .command(
      'export',
      { en: 'export the whole log', vi: 'xuất toàn bộ nhật ký' },
      {
        en: 'Writes every entry as one line of canonical JSON to standard output. Check it anywhere with "edoc log verify --export".',
        vi: 'Ghi từng mục thành một dòng JSON chuẩn ra đầu ra chuẩn. Kiểm tra ở bất cứ đâu bằng "edoc log verify --export".',
      },
    )
    .addHelpText(
      'after',
      cli.examples(['edoc log export > h41-log.jsonl', { en: 'into a file', vi: 'ghi vào tệp' }]),
    )
    .action(
      cli.action(async () => {
        const { withRegister } = await import('../register.js');
        await withRegister(cli, async (register) => {
          for await (const line of register.exportLog()) await cli.output.raw(`${line}\n`);
        });
        return exitCodes.ok;
      }),
    );
}
