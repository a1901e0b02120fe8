/** `edoc axis`: the commands of whoever runs the axis. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { axisCloseCommand } from './close.js';
import { axisCrlCommand } from './crl.js';
import { axisEnrollCommand } from './enroll.js';
import { axisInitCommand } from './init.js';
import { axisProvisionCommand } from './provision.js';
import { axisPublishCommand } from './publish.js';
import { axisRenewCommand } from './renew.js';
import { axisRevokeCommand } from './revoke.js';
import { axisShowCommand } from './show.js';
import { axisStatusCommand } from './status.js';
import { axisResumeCommand, axisSuspendCommand } from './suspend.js';
import { axisTsaCommand } from './tsa.js';

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
