/** `edoc axis init`: a new axis. */
import { type Command, Option } from 'commander';
import type { AxisConfig } from '../../axis/index.js';
import type { KeyKind } from '../../signing/index.js';
import { type Cli, listOption } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { fingerprint } from '../terminal/fingerprint.js';
import { block } from '../terminal/table.js';
import { wholeNumber } from '../values.js';
import { type AxisOptions, axisDirectory, axisPassphrase, dirOption, withAxis } from './session.js';

interface InitOptions extends AxisOptions {
  readonly name: string;
  readonly host: readonly string[];
  readonly amqpsPort?: number;
  readonly managementHost?: string;
  readonly managementPort: number;
  readonly vhost?: string;
  readonly servicesUrl?: string;
  readonly keyType: KeyKind;
}

export function axisInitCommand(cli: Cli): Command {
  const command = cli.command(
    'init',
    { en: 'set up a new axis in a directory', vi: 'thiết lập trục mới trong một thư mục' },
    {
      en: 'Makes the root of trust, the operator’s keys and the configuration of the broker. Keep the directory secret and backed up: whoever has it can speak for the axis. The same command again finishes what was interrupted.',
      vi: 'Tạo gốc tin cậy, khóa của đơn vị vận hành và cấu hình máy chủ trung chuyển. Phải giữ bí mật và sao lưu thư mục này: ai có nó đều có thể nhân danh trục. Chạy lại cùng lệnh sẽ hoàn tất phần còn dang dở.',
    },
  );
  const port = (name: string) => wholeNumber(name, 1, 65_535);
  return dirOption(cli, command)
    .requiredOption('--name <name>', cli.say({ en: 'the name of the axis, for people', vi: 'tên của trục' }))
    .addOption(
      listOption(
        '--host <host>',
        cli.say({
          en: 'name or address by which nodes reach the broker; repeated, the brokers of one cluster',
          vi: 'tên hoặc địa chỉ máy chủ trung chuyển mà các nút kết nối tới; lặp lại cho các máy trong một cụm',
        }),
      ).makeOptionMandatory(),
    )
    .option(
      '--amqps-port <port>',
      cli.say({ en: 'port for nodes (5671)', vi: 'cổng cho các nút (5671)' }),
      port('--amqps-port'),
    )
    .option(
      '--management-host <host>',
      cli.say({
        en: 'where the operator reaches the broker’s management (the same host)',
        vi: 'địa chỉ quản trị máy chủ trung chuyển (cùng máy chủ)',
      }),
    )
    .option(
      '--management-port <port>',
      cli.say({ en: 'port of the broker’s management', vi: 'cổng quản trị máy chủ trung chuyển' }),
      port('--management-port'),
      15_671,
    )
    .option(
      '--vhost <name>',
      cli.say({ en: 'virtual host of the axis on the broker (/)', vi: 'máy chủ ảo của trục (/)' }),
    )
    .option(
      '--services-url <url>',
      cli.say({
        en: 'where nodes and auditors reach “edoc axis tsa”, http://host:port; certificates issued from now on name it',
        vi: 'địa chỉ để các nút và kiểm toán viên truy cập “edoc axis tsa”, dạng http://host:port; ghi vào chứng thư cấp từ nay',
      }),
    )
    .addOption(
      new Option('--key-type <type>', cli.say({ en: 'type of the keys', vi: 'loại khóa' }))
        .choices(['rsa-2048', 'rsa-3072', 'ecdsa-p256'])
        .default('rsa-3072'),
    )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc axis init --dir /srv/axis --name "Trục liên thông tỉnh Nghệ An" --host axis.nghean.gov.vn',
          {
            en: 'a new axis; its broker listens on the usual ports',
            vi: 'trục mới, máy chủ trung chuyển dùng các cổng mặc định',
          },
        ],
        [
          'edoc axis init --dir /srv/axis --name "Trục liên thông tỉnh Nghệ An" --host axis.nghean.gov.vn --services-url http://tsa.nghean.gov.vn',
          {
            en: 'also for an axis that is there: with time stamps and answers on revocation',
            vi: 'kể cả với trục đã có: kèm dịch vụ dấu thời gian và tra cứu thu hồi',
          },
        ],
        [
          'edoc axis init --dir /srv/axis --name "Trục liên thông tỉnh Nghệ An" --host mq1.nghean.gov.vn,mq2.nghean.gov.vn,mq3.nghean.gov.vn',
          {
            en: 'three brokers that are one cluster; its files are in broker/HOST',
            vi: 'ba máy chủ trung chuyển thành một cụm; tệp cấu hình nằm trong broker/TÊN-MÁY',
          },
        ],
        [
          'edoc axis init --dir axis --name Demo --host localhost --amqps-port 45671 --management-port 45672',
          { en: 'on this machine, for trying out', vi: 'trên máy này, để dùng thử' },
        ],
      ),
    )
    .action(cli.action((options: InitOptions) => init(cli, options)));
}

async function init(cli: Cli, options: InitOptions) {
  const { setUpAxis } = await import('../files/axis-setup.js');
  const folder = axisDirectory(cli, options);
  const [host = '', ...furtherHosts] = options.host;
  const { config, changed, root } = await setUpAxis(
    folder,
    {
      name: options.name,
      host,
      furtherHosts,
      amqpsPort: options.amqpsPort,
      vhost: options.vhost,
      servicesUrl: options.servicesUrl,
      management: { host: options.managementHost ?? host, port: options.managementPort },
      keyKind: options.keyType,
      passphrase: await axisPassphrase(options),
    },
    new Date(),
  );
  // Certificates name the list's address: it should be there before the first of them.
  await withAxis(cli, options, 'write', async ({ context }) => {
    const { issueCrlIfDue } = await import('../../axis/index.js');
    if (context.config.services) await issueCrlIfDue(context);
    return exitCodes.ok;
  });
  const { output } = cli;
  output.document({ directory: folder, changed, config, rootSha256: root });
  output.print(
    changed
      ? cli.say({ en: `The axis is set up in ${folder}.`, vi: `Đã thiết lập trục trong ${folder}.` })
      : cli.say({
          en: `The axis was set up in ${folder} already.`,
          vi: `Trục đã được thiết lập từ trước trong ${folder}.`,
        }),
    ...block(output, [
      [cli.say({ en: 'Name', vi: 'Tên' }), config.name],
      [cli.say({ en: 'Broker', vi: 'Máy chủ trung chuyển' }), brokerPlaces(config)],
      [cli.say({ en: 'Services', vi: 'Dịch vụ' }), config.services?.url],
      [cli.say({ en: 'Root, SHA-256', vi: 'Chứng thư gốc, SHA-256' }), fingerprint(root)],
    ]),
    '',
    cli.say({
      en: `Next: start RabbitMQ with the files in ${folder}/broker, then enrol the nodes: edoc axis enroll REQUEST.pem --out FILE`,
      vi: `Bước tiếp theo: khởi động RabbitMQ với các tệp trong ${folder}/broker, rồi kết nối các nút: edoc axis enroll REQUEST.pem --out FILE`,
    }),
  );
  return exitCodes.ok;
}

function brokerPlaces({ host, furtherHosts = [], amqpsPort }: AxisConfig): string {
  return [host, ...furtherHosts].map((name) => `${name}:${amqpsPort}`).join(', ');
}
