/** `edoc agent …`: running an agent. */
import type { Command } from 'commander';
import { agentHealthCommand } from './agent-health.js';
import { agentInitCommand } from './agent-init.js';
import { agentPingCommand } from './agent-ping.js';
import { agentRunCommand } from './agent-run.js';
import { agentStatusCommand } from './agent-status.js';
import type { Cli } from './command.js';

export function agentCommand(cli: Cli): Command {
  return cli
    .command('agent', { en: 'set up, run and watch an agent', vi: 'thiết lập, chạy và theo dõi nút' })
    .addCommand(agentInitCommand(cli))
    .addCommand(agentRunCommand(cli))
    .addCommand(agentStatusCommand(cli))
    .addCommand(agentHealthCommand(cli))
    .addCommand(agentPingCommand(cli))
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
