/** `edoc resend`: what has no answer goes out once more. */
import type { Command } from 'commander';
import type { ResendResult } from '../../agent/index.js';
import { type Cli, listOption } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import type { Words } from '../terminal/language.js';
import type { Style } from '../terminal/output.js';
import { clean } from '../terminal/text.js';
import { describeId } from './document-arguments.js';
import { businessWords } from './state-words.js';

export function resendCommand(cli: Cli): Command {
  const command = cli
    .command(
      'resend <id>',
      { en: 'send what has no answer once more', vi: 'gửi lại văn bản chưa được phản hồi' },
      {
        en:
          'Sends a document again to those who have not answered, and with it what was said about it (statuses, recalls). It is the ' +
          'same packet with the same id: whoever has it already just repeats the receipt. What had run out of time or could not be ' +
          'delivered gets a new deadline.',
        vi:
          'Gửi lại văn bản đến những nơi chưa phản hồi, cùng các trạng thái và yêu cầu lấy lại liên quan. Vẫn là gói tin cũ với mã cũ: ' +
          'nơi đã nhận chỉ gửi lại biên nhận. Lần gửi đã quá hạn hoặc không chuyển được sẽ có thời hạn mới.',
      },
    )
    .addOption(
      listOption(
        '--to <codes>',
        cli.say({
          en: 'only to these agencies (else all)',
          vi: 'chỉ đến các cơ quan này (mặc định: tất cả)',
        }),
      ),
    )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc resend 7816/VPCP-KSTT',
          { en: 'to all who have not answered', vi: 'đến mọi nơi chưa phản hồi' },
        ],
        ['edoc resend 7816/VPCP-KSTT --to H53', { en: 'to one of them', vi: 'đến một nơi' }],
      ),
    )
    .action(
      cli.action(async (id: string, { to }: { readonly to?: readonly string[] }) => {
        const [{ openDesk }, { withRegister }] = await Promise.all([
          import('../desk.js'),
          import('../register.js'),
        ]);
        const desk = await openDesk(cli);
        const { packetId } = await withRegister(cli, (register) => register.document(id));
        const result = await desk.resend({ packetId, ...(to === undefined ? {} : { recipients: to }) });
        cli.output.document(result);
        printOutcomes(cli, result);
        const nothing = result.deliveries.every(({ outcome }) => !(outcome in going));
        return nothing ? exitCodes.notAllowed : exitCodes.ok;
      }),
    );
  return describeId(cli, command);
}

type Outcome = ResendResult['deliveries'][number]['outcome'];

/** What goes out now, or will without any help. */
const going = {
  again: { en: '✔ published again now', vi: '✔ gửi lại ngay' },
  anew: { en: '✔ sent anew, with a new deadline', vi: '✔ gửi lại từ đầu, với thời hạn mới' },
  waiting: { en: '… has not gone out yet, and will by itself', vi: '… chưa gửi đi, sẽ tự động gửi' },
} satisfies Partial<Record<Outcome, Words>>;

const outcomes: Readonly<Record<Outcome, Words>> = {
  ...going,
  recalled: {
    en: '– not sent: it was asked back from this recipient',
    vi: '– không gửi: đã yêu cầu lấy lại từ nơi nhận này',
  },
  nothing: {
    en: '– nothing to do: answered or withdrawn',
    vi: '– không cần gửi: đã được phản hồi hoặc đã rút lại',
  },
};

function printOutcomes(cli: Cli, { deliveries }: ResendResult): void {
  for (const { recipient, code, outcome } of deliveries) {
    const style: Style = outcome in going ? 'green' : 'dim';
    const what = code === undefined ? '' : ` (${code} ${cli.say(businessWords(code))})`;
    cli.output.print(`${clean(recipient)}${what}  ${cli.output.style(style, cli.say(outcomes[outcome]))}`);
  }
}
