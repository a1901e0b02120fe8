/** `edoc axis tsa`: the operator's services for time stamps and revocation, in the foreground. */
import type { Command } from 'commander';
import { EdocError } from '../../errors.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { firstSignal, stdinEnd } from '../terminal/signals.js';
import { wrongValue } from '../values.js';
import { type AxisOptions, axisDirectory, axisPassphrase, dirOption } from './session.js';

interface TsaOptions extends AxisOptions {
  readonly listen: Listen;
  readonly tsa: boolean;
  readonly ocsp: boolean;
  readonly crl: boolean;
  readonly untilStdinEnds?: true;
}

interface Listen {
  readonly host: string;
  readonly port: number;
}

const usual: Listen = { host: '127.0.0.1', port: 8_318 };

export function axisTsaCommand(cli: Cli): Command {
  const command = cli.command(
    'tsa',
    {
      en: 'run the services for time stamps and revocation',
      vi: 'chạy dịch vụ dấu thời gian và tra cứu thu hồi',
    },
    {
      en:
        'Answers over HTTP until SIGTERM or Ctrl-C: time stamps (RFC 3161) at /tsa, the status of certificates (OCSP) at /ocsp, ' +
        'the revocation list at /crl/root.crl. What is revoked meanwhile is known at once. The key of the root is not ' +
        'needed and need not be on the machine. The log goes to standard error, one JSON object a line; “authority.ready” ' +
        'says that the services answer. No content is logged.',
      vi:
        'Trả lời qua HTTP cho đến khi nhận SIGTERM hoặc Ctrl-C: dấu thời gian (RFC 3161) tại /tsa, trạng thái chứng thư (OCSP) ' +
        'tại /ocsp, danh sách thu hồi tại /crl/root.crl. Việc thu hồi có hiệu lực ngay khi dịch vụ đang chạy. Không cần khóa ' +
        'của chứng thư gốc trên máy này. Nhật ký ghi ra đầu ra lỗi chuẩn, mỗi dòng một đối tượng JSON; dòng ' +
        '“authority.ready” cho biết dịch vụ đã sẵn sàng. Không ghi nội dung nào vào nhật ký.',
    },
  );
  return dirOption(cli, command)
    .option(
      '--listen <host:port>',
      cli.say({ en: 'where to listen (127.0.0.1:8318)', vi: 'địa chỉ lắng nghe (127.0.0.1:8318)' }),
      listenOption,
      usual,
    )
    .option('--no-tsa', cli.say({ en: 'give no time stamps', vi: 'không cấp dấu thời gian' }))
    .option('--no-ocsp', cli.say({ en: 'give no status of certificates', vi: 'không trả lời OCSP' }))
    .option('--no-crl', cli.say({ en: 'give no revocation list', vi: 'không cung cấp danh sách thu hồi' }))
    .option(
      '--until-stdin-ends',
      cli.say({
        en: 'stop also when standard input ends: for a parent that may be killed',
        vi: 'dừng cả khi đầu vào chuẩn kết thúc: dùng khi tiến trình cha có thể bị dừng đột ngột',
      }),
    )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc axis tsa --dir /srv/axis --listen 0.0.0.0:8318',
          { en: 'all services, for the nodes of the axis', vi: 'mọi dịch vụ, cho các nút trên trục' },
        ],
        [
          'edoc axis tsa --dir /srv/axis --no-tsa',
          { en: 'revocation alone, behind a web server', vi: 'chỉ tra cứu thu hồi, sau một máy chủ web' },
        ],
      ),
    )
    .action(cli.action((options: TsaOptions) => serve(axisDirectory(cli, options), options)));
}

async function serve(folder: string, options: TsaOptions) {
  const { listen, tsa, ocsp, crl, untilStdinEnds } = options;
  if (!tsa && !ocsp && !crl) throw new EdocError('authority.nothing-to-serve');
  const { startServices } = await import('./services.js');
  const stop = untilStdinEnds ? Promise.race([firstSignal(), stdinEnd()]) : firstSignal();
  const services = await startServices(folder, {
    ...listen,
    tsa,
    ocsp,
    crl,
    passphrase: await axisPassphrase(options),
  });
  services.log.info('authority.stopping', { kind: await stop });
  // Still open after a signal, it would keep the process alive.
  if (untilStdinEnds) process.stdin.pause();
  await services.close();
  return exitCodes.ok;
}

function listenOption(value: string): Listen {
  const [, bracketed, host = bracketed, port = ''] =
    /^(?:\[([0-9a-fA-F:]+)\]|([^:\s]+)):(\d{1,5})$/.exec(value) ?? [];
  if (host === undefined || Number(port) > 65_535)
    wrongValue('--listen', value, '127.0.0.1:8318 | [::1]:8318');
  return { host, port: Number(port) };
}
