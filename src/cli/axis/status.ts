/** `edoc axis status`: the axis at a glance. */
import type { Command } from 'commander';
import type { AxisStatus, NodeStatus } from '../../axis/index.js';
import { describe } from '../../errors.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { block, table } from '../terminal/table.js';
import { numberText, timeText } from '../terminal/text.js';
import { type AxisOptions, dirOption, withAxis } from './session.js';

/** Further agencies of a node are counted. */
const shownAgencies = 3;

export function axisStatusCommand(cli: Cli): Command {
  const command = cli.command(
    'status',
    {
      en: 'show agencies, nodes, queues, the directory and what wants attention',
      vi: 'hiển thị cơ quan, nút, hàng đợi, danh bạ và các vấn đề cần xử lý',
    },
    {
      en: 'Ends with exit code 1 where something wants the operator’s attention, so that a monitor can go by it.',
      vi: 'Kết thúc với mã 1 khi có vấn đề cần xử lý, để hệ thống giám sát có thể dựa vào.',
    },
  );
  return dirOption(cli, command)
    .addHelpText(
      'after',
      cli.examples(['edoc axis status --json', { en: 'for a monitor', vi: 'dùng cho hệ thống giám sát' }]),
    )
    .action(
      cli.action((options: AxisOptions) =>
        withAxis(cli, options, 'read', async (axis) => {
          const { axisStatus } = await import('../../axis/index.js');
          const status = await axisStatus(axis.context, axis.managementUrl, axis.own);
          const problems = status.problems.map((problem) =>
            cli.output.findingJson({ ...problem, severity: 'warning' }),
          );
          cli.output.document({ ...status, problems });
          print(cli, status);
          return status.problems.length === 0 ? exitCodes.ok : exitCodes.failed;
        }),
      ),
    );
}

function print(cli: Cli, status: AxisStatus): void {
  const { output } = cli;
  const { active, suspended, closed } = status.agencies;
  output.print(
    ...block(output, [
      [cli.say({ en: 'Axis', vi: 'Trục' }), status.name],
      [
        cli.say({ en: 'Broker', vi: 'Máy chủ trung chuyển' }),
        status.broker.reachable
          ? cli.say({ en: 'running', vi: 'đang chạy' })
          : cli.say({ en: 'cannot be reached', vi: 'không kết nối được' }),
      ],
      [
        cli.say({ en: 'Agencies', vi: 'Cơ quan' }),
        cli.say({
          en: `${active} active, ${suspended} suspended, ${closed} closed`,
          vi: `${active} hoạt động, ${suspended} tạm ngừng, ${closed} đã đóng`,
        }),
      ],
      [cli.say({ en: 'Directory', vi: 'Danh bạ' }), directoryText(cli, status)],
      [cli.say({ en: 'Revocation list', vi: 'Danh sách thu hồi' }), crlText(cli, status)],
    ]),
    '',
    ...nodeTable(cli, status.nodes),
  );
  if (status.problems.length === 0) return;
  output.print('', output.style('bold', cli.say({ en: 'Wants attention:', vi: 'Cần xử lý:' })));
  for (const problem of status.problems) {
    const { what, todo } = describe(problem, output.language);
    output.print(`  ${output.style('yellow', '!')} ${what} [${problem.code}]`, `    → ${todo}`);
  }
}

function directoryText(cli: Cli, { directory }: AxisStatus): string {
  if (!directory) return cli.say({ en: 'none yet', vi: 'chưa có' });
  const until = timeText(directory.validUntil, cli.output.language);
  return cli.say({
    en: `version ${directory.version}, valid until ${until}`,
    vi: `phiên bản ${directory.version}, hiệu lực đến ${until}`,
  });
}

function crlText(cli: Cli, { crl }: AxisStatus): string | undefined {
  if (!crl) return undefined;
  const until = timeText(crl.nextUpdate, cli.output.language);
  return cli.say({
    en: `number ${crl.number}, ${crl.revoked} certificates, good until ${until}`,
    vi: `số ${crl.number}, ${crl.revoked} chứng thư, hiệu lực đến ${until}`,
  });
}

function nodeTable(cli: Cli, nodes: readonly NodeStatus[]): string[] {
  const count = (value: number | undefined) =>
    value === undefined ? '–' : numberText(value, cli.output.language);
  return table(
    cli.output,
    [
      { title: cli.say({ en: 'Node', vi: 'Nút' }), cell: ({ node }) => node },
      {
        title: cli.say({ en: 'Agencies', vi: 'Cơ quan' }),
        cell: ({ agencies }) => agencyList(agencies),
        flexible: true,
      },
      { title: cli.say({ en: 'State', vi: 'Trạng thái' }), cell: (node) => nodeState(cli, node) },
      {
        title: cli.say({ en: 'Ordinary', vi: 'Thường' }),
        cell: ({ waiting }) => count(waiting?.ordinary),
        right: true,
      },
      {
        title: cli.say({ en: 'Urgent', vi: 'Khẩn' }),
        cell: ({ waiting }) => count(waiting?.urgent),
        right: true,
      },
      { title: cli.say({ en: 'Dead', vi: 'Lỗi' }), cell: ({ waiting }) => count(waiting?.dead), right: true },
    ],
    nodes,
  );
}

function agencyList(agencies: readonly string[]): string {
  const more = agencies.length - shownAgencies;
  return agencies.slice(0, shownAgencies).join(', ') + (more > 0 ? ` +${more}` : '');
}

function nodeState(cli: Cli, { access, connected }: NodeStatus): string {
  if (access === 'removed') return cli.say({ en: 'removed', vi: 'đã xóa' });
  if (access === 'suspended')
    return cli.output.style('yellow', cli.say({ en: 'suspended', vi: 'tạm ngừng' }));
  if (connected === undefined) return cli.say({ en: 'unknown', vi: 'không rõ' });
  return connected
    ? cli.output.style('green', cli.say({ en: 'connected', vi: 'đang kết nối' }))
    : cli.say({ en: 'not connected', vi: 'chưa kết nối' });
}
