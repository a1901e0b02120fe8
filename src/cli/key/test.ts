/** `edoc key test`: whether the sealing keys work, by signing with each. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { table } from '../terminal/table.js';
import { clean, numberText } from '../terminal/text.js';
import { wholeNumber } from '../values.js';
import { type PassphraseOptions, passphraseFrom, passphraseOption } from './options.js';

interface TestOptions extends PassphraseOptions {
  readonly count: number;
}

export function keyTestCommand(cli: Cli): Command {
  const command = cli.command(
    'test',
    { en: 'sign with each key and verify the value', vi: 'ký thử bằng từng khóa và kiểm tra kết quả' },
    {
      en: 'Opens every sealing key that agent.json names, signs a test text and verifies the value with the certificate. Use it after a PIN was corrected: the agent does not try by itself on a token that was given a wrong PIN, this command does, once.',
      vi: 'Mở từng khóa ký nêu trong agent.json, ký thử một đoạn văn bản và kiểm tra bằng chứng thư. Dùng sau khi sửa mã PIN: nút không tự đăng nhập vào thiết bị đã nhận mã PIN sai, còn lệnh này thử đúng một lần.',
    },
  );
  return passphraseOption(cli, command)
    .option(
      '--count <number>',
      cli.say({
        en: 'signatures to make with each key, to measure its speed',
        vi: 'số lần ký với mỗi khóa, để đo tốc độ',
      }),
      wholeNumber('--count', 1, 100_000),
      1,
    )
    .addHelpText(
      'after',
      cli.examples(
        ['edoc key test --agent /srv/edoc/h41', { en: 'do the keys work?', vi: 'khóa có dùng được không?' }],
        ['edoc key test --count 1000', { en: 'and how fast?', vi: 'và nhanh đến mức nào?' }],
      ),
    )
    .action(cli.action((options: TestOptions) => test(cli, options)));
}

async function test(cli: Cli, options: TestOptions): Promise<ExitCode> {
  const { probeKeys } = await import('../files/key-probe.js');
  const probes = await probeKeys(cli.agentDirectory, {
    count: options.count,
    passphrase: await passphraseFrom(options),
  });
  const { output } = cli;
  output.document({ keys: probes });
  output.print(
    ...table(
      output,
      [
        { title: cli.say({ en: 'For', vi: 'Của' }), cell: ({ agency }) => agency },
        { title: cli.say({ en: 'Key', vi: 'Khóa' }), cell: ({ key }) => clean(key), flexible: true },
        { title: cli.say({ en: 'Type', vi: 'Loại' }), cell: ({ type }) => type },
        {
          title: cli.say({ en: 'Signatures', vi: 'Số lần ký' }),
          cell: ({ signatures }) => numberText(signatures, output.language),
          right: true,
        },
        {
          title: cli.say({ en: 'Per second', vi: 'Mỗi giây' }),
          cell: ({ perSecond }) => numberText(perSecond, output.language),
          right: true,
        },
      ],
      probes,
    ),
    cli.say({ en: 'Every key works.', vi: 'Mọi khóa đều dùng được.' }),
  );
  return exitCodes.ok;
}
