/** `edoc quarantine show`: all that is known of a message that could not be taken, and its octets into a file. */
import type { Command } from 'commander';
import type { QuarantinedMessage } from '../../store/index.js';
import type { Cli } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { quarantineId } from './words.js';

export function quarantineShowCommand(cli: Cli): Command {
  const command = cli
    .command(
      'show <id>',
      {
        en: 'show one message, and write its octets to a file',
        vi: 'xem một thông điệp, ghi nội dung ra tệp',
      },
      {
        en:
          'Shows why the message was refused, where it came from and whose it claims to be, which nobody has verified. Its ' +
          'octets are never shown on the terminal; --to writes them into a new file, to be examined with "edoc verify".',
        vi:
          'Hiển thị lý do từ chối, nơi gửi và cơ quan mà thông điệp tự nhận (chưa được xác minh). Nội dung không bao giờ hiển thị ' +
          'trên màn hình; --to ghi nội dung ra tệp mới để kiểm tra bằng "edoc verify".',
      },
    )
    .option('--to <file>', cli.say({ en: 'a new file for the octets', vi: 'tệp mới để ghi nội dung' }))
    .addHelpText(
      'after',
      cli.examples(
        ['edoc quarantine show 12', { en: 'the message with the number 12', vi: 'thông điệp số 12' }],
        [
          'edoc quarantine show 12 --to 12.edxml && edoc verify 12.edxml',
          { en: 'examine it', vi: 'kiểm tra thông điệp' },
        ],
      ),
    )
    .action(cli.action((id: string, { to }: { readonly to?: string }) => show(cli, quarantineId(id), to)));
  return cli.argument(command, 'id', {
    en: 'the number in "edoc quarantine list"',
    vi: 'số thứ tự trong "edoc quarantine list"',
  });
}

async function show(cli: Cli, id: number, to: string | undefined): Promise<ExitCode> {
  const [{ EdocError }, { withRegister }, { claimOf }] = await Promise.all([
    import('../../errors.js'),
    import('../register.js'),
    import('./claim.js'),
  ]);
  const { message, octets } = await withRegister(cli, async (register) => ({
    message: await register.quarantinedMessage(id),
    octets: await register.quarantinedBytes(id),
  }));
  if (!message) throw new EdocError('quarantine.unknown', { detail: { id } });
  const claim = octets && claimOf(message.type, octets);
  let file: string | undefined;
  if (to !== undefined) {
    if (!octets) {
      const code = message.state === 'accepted' ? 'quarantine.settled' : 'quarantine.discarded';
      throw new EdocError(code, { detail: { id } });
    }
    const [{ basename, dirname }, { writeNewFiles }] = await Promise.all([
      import('node:path'),
      import('../new-files.js'),
    ]);
    [file] = await writeNewFiles(dirname(to), [{ name: basename(to), content: octets }]);
  }
  cli.output.document({ ...message, ...(claim ? { claim } : {}), ...(file === undefined ? {} : { file }) });
  await print(cli, message, claim, file);
  return exitCodes.ok;
}

async function print(
  cli: Cli,
  message: QuarantinedMessage,
  claim: { readonly sender?: string; readonly number?: string } | undefined,
  file: string | undefined,
): Promise<void> {
  const { output } = cli;
  const { language } = output;
  const [{ block }, { clean, sizeText, timeText }, { reasonOf, stateWords, typeText }] = await Promise.all([
    import('../terminal/block.js'),
    import('../terminal/text.js'),
    import('./words.js'),
  ]);
  const time = (at: Date | undefined) => at && timeText(at, language, 'second');
  const reason = reasonOf(cli, message.code);
  const unverified = cli.say({ en: '(not verified)', vi: '(chưa xác minh)' });
  output.print(
    ...block(output, [
      ['ID', `${message.key}  ${cli.say(stateWords[message.state])}`],
      [cli.say({ en: 'Reason', vi: 'Lý do' }), reason?.what],
      [cli.say({ en: 'Code', vi: 'Mã lỗi' }), clean(message.code)],
      [cli.say({ en: 'Place', vi: 'Vị trí' }), message.place && clean(message.place)],
      [cli.say({ en: 'What to do', vi: 'Cách xử lý' }), reason?.todo],
      [cli.say({ en: 'From node', vi: 'Nút gửi' }), clean(message.senderNode) || '–'],
      [
        cli.say({ en: 'Claims to be from', vi: 'Tự nhận là của' }),
        claim?.sender && `${clean(claim.sender)} ${unverified}`,
      ],
      [
        cli.say({ en: 'Claimed number', vi: 'Số, ký hiệu tự nhận' }),
        claim?.number && `${clean(claim.number)} ${unverified}`,
      ],
      [cli.say({ en: 'Kind', vi: 'Loại' }), typeText(cli, message.type)],
      [cli.say({ en: 'Message id', vi: 'Mã thông điệp' }), clean(message.messageId)],
      [cli.say({ en: 'Received', vi: 'Nhận lúc' }), time(message.at)],
      [cli.say({ en: 'Sent, as it says', vi: 'Gửi lúc (tự khai)' }), time(message.sentAt)],
      [cli.say({ en: 'Size', vi: 'Kích cỡ' }), sizeText(message.size, language)],
      ['SHA-256', message.sha256],
      [
        cli.say({ en: 'Refused to its sender', vi: 'Đã báo từ chối cho bên gửi' }),
        cli.say(
          message.answered
            ? { en: 'yes, with a sealed receipt', vi: 'có, bằng biên nhận đã ký' }
            : { en: 'no', vi: 'không' },
        ),
      ],
      [
        cli.say({ en: 'Replayed', vi: 'Đã xử lý lại' }),
        message.replays === 0
          ? undefined
          : `${message.replays} × (${time(message.replayedAt)}${message.replayCode === undefined ? '' : `: ${clean(message.replayCode)}`})`,
      ],
      [cli.say({ en: 'Settled', vi: 'Kết thúc lúc' }), time(message.settledAt)],
      [cli.say({ en: 'Discarded because', vi: 'Lý do hủy' }), message.reason && clean(message.reason)],
      [cli.say({ en: 'Written to', vi: 'Đã ghi ra' }), file && clean(file)],
    ]),
  );
}
