import type { ErrorEntry } from './entry.js';

const checkAddress = {
  en: 'Check the address in the configuration.',
  vi: 'Hãy kiểm tra địa chỉ trong cấu hình.',
};
const issueList = {
  en: 'Run “edoc axis crl”.',
  vi: 'Hãy chạy lệnh “edoc axis crl”.',
};

/** Time stamps and revocation: the services, and the operator's keeping of them. */
export const authorityErrors = {
  'authority.url': {
    retryable: false,
    en: { what: '{address} is not the address of a service: http:// or https://.', todo: checkAddress.en },
    vi: {
      what: '{address} không phải là địa chỉ dịch vụ: phải bắt đầu bằng http:// hoặc https://.',
      todo: checkAddress.vi,
    },
  },
  'authority.unavailable': {
    retryable: true,
    en: {
      what: 'The service {address} does not answer: {reason}.',
      todo: 'It is asked again later. Where it stays so, check the network and ask whoever runs the service.',
    },
    vi: {
      what: 'Dịch vụ {address} không trả lời: {reason}.',
      todo: 'Hệ thống sẽ hỏi lại sau. Nếu tình trạng kéo dài, hãy kiểm tra mạng và liên hệ đơn vị vận hành dịch vụ.',
    },
  },
  'authority.answer': {
    retryable: false,
    en: {
      what: 'What answers at {address} is not the service that was asked for: {reason}.',
      todo: checkAddress.en,
    },
    vi: {
      what: 'Địa chỉ {address} không trả lời đúng dịch vụ được hỏi: {reason}.',
      todo: checkAddress.vi,
    },
  },
  'authority.too-large': {
    retryable: false,
    en: {
      what: 'The answer of {address} is longer than {max} octets and was not read.',
      todo: 'Tell whoever runs the service.',
    },
    vi: {
      what: 'Trả lời của {address} dài quá {max} octet nên không được đọc.',
      todo: 'Hãy báo cho đơn vị vận hành dịch vụ.',
    },
  },
  'authority.cannot-listen': {
    retryable: false,
    en: {
      what: 'The service cannot listen at {address}: {reason}.',
      todo: 'Choose another address with --listen, or end the program that uses this one.',
    },
    vi: {
      what: 'Không mở được dịch vụ tại {address}: {reason}.',
      todo: 'Hãy chọn địa chỉ khác bằng --listen hoặc dừng chương trình đang dùng địa chỉ này.',
    },
  },
  'authority.nothing-to-serve': {
    retryable: false,
    en: {
      what: 'Every service is switched off.',
      todo: 'Leave out one of --no-tsa, --no-ocsp and --no-crl.',
    },
    vi: {
      what: 'Mọi dịch vụ đều bị tắt.',
      todo: 'Hãy bỏ bớt một trong các tùy chọn --no-tsa, --no-ocsp và --no-crl.',
    },
  },
  'authority.no-key': {
    retryable: false,
    en: {
      what: 'The axis in {folder} has no key and certificate “{name}” yet.',
      todo: 'Run “edoc axis init” of this axis again: it makes what is missing. “edoc axis renew” does too.',
    },
    vi: {
      what: 'Trục trong {folder} chưa có khóa và chứng thư “{name}”.',
      todo: 'Hãy chạy lại lệnh “edoc axis init” của trục này để tạo phần còn thiếu, hoặc chạy “edoc axis renew”.',
    },
  },
  'authority.crl-missing': {
    retryable: false,
    en: {
      what: 'There is no revocation list that agrees with the register.',
      todo: issueList.en,
    },
    vi: {
      what: 'Chưa có danh sách chứng thư bị thu hồi khớp với sổ đăng ký.',
      todo: issueList.vi,
    },
  },
  'authority.crl-outdated': {
    retryable: false,
    en: {
      what: 'Certificates were revoked after revocation list {number} was issued.',
      todo: issueList.en,
    },
    vi: {
      what: 'Có chứng thư bị thu hồi sau khi ban hành danh sách thu hồi số {number}.',
      todo: issueList.vi,
    },
  },
  'authority.crl-expires': {
    retryable: false,
    en: { what: 'Revocation list {number} is good until {date}.', todo: issueList.en },
    vi: { what: 'Danh sách thu hồi số {number} có hiệu lực đến {date}.', todo: issueList.vi },
  },
  'authority.crl-incomplete': {
    retryable: false,
    en: {
      what: 'The revoked certificate {certificate} of {subject} is not on the list: its serial number is not known.',
      todo: 'Restore the folder “issued” of the axis from its backup, then run “edoc axis crl”.',
    },
    vi: {
      what: 'Chứng thư đã thu hồi {certificate} của {subject} không có trong danh sách: không biết số sê-ri.',
      todo: 'Hãy khôi phục thư mục “issued” của trục từ bản sao lưu, rồi chạy “edoc axis crl”.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
