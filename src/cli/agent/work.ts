/** What waits at an agent, as `edoc agent status` shows it: how much, since when, and what is stuck. */
import type { WorkState, WorkStatus } from '../../agent/index.js';
import type { Cli } from '../command.js';
import type { Words } from '../terminal/language.js';
import { table } from '../terminal/table.js';
import { ageText, columnTimeText, numberText, zoned } from '../terminal/text.js';

const words: Readonly<Record<WorkState, Words>> = {
  outbox: { en: 'Waiting to go out', vi: 'Chờ gửi' },
  unanswered: { en: 'Sent, no receipt yet', vi: 'Đã gửi, chưa có biên nhận' },
  inbox: { en: 'Received, not dealt with', vi: 'Văn bản đến chưa xử lý' },
  statuses: { en: 'Statuses without their document', vi: 'Trạng thái chờ văn bản' },
  staging: { en: 'Incomplete attachments', vi: 'Tệp đính kèm chưa đủ phần' },
  quarantine: { en: 'In quarantine', vi: 'Đang bị cách ly' },
  deadLetters: { en: 'Dead letters at the broker', vi: 'Thông điệp trục ngừng giao' },
  evidence: { en: 'Evidence to raise', vi: 'Chứng cứ chờ nâng mức' },
};

/** Of what there is something; nothing where nothing waits. */
export function workTable(cli: Cli, work: readonly WorkStatus[]): string[] {
  const { output } = cli;
  const { language } = output;
  const waiting = work.filter(({ count }) => count > 0);
  if (waiting.length === 0) return [];
  return table(
    output,
    [
      { title: cli.say({ en: 'Waiting', vi: 'Đang chờ' }), cell: ({ state }) => cli.say(words[state]) },
      {
        title: cli.say({ en: 'How many', vi: 'Số lượng' }),
        cell: ({ count }) => numberText(count, language),
        right: true,
      },
      {
        title: zoned(cli.say({ en: 'Oldest since', vi: 'Lâu nhất từ' })),
        cell: ({ oldest }) => (oldest === undefined ? '–' : columnTimeText(oldest, language)),
      },
      {
        title: cli.say({ en: 'Age', vi: 'Đã chờ' }),
        cell: ({ ageSeconds }) => (ageSeconds === undefined ? '–' : ageText(ageSeconds, language)),
        right: true,
      },
      {
        title: cli.say({ en: 'Alert after', vi: 'Cảnh báo sau' }),
        cell: ({ alertAfterSeconds }) =>
          alertAfterSeconds === undefined ? '–' : ageText(alertAfterSeconds, language),
        right: true,
      },
      {
        title: '',
        cell: ({ stuck }) => (stuck ? output.style('red', cli.say({ en: 'stuck', vi: 'bị tắc' })) : ''),
      },
    ],
    waiting,
  );
}
