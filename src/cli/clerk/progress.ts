/** `edoc progress`: says that a document is being worked on (status 05). */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { staffOptions, stepCommand } from './step.js';

export function progressCommand(cli: Cli): Command {
  return stepCommand(
    cli,
    {
      name: 'progress',
      code: '05',
      summary: { en: 'say that a document is in progress', vi: 'báo văn bản đang xử lý' },
      description: {
        en: 'Says that an accepted document is being worked on (status 05).',
        vi: 'Báo văn bản đang được xử lý (trạng thái 05).',
      },
      done: { en: 'In progress:', vi: 'Đang xử lý:' },
      examples: [['edoc progress 7816/VPCP-KSTT', { en: 'it is being worked on', vi: 'đang xử lý' }]],
    },
    staffOptions(cli),
  );
}
