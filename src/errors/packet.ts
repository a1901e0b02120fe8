import type { ErrorEntry } from './entry.js';

const mendSender = {
  en: 'The file was changed or made by a faulty program. Ask the sender to send it again.',
  vi: 'Tệp đã bị thay đổi hoặc do phần mềm lỗi tạo ra. Đề nghị bên gửi gửi lại.',
};

/** What travels between nodes: packets, receipts, the directory (`spec/packet.md`, `receipt.md`, `directory.md`). */
export const packetErrors = {
  'packet.not-canonical': {
    retryable: false,
    en: { what: 'The signed part of the packet is not in its one permitted form.', todo: mendSender.en },
    vi: { what: 'Phần được ký của gói tin không đúng dạng chuẩn duy nhất.', todo: mendSender.vi },
  },
  'packet.outside': {
    retryable: false,
    en: {
      what: 'Something outside the signed part of the packet was added, changed or removed.',
      todo: mendSender.en,
    },
    vi: { what: 'Có nội dung ngoài phần được ký bị thêm, sửa hoặc xóa.', todo: mendSender.vi },
  },
  'packet.id': {
    retryable: false,
    en: { what: 'The packet id is not one that its sender may use.', todo: mendSender.en },
    vi: { what: 'Mã gói tin không hợp lệ hoặc không thuộc bên gửi.', todo: mendSender.vi },
  },
  'packet.concerns': {
    retryable: false,
    en: {
      what: 'A status must name the packet that it speaks of, and a document must not.',
      todo: mendSender.en,
    },
    vi: {
      what: 'Gói trạng thái phải nêu gói tin mà nó nói đến; gói văn bản thì không.',
      todo: mendSender.vi,
    },
  },
  'packet.manifest': {
    retryable: false,
    en: { what: 'The list of attachments does not follow the rules ({reason}).', todo: mendSender.en },
    vi: { what: 'Danh mục tệp đính kèm không đúng quy tắc ({reason}).', todo: mendSender.vi },
  },
  'packet.too-large': {
    retryable: false,
    en: {
      what: 'The signed part has {size} octets; at most {most} are allowed.',
      todo: 'Shorten the message or split the recipients.',
    },
    vi: {
      what: 'Phần được ký dài {size} byte, tối đa {most}.',
      todo: 'Rút gọn gói tin hoặc chia bớt nơi nhận.',
    },
  },
  'packet.attachment-digest': {
    retryable: false,
    en: { what: 'The attachment is not the one that was signed.', todo: mendSender.en },
    vi: { what: 'Tệp đính kèm không phải tệp đã được ký.', todo: mendSender.vi },
  },
  'packet.attachment-size': {
    retryable: false,
    en: { what: 'The attachment has {size} octets instead of {expected}.', todo: mendSender.en },
    vi: { what: 'Tệp đính kèm dài {size} byte, đúng ra là {expected}.', todo: mendSender.vi },
  },
  'packet.attachment-missing': {
    retryable: false,
    en: {
      what: 'The attachment did not come with the packet.',
      todo: 'Ask the sender to send the document again.',
    },
    vi: { what: 'Tệp đính kèm không có trong gói tin.', todo: 'Đề nghị bên gửi gửi lại văn bản.' },
  },
  'packet.attachment-extra': {
    retryable: false,
    en: { what: 'The packet carries an attachment that was not signed.', todo: mendSender.en },
    vi: { what: 'Gói tin chứa tệp đính kèm không nằm trong phần được ký.', todo: mendSender.vi },
  },
  'packet.other-sender': {
    retryable: false,
    en: {
      what: 'The packet says it is from {from}, but {sealed} sealed it.',
      todo: 'Do not use the document. Tell the operator of the axis.',
    },
    vi: {
      what: 'Gói tin ghi bên gửi là {from} nhưng do {sealed} ký.',
      todo: 'Không sử dụng văn bản. Báo cho đơn vị vận hành trục.',
    },
  },
  'packet.not-addressed': {
    retryable: false,
    en: {
      what: 'No agency of node {node} is a recipient of the packet.',
      todo: 'Check the agency codes of the recipients.',
    },
    vi: {
      what: 'Không có cơ quan nào thuộc nút {node} là nơi nhận của gói tin.',
      todo: 'Kiểm tra lại mã các cơ quan nhận.',
    },
  },
  'packet.conflict': {
    retryable: false,
    en: {
      what: 'Another packet with the same id was taken before; the first one stands.',
      todo: 'The sender must send the changed document under a new packet id.',
    },
    vi: {
      what: 'Đã nhận một gói tin khác có cùng mã; gói đầu tiên được giữ.',
      todo: 'Bên gửi phải gửi văn bản đã sửa với mã gói tin mới.',
    },
  },
} satisfies Record<string, ErrorEntry>;
