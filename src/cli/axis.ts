/** `edoc axis`: the commands of whoever runs the axis. */
import type { Command } from 'commander';
import { axisCloseCommand } from './axis-close.js';
import { axisCrlCommand } from './axis-crl.js';
import { axisEnrollCommand } from './axis-enroll.js';
import { axisInitCommand } from './axis-init.js';
import { axisProvisionCommand } from './axis-provision.js';
import { axisPublishCommand } from './axis-publish.js';
import { axisRenewCommand } from './axis-renew.js';
import { axisRevokeCommand } from './axis-revoke.js';
import { axisShowCommand } from './axis-show.js';
import { axisStatusCommand } from './axis-status.js';
import { axisResumeCommand, axisSuspendCommand } from './axis-suspend.js';
import { axisTsaCommand } from './axis-tsa.js';
import type { Cli } from './command.js';

export function axisCommand(cli: Cli): Command {
  const command = cli.command('axis', {
    en: 'run the axis: its authority, who is on it, the directory',
    vi: 'vận hành trục: cấp chứng thư, kết nối cơ quan, danh bạ',
  });
  const commands = [
    axisInitCommand,
    axisEnrollCommand,
    axisPublishCommand,
    axisStatusCommand,
    axisShowCommand,
    axisSuspendCommand,
    axisResumeCommand,
    axisRevokeCommand,
    axisCloseCommand,
    axisProvisionCommand,
    axisRenewCommand,
    axisCrlCommand,
    axisTsaCommand,
  ];
  for (const make of commands) command.addCommand(make(cli));
  return command;
}
