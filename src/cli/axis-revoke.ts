/** `edoc axis revoke`: an agency's certificates are no longer trusted. */
import type { Command } from 'commander';
import {
  agencyJson,
  type ChangeOptions,
  directoryLine,
  dirOption,
  noPublishOption,
  publishChange,
  withAxis,
} from './axis-session.js';
import type { Cli } from './command.js';
import { exitCodes } from './exit-codes.js';
import { clean } from './text.js';

interface RevokeOptions extends ChangeOptions {
  readonly certificate?: string;
  readonly reason: string;
}

export function axisRevokeCommand(cli: Cli): Command {
  const command = cli.command(
    'revoke <code>',
    { en: 'revoke an agency’s certificates', vi: 'thu hồi chứng thư của một cơ quan' },
    {
      en: 'With --certificate one certificate is revoked and the agency stays. Without, every certificate is revoked and the agency leaves the axis for good; its node’s user at the broker goes with the node’s last agency. What was sealed before stays verifiable.',
      vi: 'Với --certificate, chỉ một chứng thư bị thu hồi và cơ quan vẫn ở trên trục. Nếu không, mọi chứng thư bị thu hồi và cơ quan rời trục vĩnh viễn; tài khoản của nút bị xóa cùng với cơ quan cuối cùng của nút. Những gì đã ký trước đó vẫn kiểm tra được.',
    },
  );
  cli.argument(command, 'code', { en: 'code of the agency', vi: 'mã cơ quan' });
  return noPublishOption(cli, dirOption(cli, command))
    .option(
      '--certificate <sha256>',
      cli.say({
        en: 'SHA-256 of one certificate, or its beginning',
        vi: 'SHA-256 của một chứng thư, hoặc phần đầu',
      }),
    )
    .requiredOption(
      '--reason <text>',
      cli.say({ en: 'why; it stays in the register', vi: 'lý do; được lưu trong sổ đăng ký' }),
    )
    .addHelpText(
      'after',
      cli.examples([
        'edoc axis revoke H41 --certificate 3fa8c1d204be --reason "Lộ khóa"',
        { en: 'one certificate whose key was lost', vi: 'một chứng thư bị lộ khóa' },
      ]),
    )
    .action(
      cli.action((code: string, options: RevokeOptions) =>
        withAxis(cli, options, 'write', async ({ context }) => {
          const { closeAgency, revokeCertificate } = await import('../axis/index.js');
          const { certificate, reason } = options;
          const agency =
            certificate === undefined
              ? await closeAgency(context, code, { reason, revoke: true })
              : await revokeCertificate(context, code, certificate, reason);
          const published = await publishChange(context, options);
          const revoked = agency.certificates.filter(({ revokedAt }) => revokedAt !== undefined).length;
          const name = `${agency.code} ${clean(agency.name)}`;
          cli.output.print(
            cli.say({
              en: `${name}: ${revoked} of ${agency.certificates.length} certificates revoked.`,
              vi: `${name}: đã thu hồi ${revoked} trên ${agency.certificates.length} chứng thư.`,
            }),
            directoryLine(cli, context, published),
          );
          cli.output.document({
            agency: agencyJson(context, agency),
            directory: context.state.directory ?? null,
            directoryOutdated: context.state.directoryOutdated,
          });
          return exitCodes.ok;
        }),
      ),
    );
}
