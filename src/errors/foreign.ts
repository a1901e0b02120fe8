import type { ErrorEntry } from '../errors.js';

const noProof = {
  en: 'The message proves nothing by itself. Rely on what you know of where it came from.',
  vi: 'Tệp tự nó không chứng minh điều gì. Căn cứ vào nguồn đã cung cấp tệp.',
};

/** The Signature in messages of other systems (`spec/edxml.md`, section 7): information, never a reason to refuse. */
export const foreignErrors = {
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
