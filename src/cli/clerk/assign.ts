/** `edoc assign`: says who deals with a document (status 04). */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { staffOptions, stepCommand } from './step.js';

export function assignCommand(cli: Cli): Command {
  return stepCommand(
    cli,
    {
      name: 'assign',
      code: '04',
      summary: { en: 'assign an accepted document', vi: 'phân công xử lý văn bản' },
      description: {
        en: 'Says that an accepted document was assigned (status 04), and to whom.',
        vi: 'Báo văn bản đã được phân công xử lý (trạng thái 04) và giao cho ai.',
      },
      done: { en: 'Assigned:', vi: 'Đã phân công:' },
      examples: [
        [
          'edoc assign 7816/VPCP-KSTT --staff "Nguyễn Thị Hoa" --department "Phòng Tổng hợp"',
          { en: 'to a person', vi: 'giao cho một cán bộ' },
        ],
      ],
    },
    staffOptions(cli),
  );
}
