/** `edoc log …`: the agent's event log, append-only and hash-chained. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { logExportCommand } from './export.js';
import { logShowCommand } from './show.js';
import { logVerifyCommand } from './verify.js';

export function logCommand(cli: Cli): Command {
  return cli
    .command('log', {
      en: 'check, read and export the event log',
      vi: 'kiểm tra, xem và xuất nhật ký sự kiện',
    })
    .addCommand(logVerifyCommand(cli))
    .addCommand(logShowCommand(cli))
    .addCommand(logExportCommand(cli))
    .addHelpText(
      'after',
      cli.examples(['edoc log verify', { en: 'is the log whole?', vi: 'nhật ký có nguyên vẹn không?' }]),
    );
}
