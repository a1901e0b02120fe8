/** `edoc agent …`: running an agent. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { agentArchiveCommand } from './archive.js';
import { agentBackupCommand } from './backup.js';
import { agentCheckCommand } from './check.js';
import { agentHealthCommand } from './health.js';
import { agentInitCommand } from './init.js';
import { agentPingCommand } from './ping.js';
import { agentRestoreCommand } from './restore.js';
import { agentRunCommand } from './run.js';
import { agentStatusCommand } from './status.js';

export function agentCommand(cli: Cli): Command {
  return cli
    .command('agent', { en: 'set up, run and watch an agent', vi: 'thiết lập, chạy và theo dõi nút' })
    .addCommand(agentInitCommand(cli))
    .addCommand(agentRunCommand(cli))
    .addCommand(agentStatusCommand(cli))
    .addCommand(agentHealthCommand(cli))
    .addCommand(agentPingCommand(cli))
    .addCommand(agentBackupCommand(cli))
    .addCommand(agentCheckCommand(cli))
    .addCommand(agentRestoreCommand(cli))
    .addCommand(agentArchiveCommand(cli))
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc agent run --agent /srv/edoc/h41',
          { en: 'run the agent of this directory', vi: 'chạy nút của thư mục này' },
        ],
        ['edoc agent status', { en: 'is it well?', vi: 'nút có hoạt động tốt không?' }],
      ),
    );
}
