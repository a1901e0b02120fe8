/** Codes of secrets (passphrases, PINs) and of an agency's keys on its node. */
import type { ErrorEntry } from './entry.js';

export const secretErrors = {
  'secret.source': {
    retryable: false,
    en: {
      what: 'This does not say where a secret comes from.',
      todo: 'Write file:PATH, fd:NUMBER, credential:NAME or socket:PATH. The secret itself never stands in an argument or in a configuration.',
    },
    vi: {
      what: 'Nội dung này không cho biết nguồn lấy mật khẩu.',
      todo: 'Viết file:ĐƯỜNG_DẪN, fd:SỐ, credential:TÊN hoặc socket:ĐƯỜNG_DẪN. Không bao giờ ghi mật khẩu vào tham số lệnh hoặc cấu hình.',
    },
  },
  'secret.unavailable': {
    retryable: true,
    en: {
      what: 'The secret cannot be had from {source} ({reason}).',
      todo: 'See that the source is there and that this user may read it, then try again.',
    },
    vi: {
      what: 'Không lấy được mật khẩu từ {source} ({reason}).',
      todo: 'Kiểm tra nguồn này có tồn tại và người dùng hiện tại được quyền đọc, rồi thử lại.',
    },
  },
  'secret.empty': {
    retryable: false,
    en: { what: '{source} gives an empty secret.', todo: 'Put the secret there, on one line.' },
    vi: { what: 'Mật khẩu lấy từ {source} là rỗng.', todo: 'Đặt mật khẩu tại đó, trên một dòng.' },
  },
  'secret.too-long': {
    retryable: false,
    en: {
      what: '{source} gives more than a secret of at most {max} octets.',
      todo: 'Name the right source; the secret stands there alone.',
    },
    vi: {
      what: '{source} trả về nội dung dài hơn mật khẩu tối đa {max} byte.',
      todo: 'Chỉ đúng nguồn; tại đó chỉ có mật khẩu.',
    },
  },
  'secret.no-terminal': {
    retryable: false,
    en: {
      what: 'There is no terminal on which the passphrase could be asked for.',
      todo: 'Say with --passphrase-from where it comes from: file:PATH, fd:NUMBER, credential:NAME or socket:PATH.',
    },
    vi: {
      what: 'Không có màn hình lệnh để hỏi mật khẩu.',
      todo: 'Dùng --passphrase-from để nêu nguồn: file:ĐƯỜNG_DẪN, fd:SỐ, credential:TÊN hoặc socket:ĐƯỜNG_DẪN.',
    },
  },
  'secret.interrupted': {
    retryable: false,
    en: { what: 'Nothing was typed; nothing was changed.', todo: 'Run the command again.' },
    vi: { what: 'Chưa nhập mật khẩu; không có gì thay đổi.', todo: 'Chạy lại lệnh.' },
  },
  'key.no-agency': {
    retryable: false,
    en: {
      what: 'There is no key for {agency} in {directory}.',
      todo: 'Make one with "edoc agent init" or "edoc key generate", or name another agency.',
    },
    vi: {
      what: 'Không có khóa nào cho {agency} trong {directory}.',
      todo: 'Tạo khóa bằng "edoc agent init" hoặc "edoc key generate", hoặc nêu cơ quan khác.',
    },
  },
  'key.pending': {
    retryable: false,
    en: {
      what: '{agency} has a new key already that waits for its certificate: {key}.',
      todo: 'Send request.pem to the operator of the axis and put the answer in place with "edoc agent init --enrolment FILE".',
    },
    vi: {
      what: '{agency} đã có khóa mới đang chờ cấp chứng thư: {key}.',
      todo: 'Gửi request.pem cho đơn vị vận hành trục và áp dụng trả lời bằng "edoc agent init --enrolment TỆP".',
    },
  },
  'key.other-agency': {
    retryable: false,
    en: {
      what: 'The certificate in the file is for {found}, not for {agency}.',
      todo: 'Give the file that the certification service issued for this agency, in the profile of the axis.',
    },
    vi: {
      what: 'Chứng thư trong tệp là của {found}, không phải của {agency}.',
      todo: 'Dùng đúng tệp do tổ chức chứng thực cấp cho cơ quan này, theo quy cách của trục.',
    },
  },
} satisfies Record<string, ErrorEntry>;
