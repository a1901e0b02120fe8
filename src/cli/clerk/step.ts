/** What the commands of the recipient's clerk have in common: one step on a received document, told to its sender. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import type { StepOptions, StepTexts } from '../document/step.js';
import { exitCodes } from '../exit-codes.js';
import { describeId } from './document-arguments.js';

export function stepCommand(
  cli: Cli,
  texts: StepTexts,
  addOptions: (command: Command) => Command = (it) => it,
): Command {
  const command = addOptions(cli.command(`${texts.name} <id>`, texts.summary, texts.description))
    .option(
      '--agency <code>',
      cli.say({
        en: 'which agency takes the step, where several of this node got the document',
        vi: 'cơ quan thực hiện, khi nhiều cơ quan của nút cùng nhận văn bản',
      }),
    )
    .addHelpText('after', cli.examples(...texts.examples))
    .action(
      cli.action(async (id: string, options: StepOptions) => {
        const { takeStep } = await import('../document/step.js');
        await takeStep(cli, id, texts, options);
        return exitCodes.ok;
      }),
    );
  return describeId(cli, command);
}

export function reasonOption(cli: Cli): (command: Command) => Command {
  return (command) =>
    command.requiredOption(
      '--reason <text>',
      cli.say({ en: 'why: the sender reads it', vi: 'lý do, bên gửi sẽ đọc được' }),
    );
}

export function staffOptions(cli: Cli): (command: Command) => Command {
  return (command) =>
    command
      .option('--staff <name>', cli.say({ en: 'who deals with it', vi: 'cán bộ xử lý' }))
      .option('--department <name>', cli.say({ en: 'which department', vi: 'đơn vị xử lý' }));
}
