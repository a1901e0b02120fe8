/** `edoc key roll-over`: a new key beside the present one, and its request. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { makeKey } from './generate.js';
import { type NewKeyCliOptions, newKeyOptions, passphraseFrom } from './options.js';
import { printRequest } from './request.js';

export function keyRollOverCommand(cli: Cli): Command {
  const command = cli.command(
    'roll-over',
    { en: 'replace a sealing key without a gap', vi: 'thay khóa ký không gián đoạn' },
    {
      en: 'Makes a new key beside the present one and writes its request. After the operator’s answer and a restart the agent seals with the new one as soon as the directory lists its certificate; until then, and should anything go wrong, with the old one. Nothing that is under way is lost.',
      vi: 'Tạo khóa mới bên cạnh khóa hiện tại và ghi yêu cầu cấp chứng thư. Sau khi có trả lời của đơn vị vận hành và khởi động lại, nút ký bằng khóa mới ngay khi danh bạ có chứng thư mới; trước đó, hoặc nếu có trục trặc, nút vẫn ký bằng khóa cũ. Không ảnh hưởng văn bản đang trao đổi.',
    },
  );
  return newKeyOptions(cli, command)
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc key roll-over --agent /srv/edoc/h41',
          { en: 'the agency’s key, in the same place', vi: 'khóa của cơ quan, cùng nơi lưu' },
        ],
        [
          'edoc key roll-over --agency H41 --token "pkcs11:token=H41?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=credential:pin"',
          { en: 'from a file into a token', vi: 'chuyển từ tệp sang thiết bị lưu khóa' },
        ],
      ),
    )
    .action(cli.action((options: NewKeyCliOptions) => rollOver(cli, options)));
}

async function rollOver(cli: Cli, options: NewKeyCliOptions) {
  const { agency, made } = await makeKey(cli, options);
  const { writeRequest } = await import('../files/key-change.js');
  const prepared = await writeRequest(cli.agentDirectory, await passphraseFrom(options));
  cli.output.document({ agency, name: made.name, key: made.key, type: made.type, ...prepared });
  cli.output.print(
    cli.say({
      en: `Key ${made.name} (${made.type}) is made for ${agency}; the present one stays in use.`,
      vi: `Đã tạo khóa ${made.name} (${made.type}) cho ${agency}; khóa hiện tại vẫn được dùng.`,
    }),
  );
  printRequest(cli, prepared);
  return exitCodes.ok;
}
