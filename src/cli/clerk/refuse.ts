/** `edoc refuse`: sends a received document back (status 02). */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { reasonOption, stepCommand } from './step.js';

export function refuseCommand(cli: Cli): Command {
  return stepCommand(
    cli,
    {
      name: 'refuse',
      code: '02',
      summary: { en: 'refuse a received document', vi: 'từ chối văn bản đến' },
      description: {
        en: 'Sends a received document back with the reason (status 02): wrongly addressed, incomplete, not in order. Possible only before it was accepted.',
        vi: 'Trả lại văn bản kèm lý do (trạng thái 02): gửi nhầm, thiếu tệp, không đúng thể thức. Chỉ thực hiện được khi chưa tiếp nhận.',
      },
      done: { en: 'Refused:', vi: 'Đã từ chối:' },
      examples: [
        [
          'edoc refuse 7816/VPCP-KSTT --reason "Gửi nhầm cơ quan"',
          { en: 'wrongly addressed', vi: 'gửi nhầm' },
        ],
      ],
    },
    reasonOption(cli),
  );
}
