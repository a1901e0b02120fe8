/** `edoc key`: the sealing keys of a node, from making to replacing. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { keyGenerateCommand } from './generate.js';
import { keyImportCommand } from './import.js';
import { keyRequestCommand } from './request.js';
import { keyRollOverCommand } from './roll-over.js';
import { keyShowCommand } from './show.js';
import { keyTestCommand } from './test.js';

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
