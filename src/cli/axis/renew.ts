/** `edoc axis renew`: the axis's own keys and certificates, before they end. */
import { type Command, Option } from 'commander';
import type { KeyKind } from '../../signing/index.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { type AxisOptions, axisDirectory, axisPassphrase, dirOption } from './session.js';

interface RenewOptions extends AxisOptions {
  readonly keyType: KeyKind;
}

export function axisRenewCommand(cli: Cli): Command {
  const command = cli.command(
    'renew',
    {
      en: 'renew the keys of the operator, the broker and the services',
      vi: 'gia hạn khóa của đơn vị vận hành, máy chủ trung chuyển và các dịch vụ',
    },
    {
      en: 'New keys and certificates for the operator’s seal, the operator’s connection, the broker, time stamps and OCSP, from the same root. The certificates of nodes and agencies are renewed by enrolling their requests again.',
      vi: 'Tạo khóa và chứng thư mới cho chữ ký của đơn vị vận hành, kết nối của đơn vị vận hành, máy chủ trung chuyển, dịch vụ dấu thời gian và OCSP, từ cùng chứng thư gốc. Chứng thư của nút và cơ quan được gia hạn bằng cách kết nối lại yêu cầu của họ.',
    },
  );
  return dirOption(cli, command)
    .addOption(
      new Option('--key-type <type>', cli.say({ en: 'type of the keys', vi: 'loại khóa' }))
        .choices(['rsa-2048', 'rsa-3072', 'ecdsa-p256'])
        .default('rsa-3072'),
    )
    .addHelpText(
      'after',
      cli.examples([
        'edoc axis renew --dir /srv/axis',
        { en: 'when the status warns', vi: 'khi trạng thái cảnh báo' },
      ]),
    )
    .action(cli.action((options: RenewOptions) => renew(cli, options)));
}

async function renew(cli: Cli, options: RenewOptions) {
  const { renewAxis } = await import('../files/axis-setup.js');
  const folder = axisDirectory(cli, options);
  await renewAxis(folder, options.keyType, new Date(), await axisPassphrase(options));
  cli.output.print(
    cli.say({
      en: `Renewed. Next: put the files of ${folder}/broker in place at the broker and restart it, restart “edoc axis tsa”, then: edoc axis publish`,
      vi: `Đã gia hạn. Bước tiếp theo: chép các tệp trong ${folder}/broker vào máy chủ trung chuyển và khởi động lại, khởi động lại “edoc axis tsa”, rồi chạy: edoc axis publish`,
    }),
  );
  cli.output.document({ directory: folder });
  return exitCodes.ok;
}
