import type { ErrorEntry } from './entry.js';

export const verifyErrors = {
  'verify.not-sealed': {
    retryable: false,
    en: {
      what: 'This is no sealed file of the axis: it does not begin as a packet, a receipt, a ping or a directory page does.',
      todo: 'Give the file as it was exported, octet for octet; an attachment is given with --attachment.',
    },
    vi: {
      what: 'Đây không phải là tệp được ký của trục: phần mở đầu không phải của gói tin, biên nhận, ping hay trang danh bạ.',
      todo: 'Đưa đúng tệp đã xuất, nguyên vẹn từng byte; tệp đính kèm thì đưa bằng --attachment.',
    },
  },
  'verify.empty-folder': {
    retryable: false,
    en: {
      what: 'There is no sealed file (.edxml, .xml, .asice) in the folder {folder}.',
      todo: 'Name the folder that "edoc save" wrote, or the files themselves.',
    },
    vi: {
      what: 'Không có tệp được ký nào (.edxml, .xml, .asice) trong thư mục {folder}.',
      todo: 'Nêu thư mục do "edoc save" ghi ra, hoặc nêu từng tệp.',
    },
  },
  'verify.no-container': {
    retryable: false,
    en: {
      what: 'There is no evidence container (.asice) in the folder {folder}.',
      todo: 'Name a folder in which containers lie, or the containers themselves. "edoc verify" takes packets, receipts and statuses too, and looks into folders at any depth.',
    },
    vi: {
      what: 'Không có gói chứng cứ nào (.asice) trong thư mục {folder}.',
      todo: 'Nêu thư mục chứa trực tiếp các gói chứng cứ, hoặc nêu từng gói. "edoc verify" kiểm tra được cả gói tin, biên nhận, trạng thái và tìm trong mọi thư mục con.',
    },
  },
  'verify.packet-not-given': {
    retryable: false,
    en: {
      what: 'The packet {packet} that this speaks of is not among the files: whether it is the same one was not checked.',
      todo: 'Give the packet together with this file.',
    },
    vi: {
      what: 'Gói tin {packet} mà tệp này nói đến không nằm trong các tệp đã đưa: chưa kiểm tra được có đúng gói đó không.',
      todo: 'Đưa gói tin cùng với tệp này.',
    },
  },
  'verify.attachment-not-given': {
    retryable: false,
    en: {
      what: '{count} attachments travel beside the packet and were not given: they were not checked.',
      todo: 'Give them with --attachment, or their folder with --attachments.',
    },
    vi: {
      what: '{count} tệp đính kèm được gửi riêng ngoài gói tin và chưa được đưa vào: chưa kiểm tra.',
      todo: 'Đưa tệp bằng --attachment, hoặc thư mục chứa tệp bằng --attachments.',
    },
  },
  'verify.copy-differs': {
    retryable: false,
    en: {
      what: 'This copy of an attachment is not what the sealed packet carries under its name.',
      todo: 'Do not rely on the copy. The packet is judged by itself: --extract takes the attachment out of it as it was sealed.',
    },
    vi: {
      what: 'Bản sao này của tệp đính kèm khác với tệp cùng tên nằm trong gói tin đã ký.',
      todo: 'Không dùng bản sao này. Gói tin được xét riêng: dùng --extract để lấy tệp đính kèm đúng như khi ký ra khỏi gói tin.',
    },
  },
  'verify.valid-at-signing': {
    retryable: false,
    en: {
      what: 'At its own signing time, {time}, the certificate was valid; that time is the word of the signer.',
      todo: 'With another proof of the time, such as the receipt of the recipient, check again with --at.',
    },
    vi: {
      what: 'Vào thời điểm ký ghi trong tệp, {time}, chứng thư còn hiệu lực; thời điểm đó do chính bên ký nêu.',
      todo: 'Nếu có chứng cứ khác về thời điểm, ví dụ biên nhận của bên nhận, hãy kiểm tra lại với --at.',
    },
  },
  'verify.other-code-form': {
    retryable: false,
    en: {
      what: '{one} and {other} are codes of different forms: whether they name the same agency was not checked.',
      todo: 'Give the pages of the directory together with the files.',
    },
    vi: {
      what: '{one} và {other} là mã thuộc hai dạng khác nhau: chưa kiểm tra được có cùng một cơ quan hay không.',
      todo: 'Đưa các trang danh bạ cùng với các tệp.',
    },
  },
  'verify.revoked-since': {
    retryable: false,
    en: {
      what: 'The certificate of {agency} was revoked at {revokedAt}, and nothing proves that the seal is older than that.',
      todo: 'Find a proof of the time from somebody else: a time stamp, or the receipt of a recipient; with it, check again with --at.',
    },
    vi: {
      what: 'Chứng thư của {agency} đã bị thu hồi lúc {revokedAt}, và chưa có gì chứng minh chữ ký có trước thời điểm đó.',
      todo: 'Tìm chứng cứ về thời điểm do bên khác xác nhận: dấu thời gian, hoặc biên nhận của bên nhận; sau đó kiểm tra lại với --at.',
    },
  },
} satisfies Record<string, ErrorEntry>;
