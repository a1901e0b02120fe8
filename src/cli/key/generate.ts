/** `edoc key generate`: a further sealing key, without asking for a certificate yet. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { chosenAgency, type NewKeyCliOptions, newKeyOptions, passphraseFrom, tokenFrom } from './options.js';

export function keyGenerateCommand(cli: Cli): Command {
  const command = cli.command(
    'generate',
    { en: 'make a further sealing key for an agency', vi: 'tạo thêm khóa ký cho cơ quan' },
    {
      en: 'Makes a key beside the present one, in a file or in a token that it never leaves. The present key stays in use. “edoc key request” then asks for its certificate; “edoc key roll-over” does both.',
      vi: 'Tạo khóa mới bên cạnh khóa hiện tại, trong tệp hoặc trong thiết bị lưu khóa mà khóa không bao giờ rời khỏi. Khóa hiện tại vẫn được dùng. Sau đó “edoc key request” tạo yêu cầu cấp chứng thư; “edoc key roll-over” làm cả hai việc.',
    },
  );
  return newKeyOptions(cli, command)
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc key generate --key-type rsa-3072',
          { en: 'a stronger key, where the present one is', vi: 'khóa mạnh hơn, cùng nơi với khóa hiện tại' },
        ],
        [
          'edoc key generate --token "pkcs11:token=H41?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:secrets/pin"',
          { en: 'from a file into a token', vi: 'chuyển từ tệp sang thiết bị lưu khóa' },
        ],
      ),
    )
    .action(cli.action((options: NewKeyCliOptions) => generate(cli, options)));
}

async function generate(cli: Cli, options: NewKeyCliOptions) {
  const { agency, made } = await makeKey(cli, options);
  cli.output.document({ agency, name: made.name, key: made.key, type: made.type });
  cli.output.print(
    cli.say({
      en: `Key ${made.name} (${made.type}) is made for ${agency}.`,
      vi: `Đã tạo khóa ${made.name} (${made.type}) cho ${agency}.`,
    }),
    cli.say({ en: 'Next: edoc key request', vi: 'Bước tiếp theo: edoc key request' }),
  );
  return exitCodes.ok;
}

/** A key as the options say. @throws EdocError as `addSealKey` */
export async function makeKey(cli: Cli, options: NewKeyCliOptions) {
  const { addSealKey, requestedAgencies } = await import('../files/key-change.js');
  const folder = cli.agentDirectory;
  const { agencies } = await requestedAgencies(folder);
  const agency = chosenAgency(
    agencies.map(({ code }) => code),
    options,
    folder,
  );
  const made = await addSealKey(folder, agency, {
    kind: options.keyType,
    token: await tokenFrom(options.token),
    inFile: options.file,
    passphrase: await passphraseFrom(options),
  });
  return { agency, made };
}
