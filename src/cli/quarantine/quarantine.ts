/** `edoc quarantine …`: messages that this node could not take. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { quarantineDiscardCommand } from './discard.js';
import { quarantineListCommand } from './list.js';
import { quarantineReplayCommand } from './replay.js';
import { quarantineShowCommand } from './show.js';

export function quarantineCommand(cli: Cli): Command {
  return cli
    .command('quarantine', {
      en: 'messages that could not be taken: look, replay, discard',
      vi: 'thông điệp bị cách ly: xem, xử lý lại, hủy',
    })
    .addCommand(quarantineListCommand(cli))
    .addCommand(quarantineShowCommand(cli))
    .addCommand(quarantineReplayCommand(cli))
    .addCommand(quarantineDiscardCommand(cli))
    .addHelpText(
      'after',
      cli.examples(['edoc quarantine list', { en: 'what is there, and why', vi: 'có những gì, vì sao' }]),
    );
}
