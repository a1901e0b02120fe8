/** `edoc key request`: asks the operator for certificates of the newest keys. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import type { PreparedAgent } from '../files/agent-request.js';
import { fingerprint } from '../terminal/fingerprint.js';
import { block } from '../terminal/table.js';
import { type PassphraseOptions, passphraseFrom, passphraseOption } from './options.js';

export function keyRequestCommand(cli: Cli): Command {
  const command = cli.command(
    'request',
    { en: 'write the request for certificates anew', vi: 'tạo lại yêu cầu cấp chứng thư' },
    {
      en: 'Writes request.pem with the newest key of each agency (PKCS#10). Each request is signed by its own key, in the token where the key is there. It goes to the operator of the axis.',
      vi: 'Ghi tệp request.pem với khóa mới nhất của từng cơ quan (PKCS#10). Mỗi yêu cầu được ký bằng chính khóa đó, ngay trong thiết bị nếu khóa nằm trong thiết bị lưu khóa. Tệp này gửi cho đơn vị vận hành trục.',
    },
  );
  return passphraseOption(cli, command)
    .addHelpText(
      'after',
      cli.examples(
        ['edoc key request --agent /srv/edoc/h41', { en: 'of this node', vi: 'của nút này' }],
        [
          'edoc key request --passphrase-from fd:3 3< <(secret-tool lookup edoc h41)',
          { en: 'with a passphrase from a keyring', vi: 'lấy mật khẩu từ kho khóa' },
        ],
      ),
    )
    .action(cli.action((options: PassphraseOptions) => request(cli, options)));
}

async function request(cli: Cli, options: PassphraseOptions) {
  const { writeRequest } = await import('../files/key-change.js');
  const prepared = await writeRequest(cli.agentDirectory, await passphraseFrom(options));
  cli.output.document({ ...prepared });
  printRequest(cli, prepared);
  return exitCodes.ok;
}

export function printRequest(cli: Cli, { request: file, changed, keys }: PreparedAgent): void {
  const folder = cli.agentDirectory;
  cli.output.print(
    changed
      ? cli.say({ en: `The request is written: ${file}`, vi: `Đã ghi yêu cầu: ${file}` })
      : cli.say({
          en: `The same request lay there already: ${file}`,
          vi: `Yêu cầu này đã có từ trước: ${file}`,
        }),
    ...block(
      cli.output,
      keys.map(({ subject, sha256 }) => [subject, fingerprint(sha256)] as const),
    ),
    '',
    cli.say({
      en: `Next: send it to the operator (edoc axis enroll … --replace). With the answer: edoc agent init --dir ${folder} --enrolment FILE, then restart the agent.`,
      vi: `Bước tiếp theo: gửi cho đơn vị vận hành (edoc axis enroll … --replace). Khi có trả lời: edoc agent init --dir ${folder} --enrolment TỆP, rồi khởi động lại nút.`,
    }),
  );
}
