/** `edoc axis show`: one agency, with its certificates. */
import type { Command } from 'commander';
import type { CertificateRecord } from '../../axis/index.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { block, table } from '../terminal/table.js';
import { clean, dayText, timeText } from '../terminal/text.js';
import { type AxisOptions, agencyJson, dirOption, stateText, withAxis } from './session.js';

export function axisShowCommand(cli: Cli): Command {
  const command = cli.command('show <code>', {
    en: 'show an agency with its certificates',
    vi: 'hiển thị một cơ quan cùng các chứng thư',
  });
  cli.argument(command, 'code', { en: 'code of the agency, old or new', vi: 'mã cơ quan, cũ hoặc mới' });
  return dirOption(cli, command)
    .addHelpText('after', cli.examples(['edoc axis show H41', { en: 'by its code', vi: 'theo mã' }]))
    .action(
      cli.action((code: string, options: AxisOptions) =>
        withAxis(cli, options, 'read', async ({ context }) => {
          const { requireAgency } = await import('../../axis/index.js');
          const agency = requireAgency(context, code);
          const { output } = cli;
          const day = (text: string | undefined) => text && dayText(text, output.language);
          output.document(agencyJson(context, agency));
          output.print(
            ...block(output, [
              [cli.say({ en: 'Code', vi: 'Mã' }), agency.code],
              [cli.say({ en: 'Old code', vi: 'Mã cũ' }), agency.legacyCode],
              [cli.say({ en: 'Name', vi: 'Tên' }), clean(agency.name)],
              [cli.say({ en: 'State', vi: 'Trạng thái' }), stateText(cli, context.state.standing(agency))],
              [cli.say({ en: 'Node', vi: 'Nút' }), agency.node],
              [cli.say({ en: 'Parent', vi: 'Cấp trên' }), agency.parent],
              [cli.say({ en: 'Successor', vi: 'Cơ quan kế thừa' }), agency.successor],
              [cli.say({ en: 'From', vi: 'Từ ngày' }), day(agency.validFrom)],
              [cli.say({ en: 'Until', vi: 'Đến ngày' }), day(agency.validTo)],
            ]),
            '',
            ...certificateTable(cli, agency.certificates),
          );
          return exitCodes.ok;
        }),
      ),
    );
}

function certificateTable(cli: Cli, certificates: readonly CertificateRecord[]): string[] {
  const time = (at: Date) => timeText(at, cli.output.language);
  return table(
    cli.output,
    [
      {
        title: cli.say({ en: 'Certificate, SHA-256', vi: 'Chứng thư, SHA-256' }),
        cell: ({ sha256 }) => sha256,
      },
      { title: cli.say({ en: 'From', vi: 'Từ' }), cell: ({ notBefore }) => time(notBefore) },
      { title: cli.say({ en: 'Until', vi: 'Đến' }), cell: ({ notAfter }) => time(notAfter) },
      {
        title: cli.say({ en: 'Revoked', vi: 'Thu hồi' }),
        cell: ({ revokedAt, revokedReason = '' }) =>
          revokedAt ? `${time(revokedAt)} ${clean(revokedReason)}` : '–',
      },
    ],
    certificates,
  );
}
