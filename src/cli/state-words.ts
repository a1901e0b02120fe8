/** The words for states, as lists and time lines show them. */

import { statusCodes } from '../edoc/index.js';
import type { Words } from './language.js';
import type { Style } from './output.js';

const delivery: Readonly<Record<string, Words & { readonly style: Style }>> = {
  queued: { en: 'waiting to go out', vi: 'chờ gửi', style: 'yellow' },
  sent: { en: 'on its way', vi: 'đang chuyển', style: 'cyan' },
  delivered: { en: 'delivered', vi: 'đã nhận', style: 'green' },
  refused: { en: 'refused', vi: 'bị từ chối', style: 'red' },
  undeliverable: { en: 'undeliverable', vi: 'không chuyển được', style: 'red' },
  expired: { en: 'no answer in time', vi: 'quá hạn không phản hồi', style: 'red' },
  withdrawn: { en: 'withdrawn', vi: 'đã rút lại', style: 'dim' },
  problem: { en: 'problem', vi: 'có vướng mắc', style: 'red' },
};

const recall: Readonly<Record<string, Words>> = {
  none: { en: 'none', vi: 'không' },
  requested: { en: 'recall requested', vi: 'yêu cầu lấy lại' },
  agreed: { en: 'recall agreed', vi: 'đồng ý lấy lại' },
  declined: { en: 'recall declined', vi: 'từ chối lấy lại' },
};

const amendment: Readonly<Record<string, Words>> = {
  none: { en: 'none', vi: 'không' },
  asked: { en: 'asks to change an earlier document', vi: 'đề nghị thay đổi văn bản trước' },
  agreed: { en: 'change agreed', vi: 'đồng ý thay đổi' },
  declined: { en: 'change declined', vi: 'từ chối thay đổi' },
};

/** A word that the tables do not have is shown as it is: an unknown state must not be hidden. */
function wordsIn(table: Readonly<Record<string, Words>>, state: string): Words {
  return table[state] ?? { en: state, vi: state };
}

export function deliveryWords(state: string): Words {
  return wordsIn(delivery, state);
}

export function deliveryStyle(state: string): Style {
  return delivery[state]?.style ?? 'bold';
}

/** In a sender's register: the furthest behind of its deliveries. */
export function outboxWords(state: string): Words {
  return wordsIn(delivery, state);
}

/** In a recipient's register: what the office did, or that the document was withdrawn. */
export function inboxWords(state: string): Words {
  return state === 'withdrawn' ? deliveryWords(state) : businessWords(state);
}

export function inboxStyle(state: string): Style {
  if (state === '01') return 'yellow';
  if (state === '02') return 'red';
  return state === '06' || state === 'withdrawn' ? 'dim' : 'green';
}

export function businessWords(state: string): Words {
  if (state === 'none') return { en: 'not yet arrived', vi: 'chưa đến' };
  return statusCodes.find(({ code }) => code === state) ?? { en: state, vi: state };
}

export function recallWords(state: string): Words {
  return wordsIn(recall, state);
}

export function amendmentWords(state: string): Words {
  return wordsIn(amendment, state);
}
