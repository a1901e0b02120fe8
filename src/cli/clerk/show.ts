/** `edoc show`: everything about one document. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { describeId } from './document-arguments.js';

export function showCommand(cli: Cli): Command {
  const command = cli
    .command('show <id>', { en: 'show a document', vi: 'xem một văn bản' })
    .addHelpText(
      'after',
      cli.examples(
        ['edoc show 7816/VPCP-KSTT', { en: 'by number and notation', vi: 'theo số và ký hiệu' }],
        [
          'edoc show 0198c2d4 --json',
          { en: 'by the beginning of its id', vi: 'theo phần đầu của mã gói tin' },
        ],
      ),
    )
    .action(
      cli.action(async (id: string) => {
        const { showDocument } = await import('../document/show.js');
        await showDocument(cli, id);
        return exitCodes.ok;
      }),
    );
  return describeId(cli, command);
}
