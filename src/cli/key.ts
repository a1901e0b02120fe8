/** `edoc key`: the sealing keys of a node, from making to replacing. */
import type { Command } from 'commander';
import type { Cli } from './command.js';
import { keyGenerateCommand } from './key-generate.js';
import { keyImportCommand } from './key-import.js';
import { keyRequestCommand } from './key-request.js';
import { keyRollOverCommand } from './key-roll-over.js';
import { keyShowCommand } from './key-show.js';
import { keyTestCommand } from './key-test.js';

export function keyCommand(cli: Cli): Command {
  const command = cli.command('key', {
    en: 'the keys that a node seals with: in files or in tokens',
    vi: 'khóa ký của nút: trong tệp hoặc trong thiết bị lưu khóa',
  });
  const commands = [
    keyShowCommand,
    keyTestCommand,
    keyRollOverCommand,
    keyGenerateCommand,
    keyRequestCommand,
    keyImportCommand,
  ];
  for (const make of commands) command.addCommand(make(cli));
  return command.addHelpText(
    'after',
    cli.examples(
      ['edoc key show', { en: 'what is there, and until when', vi: 'xem khóa hiện có và thời hạn' }],
      ['edoc key roll-over', { en: 'replace the key in good time', vi: 'thay khóa trước khi hết hạn' }],
    ),
  );
}
