/** `edoc axis revoke`: certificates of an agency, a node or the axis itself are no longer trusted. */
import { type Command, Option } from 'commander';
import type {
  AxisContext,
  CertificateRecord,
  OwnCertificateName,
  RevocationCause,
} from '../../axis/index.js';
import { EdocError } from '../../errors.js';
import type { Cli } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { clean } from '../terminal/text.js';
import {
  agencyJson,
  type ChangeOptions,
  crlLine,
  directoryLine,
  dirOption,
  noPublishOption,
  publishChange,
  withAxis,
} from './session.js';

interface RevokeOptions extends ChangeOptions {
  readonly certificate?: string;
  readonly node?: string;
  readonly own?: OwnCertificateName;
  readonly cause?: RevocationCause;
  readonly reason: string;
}

export function axisRevokeCommand(cli: Cli): Command {
  const command = cli.command(
    'revoke [code]',
    {
      en: 'revoke certificates of an agency or a node',
      vi: 'thu hồi chứng thư của một cơ quan hoặc một nút',
    },
    {
      en: 'With --certificate one certificate is revoked and the agency stays. Without, every certificate is revoked and the agency leaves the axis for good; its node’s user at the broker goes with the node’s last agency. With --node the certificates of a node are revoked, with --own those of the axis itself that were renewed. The revocation list is issued anew at once. What was sealed before stays verifiable.',
      vi: 'Với --certificate, chỉ một chứng thư bị thu hồi và cơ quan vẫn ở trên trục. Nếu không, mọi chứng thư bị thu hồi và cơ quan rời trục vĩnh viễn; tài khoản của nút bị xóa cùng với cơ quan cuối cùng của nút. Với --node, thu hồi chứng thư của một nút; với --own, thu hồi các chứng thư đã được gia hạn của chính trục. Danh sách thu hồi được ban hành lại ngay. Những gì đã ký trước đó vẫn kiểm tra được.',
    },
  );
  cli.argument(command, 'code', { en: 'code of the agency', vi: 'mã cơ quan' });
  return revokeOptions(cli, noPublishOption(cli, dirOption(cli, command)))
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc axis revoke H41 --certificate 3fa8c1d204be --cause keyCompromise --reason "Lộ khóa"',
          { en: 'one certificate whose key was lost', vi: 'một chứng thư bị lộ khóa' },
        ],
        [
          'edoc axis revoke --node h41 --cause keyCompromise --reason "Máy chủ bị xâm nhập"',
          { en: 'a node’s own certificates', vi: 'chứng thư của một nút' },
        ],
      ),
    )
    .action(cli.action((code: string | undefined, options: RevokeOptions) => revoke(cli, code, options)));
}

function revokeOptions(cli: Cli, command: Command): Command {
  return command
    .option(
      '--certificate <sha256>',
      cli.say({
        en: 'SHA-256 of one certificate, or its beginning',
        vi: 'SHA-256 của một chứng thư, hoặc phần đầu',
      }),
    )
    .option(
      '--node <name>',
      cli.say({ en: 'a node instead of an agency', vi: 'một nút thay cho một cơ quan' }),
    )
    .addOption(
      new Option(
        '--own <name>',
        cli.say({
          en: `a certificate of the axis itself instead of an agency, the newest one stays: ${ownNames.join(', ')}`,
          vi: `chứng thư của chính trục thay cho một cơ quan, chứng thư mới nhất được giữ lại: ${ownNames.join(', ')}`,
        }),
      ).choices(ownNames),
    )
    .addOption(
      new Option(
        '--cause <cause>',
        cli.say({
          en: `what programs are told in the revocation list: ${causes.join(', ')}`,
          vi: `nguyên nhân ghi trong danh sách thu hồi: ${causes.join(', ')}`,
        }),
      ).choices(causes),
    )
    .requiredOption(
      '--reason <text>',
      cli.say({ en: 'why; it stays in the register', vi: 'lý do; được lưu trong sổ đăng ký' }),
    );
}

/** Those of `axis`, which is loaded only when the command runs; the types hold the two together. */
const ownNames: readonly OwnCertificateName[] = ['operator-seal', 'operator', 'broker', 'tsa', 'ocsp'];
const causes: readonly RevocationCause[] = [
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
];

async function revoke(cli: Cli, code: string | undefined, options: RevokeOptions): Promise<ExitCode> {
  const { node, own } = options;
  if ([code, node, own].filter((meant) => meant !== undefined).length !== 1) {
    throw new EdocError('axis.agency-or-node');
  }
  return withAxis(cli, options, 'write', async ({ context }) => {
    const { name, certificates, json } = await revoked(context, code, options);
    const published = await publishChange(context, options);
    const count = certificates.filter(({ revokedAt }) => revokedAt !== undefined).length;
    const { crl } = context.state;
    cli.output.print(
      cli.say({
        en: `${name}: ${count} of ${certificates.length} certificates revoked.`,
        vi: `${name}: đã thu hồi ${count} trên ${certificates.length} chứng thư.`,
      }),
      ...(crl ? [crlLine(cli, crl)] : []),
      directoryLine(cli, context, published),
    );
    cli.output.document({
      ...json,
      crl: crl ?? null,
      directory: context.state.directory ?? null,
      directoryOutdated: context.state.directoryOutdated,
    });
    return exitCodes.ok;
  });
}

interface Revoked {
  readonly name: string;
  readonly certificates: readonly CertificateRecord[];
  readonly json: object;
}

async function revoked(
  context: AxisContext,
  code: string | undefined,
  options: RevokeOptions,
): Promise<Revoked> {
  const axis = await import('../../axis/index.js');
  const { certificate, reason, cause, node, own } = options;
  if (node !== undefined) {
    const { certificates } = await axis.revokeNodeCertificates(context, node, options);
    return { name: node, certificates, json: { node, certificates } };
  }
  if (own !== undefined) {
    const certificates = await axis.revokeOwnCertificates(context, own, options);
    return { name: own, certificates, json: { own, certificates } };
  }
  const agency =
    certificate === undefined
      ? await axis.closeAgency(context, code ?? '', { reason, cause, revoke: true })
      : await axis.revokeCertificate(context, code ?? '', certificate, { reason, cause });
  const { certificates } = agency;
  return {
    name: `${agency.code} ${clean(agency.name)}`,
    certificates,
    json: { agency: agencyJson(context, agency) },
  };
}
