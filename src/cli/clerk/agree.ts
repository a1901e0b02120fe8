/** `edoc agree`: lets the sender take a document back or change it (status 15). */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { stepCommand } from './step.js';

export function agreeCommand(cli: Cli): Command {
  return stepCommand(cli, {
    name: 'agree',
    code: '15',
    summary: { en: 'agree to a recall or change', vi: 'đồng ý lấy lại hoặc thay đổi' },
    description: {
      en: 'Answers the sender who asks a document back, or whose document revokes, updates or replaces an earlier one (status 15). After agreeing to a recall the document leaves the inbox.',
      vi: 'Trả lời bên gửi khi họ yêu cầu lấy lại văn bản, hoặc khi văn bản mới thu hồi, cập nhật, thay thế văn bản trước (trạng thái 15). Sau khi đồng ý lấy lại, văn bản rời khỏi danh sách văn bản đến.',
    },
    done: { en: 'Agreed:', vi: 'Đã đồng ý:' },
    examples: [
      ['edoc agree 7816/VPCP-KSTT', { en: 'the sender may take it back', vi: 'bên gửi được lấy lại' }],
    ],
  });
}
