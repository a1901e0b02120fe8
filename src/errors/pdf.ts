import type { ErrorEntry } from './entry.js';

const noReliance = {
  en: 'Do not rely on this signature. Ask the sender for a properly signed file.',
  vi: 'Không dựa vào chữ ký số này. Đề nghị bên gửi cung cấp tệp được ký đúng quy định.',
};

/** Signatures inside PDF files (`spec/pdf-signatures.md`). */
export const pdfErrors = {
  'pdf.byte-range': {
    retryable: false,
    en: {
      what: 'The signature does not say properly which part of the file it covers ({place}).',
      todo: noReliance.en,
    },
    vi: { what: 'Chữ ký số không nêu đúng phần tệp được ký ({place}).', todo: noReliance.vi },
  },
  'pdf.hole': {
    retryable: false,
    en: {
      what: 'The part of the file that is left unsigned is not the place of the signature ({place}): other content can hide there.',
      todo: noReliance.en,
    },
    vi: {
      what: 'Phần không được ký trong tệp không phải chỗ đặt chữ ký số ({place}): có thể bị chèn nội dung khác.',
      todo: noReliance.vi,
    },
  },
  'pdf.contents': {
    retryable: false,
    en: { what: 'The value of the signature is missing or cannot be read ({place}).', todo: noReliance.en },
    vi: { what: 'Thiếu giá trị chữ ký số hoặc không đọc được ({place}).', todo: noReliance.vi },
  },
  'pdf.overfull': {
    retryable: false,
    en: {
      what: 'Behind the signature, in the place that is left unsigned for it, stands something else.',
      todo: noReliance.en,
    },
    vi: { what: 'Sau chữ ký số, trong phần không được ký, có dữ liệu khác.', todo: noReliance.vi },
  },
  'pdf.dictionary': {
    retryable: false,
    en: {
      what: 'The entry of a signature in the file is damaged or ambiguous ({place}).',
      todo: noReliance.en,
    },
    vi: { what: 'Mục chữ ký số trong tệp bị hỏng hoặc không rõ ràng ({place}).', todo: noReliance.vi },
  },
  'pdf.truncated': {
    retryable: false,
    en: {
      what: 'The signature covers {end} octets, but the file has only {size}: its end is missing.',
      todo: 'Ask the sender for the whole file.',
    },
    vi: {
      what: 'Chữ ký số bao gồm {end} byte nhưng tệp chỉ có {size}: tệp bị mất phần cuối.',
      todo: 'Đề nghị bên gửi cung cấp đủ tệp.',
    },
  },
  'pdf.limit': {
    retryable: false,
    en: {
      what: 'The file has more than {most} signatures, places that may be signatures or octets to read there; the rest was not looked at.',
      todo: 'Check the file with another program.',
    },
    vi: {
      what: 'Tệp có hơn {most} chữ ký số, vị trí có thể là chữ ký số hoặc byte cần đọc tại đó; phần còn lại chưa được xem xét.',
      todo: 'Kiểm tra tệp bằng phần mềm khác.',
    },
  },
  'pdf.encrypted': {
    retryable: false,
    en: {
      what: 'The file is encrypted; what it says about its signatures in words cannot be shown.',
      todo: 'Open it with its password to read these words.',
    },
    vi: {
      what: 'Tệp được mã hóa; không hiển thị được phần ghi chú của chữ ký số.',
      todo: 'Mở tệp bằng mật khẩu để đọc phần ghi chú này.',
    },
  },
  'pdf.revision-end': {
    retryable: false,
    en: {
      what: 'The signed part does not end where a version of the file ends.',
      todo: 'Check the file with another program before relying on it.',
    },
    vi: {
      what: 'Phần được ký không kết thúc tại cuối một phiên bản của tệp.',
      todo: 'Kiểm tra tệp bằng phần mềm khác trước khi sử dụng.',
    },
  },
  'pdf.appended': {
    retryable: false,
    en: {
      what: '{octets} octets were added to the file after signing, and no signature that holds covers them: what is shown may not be what was signed.',
      todo: 'Compare with the version that was signed, or ask the sender for the file as it was signed.',
    },
    vi: {
      what: 'Sau khi ký, tệp bị thêm {octets} byte không có chữ ký số hợp lệ nào bảo vệ: nội dung hiển thị có thể khác nội dung đã ký.',
      todo: 'Đối chiếu với bản đã ký hoặc đề nghị bên gửi cung cấp đúng tệp đã ký.',
    },
  },
  'pdf.earlier-version': {
    retryable: false,
    en: {
      what: 'The signature covers an earlier version of the file; what was added since is covered by a later signature.',
      todo: 'Nothing, if a later signer was to add something.',
    },
    vi: {
      what: 'Chữ ký số bao gồm một phiên bản trước của tệp; phần thêm sau được chữ ký số sau bảo vệ.',
      todo: 'Không cần xử lý nếu người ký sau có quyền bổ sung.',
    },
  },
  'pdf.validation-data': {
    retryable: false,
    en: {
      what: 'After signing, nothing was added to the file but time stamps and data for verifying signatures, which show nothing.',
      todo: 'Nothing: signatures are kept verifiable in this way.',
    },
    vi: {
      what: 'Sau khi ký, tệp chỉ được bổ sung dấu thời gian và dữ liệu để kiểm tra chữ ký số, không có nội dung hiển thị.',
      todo: 'Không cần xử lý: đây là cách duy trì khả năng kiểm tra chữ ký số.',
    },
  },
  'pdf.changed': {
    retryable: false,
    en: { what: 'The file was changed after it was signed.', todo: noReliance.en },
    vi: { what: 'Tệp đã bị thay đổi sau khi ký.', todo: noReliance.vi },
  },
  'pdf.outdated': {
    retryable: false,
    en: {
      what: 'The signature uses {algorithm}, which is no longer safe.',
      todo: 'Ask the sender to sign with SHA-256 and a key that is long enough.',
    },
    vi: {
      what: 'Chữ ký số dùng {algorithm}, không còn an toàn.',
      todo: 'Đề nghị bên gửi ký bằng SHA-256 với khóa đủ dài.',
    },
  },
  'pdf.unsupported': {
    retryable: false,
    en: {
      what: 'The signature is of a kind that cannot be verified here ({algorithm}).',
      todo: 'Check the file with another program.',
    },
    vi: {
      what: 'Loại chữ ký số này không kiểm tra được tại đây ({algorithm}).',
      todo: 'Kiểm tra tệp bằng phần mềm khác.',
    },
  },
  'pdf.chain-not-checked': {
    retryable: false,
    en: {
      what: 'Who issued the certificate was not checked: no trusted roots for PDF signatures were given.',
      todo: 'Give the roots of the certification authorities with --pdf-trust.',
    },
    vi: {
      what: 'Chưa kiểm tra nơi cấp chứng thư: chưa có gốc tin cậy cho chữ ký số PDF.',
      todo: 'Đưa chứng thư gốc của các tổ chức chứng thực bằng --pdf-trust.',
    },
  },
  'pdf.time-stamp': {
    retryable: false,
    en: {
      what: 'The time stamp in the signature does not hold, so the time is only what the signer says.',
      todo: 'Do not rely on the time.',
    },
    vi: {
      what: 'Dấu thời gian trong chữ ký số không hợp lệ; thời gian chỉ do người ký khai.',
      todo: 'Không dựa vào thời gian này.',
    },
  },
  'pdf.signature-required': {
    retryable: false,
    en: {
      what: 'The attachment carries no valid electronic signature, which the recipient demands of PDF files.',
      todo: 'Have the file signed and send the document again.',
    },
    vi: {
      what: 'Tệp đính kèm không có chữ ký số hợp lệ mà bên nhận yêu cầu đối với tệp PDF.',
      todo: 'Ký số tệp rồi gửi lại văn bản.',
    },
  },
} satisfies Record<string, ErrorEntry>;
