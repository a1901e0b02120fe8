/** `edoc finish`: says that a document is dealt with (status 06). */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { staffOptions, stepCommand } from './step.js';

export function finishCommand(cli: Cli): Command {
  return stepCommand(
    cli,
    {
      name: 'finish',
      code: '06',
      summary: { en: 'say that a document is dealt with', vi: 'báo văn bản đã xử lý xong' },
      description: {
        en: 'Says that an accepted document was dealt with (status 06). Nothing follows after that.',
        vi: 'Báo văn bản đã xử lý xong (trạng thái 06). Đây là trạng thái cuối.',
      },
      done: { en: 'Done:', vi: 'Đã hoàn thành:' },
      examples: [
        [
          'edoc finish 7816/VPCP-KSTT --staff "Nguyễn Thị Hoa"',
          { en: 'done, and by whom', vi: 'đã xong, ai xử lý' },
        ],
      ],
    },
    staffOptions(cli),
  );
}
