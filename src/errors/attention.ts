/** Codes of what people should look at: work that is stuck, deadlines that are near, statuses that did not arrive. */
import type { ErrorEntry } from './entry.js';

export const attentionErrors = {
  'attention.unanswered': {
    retryable: true,
    en: {
      what: '{count} deliveries are without confirmation and near their deadline; the first is that to {recipient}, which will be given up at {deadline}.',
      todo: 'See "edoc outbox" and "edoc track"; ask the recipient, or send by another way in time.',
    },
    vi: {
      what: '{count} lượt gửi chưa được xác nhận và sắp hết hạn; sớm nhất là lượt gửi đến {recipient}, sẽ ngừng gửi lúc {deadline}.',
      todo: 'Xem "edoc outbox" và "edoc track"; hỏi bên nhận hoặc gửi kịp thời bằng cách khác.',
    },
  },
  'attention.given-up': {
    retryable: false,
    en: {
      what: '{count} deliveries were given up since {since}: no confirmation came before their deadline.',
      todo: 'See "edoc outbox --problems". Ask the recipient whether the document arrived before sending it once more.',
    },
    vi: {
      what: '{count} lượt gửi đã ngừng kể từ {since}: quá thời hạn mà không có xác nhận.',
      todo: 'Xem "edoc outbox --problems". Hỏi bên nhận đã nhận được chưa trước khi gửi lại.',
    },
  },
  'attention.status': {
    retryable: false,
    en: {
      what: '{count} statuses did not reach the agency that should know since {since}; the last is {code} to {recipient}, about {concerns}.',
      todo: 'See "edoc track {concerns}"; tell the agency by another way.',
    },
    vi: {
      what: '{count} trạng thái không đến được cơ quan cần biết kể từ {since}; gần nhất là {code} gửi {recipient}, về {concerns}.',
      todo: 'Xem "edoc track {concerns}"; báo cho cơ quan đó bằng cách khác.',
    },
  },
  'stuck.outbox': {
    retryable: true,
    en: {
      what: '{count} messages wait to go out, the oldest for {minutes} minutes.',
      todo: 'Look at the connection to the broker and at the log of the agent (publish.failed).',
    },
    vi: {
      what: '{count} thông điệp chờ gửi, lâu nhất đã {minutes} phút.',
      todo: 'Kiểm tra kết nối đến trục và nhật ký của nút (publish.failed).',
    },
  },
  'stuck.unanswered': {
    retryable: true,
    en: {
      what: '{count} deliveries have no receipt, the oldest for {minutes} minutes.',
      todo: 'See which recipients do not answer ("edoc outbox --state sent"); their node may be away.',
    },
    vi: {
      what: '{count} lượt gửi chưa có biên nhận, lâu nhất đã {minutes} phút.',
      todo: 'Xem bên nhận nào chưa phản hồi ("edoc outbox --state sent"); nút của họ có thể đang ngừng.',
    },
  },
  'stuck.inbox': {
    retryable: true,
    en: {
      what: '{count} received documents have not been dealt with, the oldest for {minutes} minutes.',
      todo: 'Tell the clerks: "edoc inbox --state 01".',
    },
    vi: {
      what: '{count} văn bản đến chưa được xử lý, lâu nhất đã {minutes} phút.',
      todo: 'Nhắc văn thư: "edoc inbox --state 01".',
    },
  },
  'stuck.staging': {
    retryable: true,
    en: {
      what: '{count} attachments are incomplete, the oldest for {minutes} minutes.',
      todo: 'Their senders may have stopped halfway. Parts that nothing is added to are removed after 7 days.',
    },
    vi: {
      what: '{count} tệp đính kèm chưa đủ các phần, lâu nhất đã {minutes} phút.',
      todo: 'Bên gửi có thể đã dừng giữa chừng. Các phần không được bổ sung sẽ bị xóa sau 7 ngày.',
    },
  },
  'stuck.quarantine': {
    retryable: true,
    en: {
      what: '{count} messages are in quarantine, the oldest for {minutes} minutes.',
      todo: 'See "edoc quarantine list"; replay or discard each.',
    },
    vi: {
      what: '{count} thông điệp đang bị cách ly, lâu nhất đã {minutes} phút.',
      todo: 'Xem "edoc quarantine list"; xử lý lại hoặc hủy từng thông điệp.',
    },
  },
  'stuck.dead-letters': {
    retryable: true,
    en: {
      what: 'Dead letters could not be taken from the broker for {minutes} minutes.',
      todo: 'Look into the log of the agent (dead-letters.failed).',
    },
    vi: {
      what: 'Không lấy được thông điệp bị trục ngừng giao trong {minutes} phút.',
      todo: 'Xem nhật ký của nút (dead-letters.failed).',
    },
  },
  'stuck.statuses': {
    retryable: true,
    en: {
      what: '{count} statuses wait for documents that have not come, the oldest for {minutes} minutes.',
      todo: 'Ask their senders for the documents that they speak of.',
    },
    vi: {
      what: '{count} trạng thái đang chờ văn bản chưa đến, lâu nhất đã {minutes} phút.',
      todo: 'Hỏi bên gửi về các văn bản liên quan.',
    },
  },
  'attention.nothing-waits': {
    retryable: false,
    en: {
      what: 'Nothing of packet {packet} waits for time stamps or revocation data, or all of it was acknowledged before.',
      todo: 'See "edoc evidence upgrade" for the packets of which evidence could not be raised.',
    },
    vi: {
      what: 'Không có tệp nào của gói tin {packet} đang chờ dấu thời gian hoặc dữ liệu thu hồi, hoặc tất cả đã được ghi nhận.',
      todo: 'Xem "edoc evidence upgrade" để biết các gói tin có chứng cứ chưa nâng mức được.',
    },
  },
  'stuck.evidence': {
    retryable: true,
    en: {
      what: '{count} files wait for time stamps or revocation data, the oldest for {minutes} minutes.',
      todo: 'See whether the authority answers, then "edoc evidence upgrade"; what it cannot raise: edoc evidence acknowledge.',
    },
    vi: {
      what: '{count} tệp chờ dấu thời gian hoặc dữ liệu thu hồi, lâu nhất đã {minutes} phút.',
      todo: 'Kiểm tra dịch vụ có trả lời không, rồi dùng "edoc evidence upgrade"; tệp không nâng được: edoc evidence acknowledge.',
    },
  },
} satisfies Record<string, ErrorEntry>;
