import type { ErrorEntry } from './entry.js';

/** Attachments of messages and packets (`spec/edxml.md`, section 4; `spec/packet.md`, section 2). */
export const attachmentErrors = {
  'attachment.base64': {
    retryable: false,
    en: { what: 'The attachment is not valid base64.', todo: 'Have the sender send the document again.' },
    vi: { what: 'Nội dung đính kèm không phải base64 hợp lệ.', todo: 'Đề nghị bên gửi gửi lại văn bản.' },
  },
  'attachment.no-content': {
    retryable: false,
    en: {
      what: 'The attachment has no element ContentTransferEncoded.',
      todo: 'Have the sender send the document again.',
    },
    vi: {
      what: 'Tệp đính kèm thiếu phần tử ContentTransferEncoded.',
      todo: 'Đề nghị bên gửi gửi lại văn bản.',
    },
  },
  'attachment.empty': {
    retryable: false,
    en: { what: 'The attached file is empty.', todo: 'Ask the sender whether that is meant.' },
    vi: { what: 'Tệp đính kèm rỗng (0 byte).', todo: 'Hỏi lại bên gửi xem có đúng không.' },
  },
  'attachment.missing': {
    retryable: false,
    en: {
      what: 'The manifest names the attachment "{name}", but the file does not hold it.',
      todo: 'Have the sender send the document again with all attachments.',
    },
    vi: {
      what: 'Danh mục có tệp đính kèm "{name}" nhưng gói tin không chứa tệp này.',
      todo: 'Đề nghị bên gửi gửi lại văn bản kèm đủ tệp.',
    },
  },
  'attachment.not-in-manifest': {
    retryable: false,
    en: {
      what: 'The manifest does not name this attachment; it was taken all the same.',
      todo: 'Check with the sender that it belongs to the document.',
    },
    vi: {
      what: 'Tệp đính kèm không có trong danh mục nhưng vẫn được lấy.',
      todo: 'Xác nhận với bên gửi rằng tệp thuộc văn bản này.',
    },
  },
  'attachment.repeated-id': {
    retryable: false,
    en: {
      what: 'The ContentId "{value}" is used twice; the attachments were matched in order.',
      todo: 'Check that each file has the right name.',
    },
    vi: {
      what: 'ContentId "{value}" bị dùng hai lần; các tệp được ghép theo thứ tự.',
      todo: 'Kiểm tra tên và nội dung từng tệp.',
    },
  },
  'attachment.name': {
    retryable: false,
    en: {
      what: 'A file name must not be empty, hold a path, a control character or more than {most} octets.',
      todo: 'Rename the file.',
    },
    vi: {
      what: 'Tên tệp không được rỗng, chứa đường dẫn, ký tự điều khiển hoặc dài quá {most} byte.',
      todo: 'Đổi tên tệp.',
    },
  },
  'attachment.renamed': {
    retryable: false,
    en: {
      what: 'The name of the attachment could not stand and was changed to "{name}".',
      todo: 'Nothing for you to do; the original file is kept.',
    },
    vi: {
      what: 'Tên tệp đính kèm không dùng được, đã đổi thành "{name}".',
      todo: 'Không cần xử lý; tệp gốc vẫn được lưu.',
    },
  },
  'attachment.name-differs': {
    retryable: false,
    en: {
      what: 'The manifest and the attachment give different names; the manifest’s was taken.',
      todo: 'Check the file before you use it.',
    },
    vi: {
      what: 'Tên tệp trong danh mục khác tên trong phần đính kèm; lấy theo danh mục.',
      todo: 'Kiểm tra tệp trước khi sử dụng.',
    },
  },
  'attachment.repeated-name': {
    retryable: false,
    en: { what: 'Two attachments have the name "{name}".', todo: 'Rename one of them.' },
    vi: { what: 'Hai tệp đính kèm trùng tên "{name}".', todo: 'Đổi tên một tệp.' },
  },
  'attachment.type-differs': {
    retryable: false,
    en: {
      what: 'The attachment is labelled {declared}, but its content is {found}.',
      todo: 'Nothing for you to do; the label was corrected.',
    },
    vi: {
      what: 'Tệp đính kèm ghi kiểu {declared} nhưng nội dung là {found}.',
      todo: 'Không cần xử lý; nhãn đã được sửa.',
    },
  },
  'attachment.unpacked': {
    retryable: false,
    en: {
      what: 'The sending system had packed the attachment as ZIP; it was unpacked.',
      todo: 'Nothing for you to do.',
    },
    vi: { what: 'Hệ thống gửi đã nén ZIP tệp đính kèm; đã giải nén.', todo: 'Không cần xử lý.' },
  },
  'attachment.zip-kept': {
    retryable: false,
    en: {
      what: 'The attachment is a ZIP file that could not be unpacked as one file ({reason}); it was left as it is.',
      todo: 'Open it with a ZIP program.',
    },
    vi: {
      what: 'Tệp đính kèm là ZIP không thể giải nén thành một tệp ({reason}); giữ nguyên.',
      todo: 'Mở bằng phần mềm giải nén.',
    },
  },
  'attachment.content-type': {
    retryable: false,
    en: { what: '"{value}" is not a MIME type.', todo: 'Write it like application/pdf.' },
    vi: { what: '"{value}" không phải kiểu MIME.', todo: 'Ghi như application/pdf.' },
  },
  'attachment.too-many': {
    retryable: false,
    en: {
      what: 'The document has {count} attachments; at most {most} are allowed.',
      todo: 'Pack some of them together.',
    },
    vi: { what: 'Văn bản có {count} tệp đính kèm, tối đa {most}.', todo: 'Gộp bớt các tệp.' },
  },
  'attachment.too-large': {
    retryable: false,
    en: {
      what: 'The attachment has {size} octets; at most {most} are allowed.',
      todo: 'Make the file smaller or split it.',
    },
    vi: { what: 'Tệp đính kèm dài {size} byte, tối đa {most}.', todo: 'Giảm dung lượng hoặc tách tệp.' },
  },
} satisfies Record<string, ErrorEntry>;
