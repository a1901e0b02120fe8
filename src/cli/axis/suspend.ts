/** `edoc axis suspend` and `edoc axis resume`: an agency, or a node with all its agencies, for a time. */
import type { Command } from 'commander';
import type { AgencyRecord, AxisContext } from '../../axis/index.js';
import { EdocError } from '../../errors.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { clean } from '../terminal/text.js';
import {
  agencyJson,
  type ChangeOptions,
  directoryLine,
  dirOption,
  noPublishOption,
  publishChange,
  stateText,
  withAxis,
} from './session.js';

interface StandingOptions extends ChangeOptions {
  readonly node?: string;
}

interface SuspendOptions extends StandingOptions {
  readonly reason: string;
}

export function axisSuspendCommand(cli: Cli): Command {
  const command = cli.command(
    'suspend [code]',
    { en: 'keep an agency or a node off the axis for a time', vi: 'tạm ngừng một cơ quan hoặc một nút' },
    {
      en: 'A suspended agency neither sends nor receives. A node that serves no other agency, and a node that is suspended itself, is cut off at the broker at once; what is sent to it waits.',
      vi: 'Cơ quan bị tạm ngừng không gửi và không nhận. Nút không còn phục vụ cơ quan nào khác, hoặc nút bị tạm ngừng, bị ngắt khỏi máy chủ trung chuyển ngay lập tức; văn bản gửi đến nút sẽ chờ.',
    },
  );
  return standingOptions(cli, command)
    .requiredOption(
      '--reason <text>',
      cli.say({ en: 'why; it stays in the register', vi: 'lý do; được lưu trong sổ đăng ký' }),
    )
    .addHelpText(
      'after',
      cli.examples([
        'edoc axis suspend --node h41 --reason "Nghi bị xâm nhập"',
        { en: 'cut a node off at once', vi: 'ngắt một nút ngay lập tức' },
      ]),
    )
    .action(
      cli.action(async (code: string | undefined, options: SuspendOptions) => {
        const axis = await import('../../axis/index.js');
        return changeStanding(cli, code, options, {
          agency: (context, agency) => axis.suspendAgency(context, agency, options.reason),
          node: (context, node) => axis.suspendNode(context, node, options.reason),
        });
      }),
    );
}

export function axisResumeCommand(cli: Cli): Command {
  const command = cli.command('resume [code]', {
    en: 'let a suspended agency or node onto the axis again',
    vi: 'cho phép cơ quan hoặc nút đã tạm ngừng hoạt động trở lại',
  });
  return standingOptions(cli, command)
    .addHelpText(
      'after',
      cli.examples([
        'edoc axis resume --node h41',
        { en: 'the node and its agencies', vi: 'nút và các cơ quan của nút' },
      ]),
    )
    .action(
      cli.action(async (code: string | undefined, options: StandingOptions) => {
        const axis = await import('../../axis/index.js');
        return changeStanding(cli, code, options, { agency: axis.resumeAgency, node: axis.resumeNode });
      }),
    );
}

function standingOptions(cli: Cli, command: Command): Command {
  cli.argument(command, 'code', { en: 'code of the agency', vi: 'mã cơ quan' });
  return noPublishOption(cli, dirOption(cli, command)).option(
    '--node <name>',
    cli.say({
      en: 'a node with all its agencies, instead of one agency',
      vi: 'một nút cùng mọi cơ quan của nút, thay cho một cơ quan',
    }),
  );
}

interface Steps {
  agency(context: AxisContext, code: string): Promise<AgencyRecord>;
  node(context: AxisContext, name: string): Promise<unknown>;
}

async function changeStanding(cli: Cli, code: string | undefined, options: StandingOptions, steps: Steps) {
  const { node } = options;
  if ((code === undefined) === (node === undefined)) throw new EdocError('axis.agency-or-node');
  return withAxis(cli, options, 'write', async ({ context }) => {
    const changed: AgencyRecord[] = [];
    if (code !== undefined) changed.push(await steps.agency(context, code));
    if (node !== undefined) {
      await steps.node(context, node);
      changed.push(...context.state.agenciesOf(node));
    }
    const published = await publishChange(context, options);
    cli.output.print(
      ...changed.map(
        (agency) =>
          `${agency.code}  ${clean(agency.name)}: ${stateText(cli, context.state.standing(agency))}`,
      ),
      directoryLine(cli, context, published),
    );
    cli.output.document({
      ...(node === undefined ? {} : { node }),
      agencies: changed.map((agency) => agencyJson(context, agency)),
      directory: context.state.directory ?? null,
      directoryOutdated: context.state.directoryOutdated,
    });
    return exitCodes.ok;
  });
}
