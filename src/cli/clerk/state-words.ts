/** The words for states, as lists and time lines show them. */

import { statusCodes } from '../../edoc/index.js';
import type { Words } from '../terminal/language.js';
import type { Style } from '../terminal/output.js';

const delivery: Readonly<Record<string, Words & { readonly style: Style }>> = {
  queued: { en: 'Waiting to go out', vi: 'Chờ gửi', style: 'yellow' },
  sent: { en: 'On its way', vi: 'Đang chuyển', style: 'cyan' },
  delivered: { en: 'Delivered', vi: 'Đã chuyển đến', style: 'green' },
  refused: { en: 'Refused', vi: 'Bị từ chối', style: 'red' },
  undeliverable: { en: 'Undeliverable', vi: 'Không chuyển được', style: 'red' },
  expired: { en: 'No answer in time', vi: 'Quá hạn, không phản hồi', style: 'red' },
  withdrawn: { en: 'Withdrawn', vi: 'Đã rút lại', style: 'dim' },
  problem: { en: 'Problem', vi: 'Có vướng mắc', style: 'red' },
};

const recall: Readonly<Record<string, Words>> = {
  none: { en: 'None', vi: 'Không' },
  requested: { en: 'Recall requested', vi: 'Yêu cầu lấy lại' },
  agreed: { en: 'Recall agreed', vi: 'Đồng ý lấy lại' },
  declined: { en: 'Recall declined', vi: 'Từ chối lấy lại' },
};

const amendment: Readonly<Record<string, Words>> = {
  none: { en: 'None', vi: 'Không' },
  asked: { en: 'Asks to change an earlier document', vi: 'Đề nghị thay đổi văn bản trước' },
  agreed: { en: 'Change agreed', vi: 'Đồng ý thay đổi' },
  declined: { en: 'Change declined', vi: 'Từ chối thay đổi' },
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
  if (state === 'none') return { en: 'Not yet arrived', vi: 'Chưa đến' };
  return statusCodes.find(({ code }) => code === state) ?? { en: state, vi: state };
}

export function recallWords(state: string): Words {
  return wordsIn(recall, state);
}

export function amendmentWords(state: string): Words {
  return wordsIn(amendment, state);
}
