/** `edoc decline`: keeps a document that its sender asks back (status 16). */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { reasonOption, stepCommand } from './step.js';

export function declineCommand(cli: Cli): Command {
  return stepCommand(
    cli,
    {
      name: 'decline',
      code: '16',
      summary: { en: 'decline a recall or change', vi: 'từ chối lấy lại hoặc thay đổi' },
      description: {
        en: 'Answers the sender who asks a document back, or whose document revokes, updates or replaces an earlier one: no, with the reason (status 16).',
        vi: 'Trả lời không đồng ý, kèm lý do, khi bên gửi yêu cầu lấy lại văn bản hoặc khi văn bản mới thu hồi, cập nhật, thay thế văn bản trước (trạng thái 16).',
      },
      done: { en: 'Declined:', vi: 'Đã từ chối yêu cầu:' },
      examples: [
        [
          'edoc decline 7816/VPCP-KSTT --reason "Đã xử lý xong"',
          { en: 'it is dealt with already', vi: 'văn bản đã xử lý xong' },
        ],
      ],
    },
    reasonOption(cli),
  );
}
