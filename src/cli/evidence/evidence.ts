/** `edoc evidence …`: evidence that stands outside: packed, checked, held against the other side's, and raised. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { evidenceAcknowledgeCommand } from './acknowledge-command.js';
import { evidenceExportCommand } from './export-command.js';
import { evidencePartsCommand } from './parts-command.js';
import { evidenceReconcileCommand } from './reconcile-command.js';
import { evidenceUpgradeCommand } from './upgrade-command.js';
import { evidenceVerifyCommand } from './verify-command.js';

export function evidenceCommand(cli: Cli): Command {
  return cli
    .command('evidence', {
      en: 'pack, check, reconcile and upgrade evidence of an exchange',
      vi: 'đóng gói, kiểm tra, đối chiếu và nâng mức chứng cứ gửi nhận',
    })
    .addCommand(evidenceExportCommand(cli))
    .addCommand(evidenceVerifyCommand(cli))
    .addCommand(evidenceReconcileCommand(cli))
    .addCommand(evidenceUpgradeCommand(cli))
    .addCommand(evidenceAcknowledgeCommand(cli))
    .addCommand(evidencePartsCommand(cli))
    .addHelpText(
      'after',
      cli.examples([
        'edoc evidence verify 7816.asice --trust axis-root.pem',
        { en: 'does this container hold?', vi: 'gói chứng cứ này có hợp lệ không?' },
      ]),
    );
}
