/** Codes of the quarantine. */
import type { ErrorEntry } from './entry.js';

export const quarantineErrors = {
  'quarantine.unknown': {
    retryable: false,
    en: {
      what: 'There is no message {id} in quarantine.',
      todo: 'See "edoc quarantine list --state all". The oldest messages are dropped where a node sends too many.',
    },
    vi: {
      what: 'Không có thông điệp số {id} trong vùng cách ly.',
      todo: 'Xem "edoc quarantine list --state all". Khi một nút gửi quá nhiều, thông điệp cũ nhất bị loại bỏ.',
    },
  },
  'quarantine.discarded': {
    retryable: false,
    en: {
      what: 'Message {id} was discarded; its octets are not here any more.',
      todo: 'If it is wanted after all, its sender sends it once more.',
    },
    vi: {
      what: 'Thông điệp số {id} đã bị hủy; nội dung không còn ở đây.',
      todo: 'Nếu vẫn cần, đề nghị bên gửi gửi lại.',
    },
  },
  'quarantine.settled': {
    retryable: false,
    en: {
      what: 'Message {id} was accepted; nothing is left of it in quarantine.',
      todo: 'There is nothing to do.',
    },
    vi: {
      what: 'Thông điệp số {id} đã được tiếp nhận; không còn gì trong vùng cách ly.',
      todo: 'Không cần làm gì thêm.',
    },
  },
} satisfies Record<string, ErrorEntry>;
