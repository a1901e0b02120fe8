import type { ErrorEntry } from './entry.js';

const noProof = {
  en: 'The message proves nothing by itself. Rely on what you know of where it came from.',
  vi: 'Tệp tự nó không chứng minh điều gì. Căn cứ vào nguồn đã cung cấp tệp.',
};

/** The Signature in messages of other systems (`spec/edxml.md`, section 8): information, never a reason to refuse. */
export const foreignErrors = {
  'foreign.message': {
    retryable: false,
    en: {
      what: 'It is an edXML message of another system ({kind}, from {from}, {attachments} attachments), not a packet of the axis.',
      todo: 'Send it with "edoc send --edxml" to make a packet of it.',
    },
    vi: {
      what: 'Đây là thông điệp edXML của hệ thống khác ({kind}, bên gửi {from}, {attachments} tệp đính kèm), không phải gói tin của trục.',
      todo: 'Gửi bằng "edoc send --edxml" để tạo gói tin từ thông điệp này.',
    },
  },
  'foreign.certificate': {
    retryable: false,
    en: {
      what: 'The certificate in its signature names {subject}, issued by {issuer}, valid from {notBefore} to {notAfter}.',
      todo: 'It is for information: who issued it was not checked.',
    },
    vi: {
      what: 'Chứng thư trong chữ ký ghi {subject}, do {issuer} cấp, có hiệu lực từ {notBefore} đến {notAfter}.',
      todo: 'Chỉ để tham khảo: chưa kiểm tra nơi cấp chứng thư.',
    },
  },
  'foreign.signature-absent': {
    retryable: false,
    en: { what: 'The message carries no signature.', todo: noProof.en },
    vi: { what: 'Thông điệp không có chữ ký số.', todo: noProof.vi },
  },
  'foreign.signature-malformed': {
    retryable: false,
    en: { what: 'The signature in the message is not a proper XML signature ({reason}).', todo: noProof.en },
    vi: { what: 'Chữ ký số trong thông điệp không đúng dạng chữ ký XML ({reason}).', todo: noProof.vi },
  },
  'foreign.signature-outdated': {
    retryable: false,
    en: {
      what: 'The signature in the message uses {algorithm}, which is no longer safe and proves nothing.',
      todo: noProof.en,
    },
    vi: {
      what: 'Chữ ký số trong thông điệp dùng {algorithm}, không còn an toàn nên không chứng minh điều gì.',
      todo: noProof.vi,
    },
  },
  'foreign.signature-valid': {
    retryable: false,
    en: {
      what: 'The signature in the message holds over the whole message and was made with the key of the certificate in it; who issued that certificate was not checked.',
      todo: 'Check whether you trust the certificate.',
    },
    vi: {
      what: 'Chữ ký số trong thông điệp đúng với toàn bộ thông điệp và được tạo bằng khóa của chứng thư đi kèm; chưa kiểm tra nơi cấp chứng thư.',
      todo: 'Kiểm tra chứng thư có đáng tin cậy không.',
    },
  },
  'foreign.signature-invalid': {
    retryable: false,
    en: {
      what: 'The signature in the message does not hold ({reason}): the message or its signature was changed, or it was never a real one.',
      todo: noProof.en,
    },
    vi: {
      what: 'Chữ ký số trong thông điệp không đúng ({reason}): thông điệp hoặc chữ ký đã bị thay đổi, hoặc không phải chữ ký thật.',
      todo: noProof.vi,
    },
  },
} satisfies Record<string, ErrorEntry>;
