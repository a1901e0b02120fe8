/** The words for a delivery whose confirmation does not come. */
import type { Words } from '../terminal/language.js';
import { ageText, timeText } from '../terminal/text.js';

/** `not confirmed for 20 h, will be given up at …`. @param recipient whose confirmation it is, where it is not plain */
export function unansweredWords(since: Date, giveUpAt: Date, recipient?: string, now = new Date()): Words {
  const seconds = Math.max(0, (now.getTime() - since.getTime()) / 1_000);
  const by =
    recipient === undefined ? { en: '', vi: '' } : { en: ` by ${recipient}`, vi: ` từ ${recipient}` };
  return {
    en: `not confirmed${by.en} for ${ageText(seconds, 'en')}, will be given up at ${timeText(giveUpAt, 'en')}`,
    vi: `chưa có xác nhận${by.vi} sau ${ageText(seconds, 'vi')}, sẽ ngừng gửi lúc ${timeText(giveUpAt, 'vi')}`,
  };
}

export function givenUpWords(recipient: string, deadlineAt: Date): Words {
  return {
    en: `${recipient} did not confirm until ${timeText(deadlineAt, 'en')}: given up. It may have the document all the same: ask before sending once more. A late confirmation is still taken.`,
    vi: `${recipient} không xác nhận trước ${timeText(deadlineAt, 'vi')}: đã ngừng gửi. Bên nhận vẫn có thể đã có văn bản: hãy hỏi trước khi gửi lại. Xác nhận đến muộn vẫn được ghi nhận.`,
  };
}

export function undeliverableWords(recipient: string): Words {
  return {
    en: `The axis has no queue for ${recipient}: nothing was delivered. Tell the operator, then send once more.`,
    vi: `Trục không có hàng đợi cho ${recipient}: chưa chuyển được gì. Báo đơn vị vận hành trục rồi gửi lại.`,
  };
}
