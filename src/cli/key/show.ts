/** `edoc key show`: what keys there are, where, with which certificates, and until when. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { HeldKey, KeyUse } from '../files/key-inventory.js';
import type { Words } from '../terminal/language.js';
import { table } from '../terminal/table.js';
import { clean, timeText } from '../terminal/text.js';
import { tokenOption } from './options.js';

interface ShowOptions {
  readonly token?: string;
}

const useWords: Readonly<Record<KeyUse, Words>> = {
  node: { en: 'node (TLS)', vi: 'nút (TLS)' },
  present: { en: 'in use', vi: 'đang dùng' },
  next: { en: 'next', vi: 'kế tiếp' },
  waiting: { en: 'waits for certificate', vi: 'chờ cấp chứng thư' },
  kept: { en: 'kept', vi: 'lưu lại' },
};

const listedWords: Readonly<Record<NonNullable<HeldKey['listed']>, Words>> = {
  listed: { en: 'listed', vi: 'có' },
  'not-listed': { en: 'not listed', vi: 'không có' },
  revoked: { en: 'revoked', vi: 'đã thu hồi' },
};

export function keyShowCommand(cli: Cli): Command {
  const command = cli.command(
    'show',
    { en: 'show keys, certificates and validity', vi: 'xem khóa, chứng thư và thời hạn' },
    {
      en: 'Shows every key of the node: in which file or token it is, what certificate it has, how many days are left, and whether the directory lists it. With --token: which tokens a PKCS#11 module sees, and their keys. Looking never uses a PIN. Secrets are never shown.',
      vi: 'Hiển thị mọi khóa của nút: nằm ở tệp hay thiết bị nào, có chứng thư nào, còn bao nhiêu ngày, danh bạ đã có chưa. Với --token: các thiết bị mà thư viện PKCS#11 nhận ra và khóa trong đó. Lệnh xem không bao giờ dùng mã PIN và không hiển thị bí mật.',
    },
  );
  return tokenOption(cli, command)
    .addHelpText(
      'after',
      cli.examples(
        ['edoc key show --agent /srv/edoc/h41', { en: 'of this node', vi: 'của nút này' }],
        [
          'edoc key show --token "pkcs11:?module-path=/usr/lib/softhsm/libsofthsm2.so"',
          { en: 'all tokens that the module sees', vi: 'mọi thiết bị mà thư viện nhận ra' },
        ],
      ),
    )
    .action(
      cli.action(({ token }: ShowOptions) => (token === undefined ? showKeys(cli) : showTokens(cli, token))),
    );
}

async function showKeys(cli: Cli): Promise<ExitCode> {
  const { keyInventory } = await import('../files/key-inventory.js');
  const keys = await keyInventory(cli.agentDirectory, new Date());
  const { output } = cli;
  output.document({
    keys: keys.map((key) => ({
      ...key,
      findings: key.findings.map((finding) => output.findingJson(finding)),
    })),
  });
  output.print(
    ...table(
      output,
      [
        { title: cli.say({ en: 'For', vi: 'Của' }), cell: ({ holder }) => holder },
        { title: cli.say({ en: 'Use', vi: 'Tình trạng' }), cell: ({ use }) => cli.say(useWords[use]) },
        { title: cli.say({ en: 'Where', vi: 'Nơi lưu' }), cell: placeText, flexible: true },
        { title: cli.say({ en: 'Type', vi: 'Loại' }), cell: ({ type = '–' }) => type },
        {
          title: cli.say({ en: 'Certificate until', vi: 'Chứng thư đến' }),
          cell: ({ certificate }) => (certificate ? timeText(certificate.notAfter, output.language) : '–'),
        },
        {
          title: cli.say({ en: 'Days', vi: 'Còn (ngày)' }),
          cell: ({ certificate }) => (certificate ? String(certificate.daysLeft) : '–'),
          right: true,
        },
        {
          title: cli.say({ en: 'Directory', vi: 'Danh bạ' }),
          cell: ({ listed }) => (listed ? cli.say(listedWords[listed]) : '–'),
        },
      ],
      keys,
    ),
  );
  const findings = keys.flatMap((key) => key.findings);
  output.print(...findings.map((finding) => output.findingText(finding)));
  return findings.some(({ severity }) => severity === 'error') ? exitCodes.failed : exitCodes.ok;
}

function placeText({ place }: HeldKey): string {
  return 'file' in place ? clean(place.file) : clean(`${place.token} / ${place.object}`);
}

async function showTokens(cli: Cli, text: string): Promise<ExitCode> {
  const { listTokens, parseTokenUri } = await import('../../token/index.js');
  const { pinFindings } = await import('../files/key-inventory.js');
  const tokens = await listTokens(parseTokenUri(text));
  const { output } = cli;
  output.document({ tokens });
  const rows = tokens.flatMap((token) =>
    token.keys.length > 0
      ? token.keys.map((key) => ({ token, ...key }))
      : [{ token, label: '–', id: '–', type: '–' }],
  );
  output.print(
    ...table(
      output,
      [
        { title: cli.say({ en: 'Token', vi: 'Thiết bị' }), cell: ({ token }) => clean(token.label) },
        { title: cli.say({ en: 'Serial', vi: 'Số hiệu' }), cell: ({ token }) => clean(token.serial) },
        {
          title: cli.say({ en: 'Model', vi: 'Kiểu' }),
          cell: ({ token }) => clean(token.model),
          flexible: true,
        },
        { title: cli.say({ en: 'Key', vi: 'Khóa' }), cell: ({ label }) => clean(label) },
        { title: 'id', cell: ({ id }) => id },
        { title: cli.say({ en: 'Type', vi: 'Loại' }), cell: ({ type }) => type },
      ],
      rows,
    ),
    ...tokens.flatMap(pinFindings).map((finding) => output.findingText(finding)),
  );
  return exitCodes.ok;
}
