/** `edoc accept`: accepts a received document into the register (status 03). */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { stepCommand } from './step.js';

export function acceptCommand(cli: Cli): Command {
  return stepCommand(cli, {
    name: 'accept',
    code: '03',
    summary: { en: 'accept a received document', vi: 'tiếp nhận văn bản đến' },
    description: {
      en: 'Takes a received document into the register of incoming documents (status 03). It can no longer be refused after that.',
      vi: 'Tiếp nhận văn bản vào sổ văn bản đến (trạng thái 03). Sau khi tiếp nhận thì không thể từ chối.',
    },
    done: { en: 'Accepted:', vi: 'Đã tiếp nhận:' },
    examples: [['edoc accept 7816/VPCP-KSTT', { en: 'by number and notation', vi: 'theo số và ký hiệu' }]],
  });
}
