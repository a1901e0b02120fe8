/** `edoc evidence`: what proves a document to outsiders, years later. */
import type { Command } from 'commander';
import type { Cli } from './command.js';
import { evidenceUpgradeCommand } from './evidence-upgrade.js';

export function evidenceCommand(cli: Cli): Command {
  return cli
    .command('evidence', {
      en: 'evidence: upgrade',
      vi: 'chứng cứ: nâng mức',
    })
    .addCommand(evidenceUpgradeCommand(cli));
}
