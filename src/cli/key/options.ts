/** What the commands about keys have in common: which agency, which type, in which token, and where secrets come from. */
import { type Command, Option } from 'commander';
import type { SecretSource } from '../../agent/index.js';
import { parseOrganId } from '../../edoc/index.js';
import { EdocError } from '../../errors.js';
import type { KeyKind } from '../../signing/index.js';
import type { TokenUri } from '../../token/index.js';
import type { Cli } from '../command.js';
import { wrongValue } from '../values.js';

export interface PassphraseOptions {
  readonly passphraseFrom?: string;
}

export interface AgencyOptions extends PassphraseOptions {
  readonly agency?: string;
}

export interface NewKeyCliOptions extends AgencyOptions {
  readonly keyType?: KeyKind;
  readonly token?: string;
  readonly file?: true;
}

export const keyKinds: readonly KeyKind[] = ['rsa-2048', 'rsa-3072', 'ecdsa-p256'];

export function passphraseOption(cli: Cli, command: Command): Command {
  return command.option(
    '--passphrase-from <source>',
    cli.say({
      en: 'where the passphrase of key files comes from: file:PATH, fd:NUMBER, credential:NAME or socket:PATH',
      vi: 'nguồn lấy mật khẩu của tệp khóa: file:ĐƯỜNG_DẪN, fd:SỐ, credential:TÊN hoặc socket:ĐƯỜNG_DẪN',
    }),
  );
}

/** @throws EdocError `secret.source` */
export async function passphraseFrom({
  passphraseFrom: text,
}: PassphraseOptions): Promise<SecretSource | undefined> {
  if (text === undefined) return undefined;
  const { parseSecretSource } = await import('../files/secret-source.js');
  return parseSecretSource(text, process.cwd());
}

export function agencyOption(cli: Cli, command: Command): Command {
  return command.option(
    '--agency <code>',
    cli.say({
      en: 'code of the agency, where the node serves several',
      vi: 'mã cơ quan, khi nút phục vụ nhiều cơ quan',
    }),
  );
}

export function tokenOption(cli: Cli, command: Command): Command {
  return command.option(
    '--token <uri>',
    cli.say({
      en: 'PKCS#11 URI (RFC 7512) of the token in which sealing keys are made; the PIN comes from its pin-source',
      vi: 'URI PKCS#11 (RFC 7512) của thiết bị lưu khóa nơi tạo khóa ký; mã PIN lấy từ pin-source của URI',
    }),
  );
}

/** @throws EdocError `token.uri`, `secret.source` */
export async function tokenFrom(text: string | undefined): Promise<TokenUri | undefined> {
  if (text === undefined) return undefined;
  const { parseTokenUri } = await import('../../token/index.js');
  const uri = parseTokenUri(text);
  if (uri.pinSource !== undefined) {
    const { parseSecretSource } = await import('../files/secret-source.js');
    parseSecretSource(uri.pinSource, '/');
  }
  return uri;
}

export function newKeyOptions(cli: Cli, command: Command): Command {
  return passphraseOption(cli, tokenOption(cli, agencyOption(cli, command)))
    .addOption(
      new Option(
        '--key-type <type>',
        cli.say({ en: 'type of the key (that of the present one)', vi: 'loại khóa (như khóa hiện tại)' }),
      ).choices([...keyKinds]),
    )
    .option(
      '--file',
      cli.say({
        en: 'make the key in a file, although the present one is in a token',
        vi: 'tạo khóa trong tệp dù khóa hiện tại nằm trong thiết bị lưu khóa',
      }),
    );
}

/** The agency named, or the only one. @throws EdocError `agency.which`, `key.no-agency`, `cli.value` */
export function chosenAgency(codes: readonly string[], { agency }: AgencyOptions, directory: string): string {
  const [only] = codes;
  if (agency === undefined) {
    if (only !== undefined && codes.length === 1) return only;
    throw new EdocError('agency.which', { detail: { agencies: codes.join(', ') } });
  }
  const code = parseOrganId(agency.toUpperCase()) ?? wrongValue('--agency', agency, 'H41 | 000.00.00.H41');
  if (!codes.includes(code)) throw new EdocError('key.no-agency', { detail: { agency: code, directory } });
  return code;
}
