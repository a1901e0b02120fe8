/** `edoc recall`: the sender takes a document back. */
import type { Command } from 'commander';
import type { RecallResult } from '../../agent/index.js';
import { type Cli, listOption } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import type { Words } from '../terminal/language.js';
import { describeId } from './document-arguments.js';

interface RecallOptions {
  readonly reason: string;
  readonly recipients?: readonly string[];
}

export function recallCommand(cli: Cli): Command {
  const command = cli
    .command(
      'recall <id>',
      { en: 'take a sent document back', vi: 'lấy lại văn bản đã gửi' },
      {
        en:
          'Takes a sent document back. Where it never left this node it is withdrawn at once; otherwise each recipient is asked ' +
          '(status 13) and agrees or declines. "edoc track" shows the answers.',
        vi:
          'Lấy lại văn bản đã gửi. Nếu văn bản chưa rời khỏi nút thì rút lại ngay; nếu đã gửi thì gửi yêu cầu đến từng bên nhận ' +
          '(trạng thái 13) để họ đồng ý hoặc từ chối. Xem trả lời bằng "edoc track".',
      },
    )
    .requiredOption(
      '--reason <text>',
      cli.say({ en: 'why: the recipients read it', vi: 'lý do, các bên nhận sẽ đọc được' }),
    )
    .addOption(
      listOption(
        '--recipients <codes>',
        cli.say({ en: 'only from these agencies (else all)', vi: 'chỉ các cơ quan này (mặc định: tất cả)' }),
      ),
    )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc recall 12/QĐ-UBND --reason "Sai thể thức"',
          { en: 'from all recipients', vi: 'với mọi bên nhận' },
        ],
        [
          'edoc recall 12/QĐ-UBND --reason "Gửi nhầm" --recipients H53',
          { en: 'from the one that got it by mistake', vi: 'chỉ với nơi bị gửi nhầm' },
        ],
      ),
    )
    .action(
      cli.action(async (id: string, { reason, recipients }: RecallOptions) => {
        const [{ openDesk }, { withRegister }] = await Promise.all([
          import('../desk.js'),
          import('../register.js'),
        ]);
        const desk = await openDesk(cli);
        const { packetId } = await withRegister(cli, (register) => register.document(id));
        const result = await desk.recall({
          packetId,
          reason,
          ...(recipients === undefined ? {} : { recipients }),
        });
        cli.output.document(result);
        printOutcomes(cli, result);
        const nothing = result.recipients.every(({ outcome }) => outcome === 'nothing');
        return nothing ? exitCodes.notAllowed : exitCodes.ok;
      }),
    );
  return describeId(cli, command);
}

const outcomes: Readonly<Record<RecallResult['recipients'][number]['outcome'], Words>> = {
  withdrawn: { en: '✔ withdrawn before it left', vi: '✔ đã rút lại trước khi gửi đi' },
  requested: { en: '✔ asked back; wait for the answer', vi: '✔ đã gửi yêu cầu lấy lại; chờ trả lời' },
  nothing: {
    en: '– nothing to do: refused, undeliverable, or asked back already',
    vi: '– không cần lấy lại: đã bị từ chối, không chuyển được, hoặc đã yêu cầu trước đó',
  },
};

function printOutcomes(cli: Cli, { recipients }: RecallResult): void {
  for (const { recipient, outcome } of recipients) {
    const style = outcome === 'nothing' ? 'dim' : 'green';
    cli.output.print(`${recipient}  ${cli.output.style(style, cli.say(outcomes[outcome]))}`);
  }
}
