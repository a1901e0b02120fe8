/** `edoc key import`: a key and certificate from a certification service. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { readNamedFile } from '../files-read.js';
import { fingerprint } from '../terminal/fingerprint.js';
import { block } from '../terminal/table.js';
import { clean, timeText } from '../terminal/text.js';
import { type AgencyOptions, agencyOption, chosenAgency, passphraseFrom } from './options.js';

/** A PKCS#12 file holds a key and a few certificates. */
const mostOctets = 256 * 1024;

export function keyImportCommand(cli: Cli): Command {
  const command = cli.command(
    'import <file>',
    {
      en: 'take a key from a certification service (PKCS#12)',
      vi: 'nhập khóa do tổ chức chứng thực cấp (PKCS#12)',
    },
    {
      en: 'Takes the sealing key and certificate of an agency from a PKCS#12 file (.p12, .pfx). The passphrase of that file is asked for without showing it. The certificate must be for this agency and issued under a root that the axis trusts. The key is kept under the node’s own passphrase; delete the file afterwards.',
      vi: 'Nhập khóa ký và chứng thư của cơ quan từ tệp PKCS#12 (.p12, .pfx). Mật khẩu của tệp được hỏi và không hiển thị. Chứng thư phải cấp cho đúng cơ quan này, dưới một gốc mà trục tin cậy. Khóa được giữ bằng mật khẩu riêng của nút; sau đó hãy xóa tệp.',
    },
  );
  cli.argument(command, 'file', { en: 'the PKCS#12 file', vi: 'tệp PKCS#12' });
  return agencyOption(cli, command)
    .option(
      '--passphrase-from <source>',
      cli.say({
        en: 'where the passphrase of the PKCS#12 file comes from, instead of asking: file:PATH, fd:NUMBER, credential:NAME or socket:PATH',
        vi: 'nguồn lấy mật khẩu của tệp PKCS#12 thay cho hỏi trên màn hình: file:ĐƯỜNG_DẪN, fd:SỐ, credential:TÊN hoặc socket:ĐƯỜNG_DẪN',
      }),
    )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc key import con-dau-h41.p12',
          { en: 'asks for the passphrase', vi: 'hỏi mật khẩu trên màn hình' },
        ],
        [
          'edoc key import con-dau-h41.p12 --agency H41 --passphrase-from file:/root/p12-passphrase',
          { en: 'without a terminal', vi: 'khi không có màn hình lệnh' },
        ],
      ),
    )
    .action(cli.action((file: string, options: AgencyOptions) => importKey(cli, file, options)));
}

async function importKey(cli: Cli, file: string, options: AgencyOptions) {
  const { importSealKey, requestedAgencies } = await import('../files/key-change.js');
  const folder = cli.agentDirectory;
  const { agencies } = await requestedAgencies(folder);
  const agency = chosenAgency(
    agencies.map(({ code }) => code),
    options,
    folder,
  );
  const bytes = await readNamedFile(file, mostOctets);
  const passphrase = await passphraseOf(cli, file, options);
  const key = await importSealKey(folder, agency, { bytes, passphrase }, new Date());
  const { name, subject, notAfter, certificateSha256 } = key;
  cli.output.document({ agency, name, key: key.key, subject, notAfter, certificateSha256 });
  cli.output.print(
    cli.say({ en: `Key ${name} is imported for ${agency}.`, vi: `Đã nhập khóa ${name} cho ${agency}.` }),
    ...block(cli.output, [
      [cli.say({ en: 'Subject', vi: 'Chủ thể' }), clean(subject)],
      [cli.say({ en: 'Valid until', vi: 'Hiệu lực đến' }), timeText(notAfter, cli.output.language)],
      [cli.say({ en: 'Certificate, SHA-256', vi: 'Chứng thư, SHA-256' }), fingerprint(certificateSha256)],
    ]),
    '',
    cli.say({
      en: 'Next: edoc key request, and send the request to the operator (edoc axis enroll … --replace): the directory lists certificates of the axis. With the answer: edoc agent init --enrolment FILE, restart the agent, and delete the PKCS#12 file.',
      vi: 'Bước tiếp theo: chạy edoc key request và gửi yêu cầu cho đơn vị vận hành (edoc axis enroll … --replace), vì danh bạ chỉ có chứng thư do trục cấp. Khi có trả lời: edoc agent init --enrolment TỆP, khởi động lại nút và xóa tệp PKCS#12.',
    }),
  );
  return exitCodes.ok;
}

async function passphraseOf(cli: Cli, file: string, options: AgencyOptions): Promise<string> {
  const source = await passphraseFrom(options);
  if (!source) {
    const { askHidden } = await import('../terminal/hidden-input.js');
    return askHidden(cli.say({ en: `Passphrase of ${file}: `, vi: `Mật khẩu của ${file}: ` }));
  }
  const { SecretReader } = await import('../files/secret-reader.js');
  return new SecretReader().read(source);
}
