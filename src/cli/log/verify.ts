/** `edoc log verify`: whether the event log is whole, in the store or in an export. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Command, Option } from 'commander';
import type { LogHead } from '../../store/index.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { wrongValue } from '../values.js';

interface VerifyOptions {
  readonly export?: string;
  readonly head?: LogHead;
}

export function logVerifyCommand(cli: Cli): Command {
  return cli
    .command(
      'verify',
      { en: 'check that nothing was changed or dropped', vi: 'kiểm tra nhật ký không bị sửa hoặc xóa' },
      {
        en:
          'Checks every entry and every link of the event log, and that it still holds the head named in each receipt that ' +
          'this node gave. With --head also against a head that somebody else has kept; with --export an exported log, ' +
          'without any store.',
        vi:
          'Kiểm tra từng mục và từng liên kết của nhật ký, và nhật ký vẫn chứa các mốc đã ghi trong từng biên nhận mà nút đã ' +
          'phát. Với --head kiểm tra thêm theo mốc do bên khác lưu giữ; với --export kiểm tra tệp nhật ký đã xuất, không cần kho.',
      },
    )
    .option(
      '--export <file>',
      cli.say({ en: 'check this exported log', vi: 'kiểm tra tệp nhật ký đã xuất này' }),
    )
    .addOption(
      new Option(
        '--head <sequence:hash>',
        cli.say({
          en: 'the log must hold this head, e.g. from a receipt',
          vi: 'nhật ký phải chứa mốc này, ví dụ lấy từ biên nhận',
        }),
      ).argParser(parseHead),
    )
    .addHelpText(
      'after',
      cli.examples(
        ['edoc log verify', { en: "this agent's log", vi: 'nhật ký của nút này' }],
        [
          'edoc log verify --export h41-log.jsonl --head 1204:5f0c…',
          {
            en: 'an export, against the head in a receipt',
            vi: 'tệp đã xuất, đối chiếu với mốc trong biên nhận',
          },
        ],
      ),
    )
    .action(
      cli.action(async (options: VerifyOptions) => {
        const verdict =
          options.export === undefined ? await checkStore(cli, options.head) : await checkExport(options);
        cli.output.document({ valid: true, ...verdict });
        const { sequence, hash } = verdict.head;
        const { entries, witnessed } = verdict;
        cli.output.print(
          cli.output.style(
            'green',
            cli.say({
              en: `✔ Whole: ${entries} entries, ${witnessed} heads held by others found in it.`,
              vi: `✔ Nguyên vẹn: ${entries} mục, khớp ${witnessed} mốc do bên khác giữ.`,
            }),
          ),
          `  ${cli.say({ en: 'Head', vi: 'Mốc cuối' })} ${sequence}:${hash}`,
        );
        // A chain without its last entries is a chain.
        if (witnessed === 0) cli.output.print(`  ${cli.say(endUnknown)}`);
        return exitCodes.ok;
      }),
    );
}

const endUnknown = {
  en: 'It was held against no head that somebody else keeps: entries missing at the end would not show. A receipt of this node names one; give it with --head.',
  vi: 'Chưa đối chiếu với mốc nào do bên khác giữ: nếu thiếu các mục cuối thì không thấy được. Biên nhận do nút này phát có ghi mốc; đưa mốc đó bằng --head.',
};

async function checkStore(cli: Cli, head: LogHead | undefined) {
  const { withRegister } = await import('../register.js');
  return withRegister(cli, (register) => register.verifyLog(head === undefined ? [] : [head]));
}

async function checkExport({ export: file, head }: VerifyOptions) {
  const [{ verifyLogExport }, { fileError }] = await Promise.all([
    import('../../store/index.js'),
    import('../files-read.js'),
  ]);
  const path = file ?? '';
  try {
    return await verifyLogExport(createInterface({ input: createReadStream(path), crlfDelay: 0 }), head);
  } catch (error) {
    throw fileError(path, error);
  }
}

function parseHead(value: string): LogHead {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(value) ?? [];
  if (sequence === undefined || hash === undefined) return wrongValue('--head', value, '1204:<64 hex>');
  return { sequence: Number(sequence), hash };
}
