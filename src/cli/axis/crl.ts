/** `edoc axis crl`: the next revocation list. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { wholeNumber } from '../values.js';
import { type AxisOptions, axisDirectory, crlLine, dirOption, withAxis } from './session.js';

interface CrlOptions extends AxisOptions {
  readonly days?: number;
  readonly out?: string;
}

export function axisCrlCommand(cli: Cli): Command {
  const command = cli.command(
    'crl',
    { en: 'issue the revocation list anew', vi: 'ban hành lại danh sách chứng thư bị thu hồi' },
    {
      en: 'Issues the next revocation list (RFC 5280) with every revoked certificate of agencies, nodes and the axis itself, into crl/root.crl of the axis, where “edoc axis tsa” gives it out. Run it every few days from a timer; “edoc axis revoke” does it by itself. It ends with exit code 1 where a revoked certificate could not be put on the list.',
      vi: 'Ban hành danh sách thu hồi tiếp theo (RFC 5280) gồm mọi chứng thư đã thu hồi của cơ quan, nút và của chính trục, ghi vào crl/root.crl của trục để “edoc axis tsa” cung cấp. Hãy chạy định kỳ vài ngày một lần; “edoc axis revoke” tự thực hiện việc này. Kết thúc với mã 1 nếu có chứng thư đã thu hồi không đưa được vào danh sách.',
    },
  );
  return dirOption(cli, command)
    .option(
      '--days <days>',
      cli.say({
        en: 'how long the list is good for (as in axis.json)',
        vi: 'số ngày danh sách có hiệu lực (theo axis.json)',
      }),
      wholeNumber('--days', 1, 366),
    )
    .option(
      '--out <file>',
      cli.say({
        en: 'write a copy to this file too, for another web server',
        vi: 'ghi thêm một bản vào tệp này, dùng cho máy chủ web khác',
      }),
    )
    .addHelpText(
      'after',
      cli.examples(
        ['edoc axis crl --dir /srv/axis', { en: 'for a daily timer', vi: 'dùng cho lịch chạy hằng ngày' }],
        [
          'edoc axis crl --days 30 --out /var/www/crl/root.crl',
          { en: 'for a month, given out elsewhere', vi: 'hiệu lực một tháng, cung cấp tại nơi khác' },
        ],
      ),
    )
    .action(cli.action((options: CrlOptions) => issue(cli, options)));
}

async function issue(cli: Cli, options: CrlOptions) {
  const { issueAxisCrl } = await import('../../axis/index.js');
  const { writeOpenFile } = await import('../files/private-file.js');
  const { axisFiles } = await import('../files/axis-files.js');
  return withAxis(cli, options, 'write', async ({ context }) => {
    const { crl, unlisted, ...issued } = await issueAxisCrl(context, { validDays: options.days });
    if (options.out !== undefined) await writeOpenFile(options.out, crl);
    const findings = unlisted.map(({ sha256, subject }) => ({
      code: 'authority.crl-incomplete' as const,
      severity: 'error' as const,
      detail: { certificate: sha256, subject },
    }));
    const file = axisFiles(axisDirectory(cli, options)).crl;
    cli.output.document({
      ...issued,
      file,
      ...(options.out === undefined ? {} : { out: options.out }),
      findings: findings.map((finding) => cli.output.findingJson(finding)),
    });
    cli.output.print(crlLine(cli, issued), ...findings.map((finding) => cli.output.findingText(finding)));
    return findings.length === 0 ? exitCodes.ok : exitCodes.failed;
  });
}
