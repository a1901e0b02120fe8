import type { ErrorEntry } from './entry.js';

const lookInto = {
  en: 'Ask both offices for their registers and logs of that day, and settle which of them is right.',
  vi: 'Đề nghị hai cơ quan đối chiếu sổ và nhật ký của ngày đó để xác định bên nào đúng.',
};

function difference(en: string, vi: string) {
  return { retryable: false, en: { what: en, todo: lookInto.en }, vi: { what: vi, todo: lookInto.vi } };
}

/** What two sides' evidence of one exchange does not agree on (`spec/container.md`, section 6). */
export const reconcileErrors = {
  'reconcile.missing': difference(
    'Only {side} knows of this packet.',
    'Chỉ {side} có thông tin về gói tin này.',
  ),
  'reconcile.digest': difference(
    'The two sides hold other octets under this packet id.',
    'Hai bên lưu nội dung khác nhau dưới cùng một mã gói tin.',
  ),
  'reconcile.receipt-missing': difference(
    '{side} has no receipt of {agency}, and the other side has one.',
    '{side} không có biên nhận của {agency}, trong khi bên kia có.',
  ),
  'reconcile.receipt-other': difference(
    'The two sides hold contradicting receipts of {agency}.',
    'Hai bên giữ biên nhận mâu thuẫn nhau của {agency}.',
  ),
  'reconcile.receipt-digest': difference(
    'A receipt of {agency} speaks of other octets than the packet has.',
    'Biên nhận của {agency} nói về nội dung khác với gói tin.',
  ),
  'reconcile.receipt-without-packet': difference(
    '{side} has a receipt of {agency} and not the packet that it answers.',
    '{side} có biên nhận của {agency} nhưng không có gói tin được trả lời.',
  ),
  'reconcile.unanswered': difference(
    'Neither side has a receipt for this packet.',
    'Không bên nào có biên nhận cho gói tin này.',
  ),
  'reconcile.nothing': {
    retryable: false,
    en: {
      what: '{path} holds nothing that can be compared.',
      todo: 'Name evidence containers, folders of them, folders that "edoc save" wrote, or logs that "edoc log export" wrote.',
    },
    vi: {
      what: '{path} không có gì để đối chiếu.',
      todo: 'Hãy chỉ ra gói chứng cứ, thư mục chứa gói chứng cứ, thư mục do "edoc save" ghi, hoặc nhật ký do "edoc log export" xuất.',
    },
  },
} satisfies Record<string, ErrorEntry>;
