/** Codes of keys that live in a PKCS#11 token: a smart card, a USB token, a hardware security module. */
import type { ErrorEntry } from './entry.js';

export const tokenErrors = {
  'token.uri': {
    retryable: false,
    en: {
      what: 'This is no PKCS#11 URI that can be used (RFC 7512): {reason}.',
      todo: 'Write it like pkcs11:token=H41;object=seal?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/srv/edoc/h41/secrets/pin',
    },
    vi: {
      what: 'Đây không phải là URI PKCS#11 dùng được (RFC 7512): {reason}.',
      todo: 'Viết theo mẫu pkcs11:token=H41;object=seal?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/srv/edoc/h41/secrets/pin',
    },
  },
  'token.driver': {
    retryable: false,
    en: {
      what: 'The native part that speaks to tokens (pkcs11js) is not built on this machine.',
      todo: 'Run "npm run setup" in the installation, then start again.',
    },
    vi: {
      what: 'Thành phần giao tiếp với thiết bị lưu khóa (pkcs11js) chưa được biên dịch trên máy này.',
      todo: 'Chạy "npm run setup" trong thư mục cài đặt rồi khởi động lại.',
    },
  },
  'token.module': {
    retryable: false,
    en: {
      what: 'The PKCS#11 module {module} cannot be loaded ({reason}).',
      todo: "Install the maker's driver of the token, and give its path as module-path.",
    },
    vi: {
      what: 'Không nạp được thư viện PKCS#11 {module} ({reason}).',
      todo: 'Cài trình điều khiển của nhà sản xuất thiết bị và ghi đúng đường dẫn ở module-path.',
    },
  },
  'token.absent': {
    retryable: true,
    en: {
      what: 'The token {token} is not there.',
      todo: 'Plug it in, or see whether the hardware module is reachable. It is looked for again at the next signature.',
    },
    vi: {
      what: 'Không thấy thiết bị lưu khóa {token}.',
      todo: 'Cắm lại thiết bị hoặc kiểm tra kết nối tới thiết bị HSM. Nút sẽ tự tìm lại khi cần ký.',
    },
  },
  'token.ambiguous': {
    retryable: false,
    en: {
      what: '{count} tokens fit {token}.',
      todo: 'Say in the URI which one, for example with serial=.',
    },
    vi: {
      what: 'Có {count} thiết bị lưu khóa cùng khớp với {token}.',
      todo: 'Nêu rõ thiết bị nào trong URI, ví dụ bằng serial=.',
    },
  },
  'token.pin-missing': {
    retryable: false,
    en: {
      what: 'The token {token} asks for a PIN, and no source for it is named.',
      todo: 'Name one in the URI with pin-source= (file:, credential:, socket: or fd:).',
    },
    vi: {
      what: 'Thiết bị lưu khóa {token} yêu cầu mã PIN nhưng chưa nêu nguồn lấy mã PIN.',
      todo: 'Nêu nguồn trong URI bằng pin-source= (file:, credential:, socket: hoặc fd:).',
    },
  },
  'token.pin-wrong': {
    retryable: false,
    en: {
      what: 'The token {token} does not accept the PIN. It was tried once and will not be tried again.',
      todo: 'Correct the PIN at its source, then run "edoc key test", which logs in once at your word. A few wrong PINs lock a token.',
    },
    vi: {
      what: 'Thiết bị lưu khóa {token} không chấp nhận mã PIN. Mã này chỉ được thử một lần và sẽ không thử lại.',
      todo: 'Sửa mã PIN tại nguồn rồi chạy "edoc key test" để đăng nhập một lần theo yêu cầu của bạn. Nhập sai vài lần thiết bị sẽ bị khóa.',
    },
  },
  'token.pin-doubtful': {
    retryable: false,
    en: {
      what: 'The token {token} was given a wrong PIN last time, so that the node does not try by itself.',
      todo: 'Correct the PIN at its source, then run "edoc key test", which logs in once at your word.',
    },
    vi: {
      what: 'Lần trước thiết bị lưu khóa {token} đã nhận mã PIN sai nên nút không tự thử nữa.',
      todo: 'Sửa mã PIN tại nguồn rồi chạy "edoc key test" để đăng nhập một lần theo yêu cầu của bạn.',
    },
  },
  'token.pin-locked': {
    retryable: false,
    en: {
      what: 'The PIN of the token {token} is locked, or one more wrong PIN would lock it.',
      todo: 'Unlock it with the tool of its maker and the security officer’s PIN.',
    },
    vi: {
      what: 'Mã PIN của thiết bị lưu khóa {token} đã bị khóa, hoặc chỉ còn một lần nhập trước khi bị khóa.',
      todo: 'Mở khóa bằng công cụ của nhà sản xuất và mã PIN quản trị thiết bị.',
    },
  },
  'token.key-missing': {
    retryable: false,
    en: {
      what: 'The token {token} has no private key {key} with its public half.',
      todo: 'See what is there with "edoc key show --token URI", and correct object= or id= in the URI.',
    },
    vi: {
      what: 'Thiết bị lưu khóa {token} không có khóa bí mật {key} kèm khóa công khai.',
      todo: 'Xem các khóa hiện có bằng "edoc key show --token URI" rồi sửa object= hoặc id= trong URI.',
    },
  },
  'token.key-ambiguous': {
    retryable: false,
    en: {
      what: '{count} private keys of the token {token} fit {key}.',
      todo: 'Say in the URI which one with id=.',
    },
    vi: {
      what: 'Có {count} khóa bí mật trong thiết bị lưu khóa {token} cùng khớp với {key}.',
      todo: 'Nêu rõ khóa nào trong URI bằng id=.',
    },
  },
  'token.key-exists': {
    retryable: false,
    en: {
      what: 'The token {token} has a key {key} already.',
      todo: 'Give the new key another object= in the URI; a key is never written over.',
    },
    vi: {
      what: 'Thiết bị lưu khóa {token} đã có khóa {key}.',
      todo: 'Đặt object= khác cho khóa mới trong URI; khóa đã có không bao giờ bị ghi đè.',
    },
  },
  'token.key-unusable': {
    retryable: false,
    en: {
      what: 'The key {key} of the token {token} may not be used for signing.',
      todo: 'Make a new key for sealing (edoc key roll-over), or choose another one in the URI.',
    },
    vi: {
      what: 'Khóa {key} trong thiết bị lưu khóa {token} không được phép dùng để ký.',
      todo: 'Tạo khóa ký mới (edoc key roll-over) hoặc chọn khóa khác trong URI.',
    },
  },
  'token.mechanism': {
    retryable: false,
    en: {
      what: 'The token {token} cannot do {mechanism}.',
      todo: 'Use a key of another type, or another token.',
    },
    vi: {
      what: 'Thiết bị lưu khóa {token} không hỗ trợ {mechanism}.',
      todo: 'Dùng loại khóa khác hoặc thiết bị khác.',
    },
  },
  'token.write-protected': {
    retryable: false,
    en: {
      what: 'The token {token} cannot take a new key (write-protected or full).',
      todo: 'Use another token, or make room with the tool of its maker.',
    },
    vi: {
      what: 'Thiết bị lưu khóa {token} không nhận khóa mới (chống ghi hoặc đã đầy).',
      todo: 'Dùng thiết bị khác hoặc giải phóng bộ nhớ bằng công cụ của nhà sản xuất.',
    },
  },
  'token.gone': {
    retryable: true,
    en: {
      what: 'The token {token} went away or was reset while it was in use ({reason}).',
      todo: 'Plug it in again. Nothing is lost: the node opens it anew at the next signature, and messages wait meanwhile.',
    },
    vi: {
      what: 'Thiết bị lưu khóa {token} bị rút hoặc khởi tạo lại trong khi đang dùng ({reason}).',
      todo: 'Cắm lại thiết bị. Không mất dữ liệu: nút sẽ mở lại thiết bị ở lần ký sau, các thông điệp chờ trong thời gian đó.',
    },
  },
  'token.no-answer': {
    retryable: true,
    en: {
      what: 'The PKCS#11 module {module} has not answered for {seconds} seconds.',
      todo: 'See whether the token or the hardware module is reachable; if it stays so, restart the agent.',
    },
    vi: {
      what: 'Thư viện PKCS#11 {module} không trả lời trong {seconds} giây.',
      todo: 'Kiểm tra kết nối tới thiết bị lưu khóa hoặc HSM; nếu vẫn vậy hãy khởi động lại nút.',
    },
  },
  'token.failed': {
    retryable: true,
    en: {
      what: 'The token {token} failed ({reason}).',
      todo: 'Try again; if it stays so, look the code up in the documentation of the token.',
    },
    vi: {
      what: 'Thiết bị lưu khóa {token} gặp lỗi ({reason}).',
      todo: 'Thử lại; nếu vẫn vậy hãy tra mã lỗi trong tài liệu của thiết bị.',
    },
  },
} satisfies Record<string, ErrorEntry>;
