import type { ErrorEntry } from './entry.js';

const keepAsEvidence = {
  en: 'It is kept in quarantine and changes nothing. Give it to the operator of the axis.',
  vi: 'Tệp được giữ trong vùng cách ly và không làm thay đổi gì. Chuyển cho đơn vị vận hành trục xem xét.',
};
const askOperator = {
  en: 'Ask the operator of the axis; they keep the directory.',
  vi: 'Liên hệ đơn vị vận hành trục, nơi quản lý danh bạ.',
};

/** Receipts, pings, the directory, statuses and the life of a document. */
export const protocolErrors = {
  // ------------------------------------------------------------------------------------------- receipts
  'receipt.form': {
    retryable: false,
    en: { what: 'The receipt is not written in its one form ({reason}).', todo: keepAsEvidence.en },
    vi: { what: 'Biên nhận không được ghi đúng dạng quy định ({reason}).', todo: keepAsEvidence.vi },
  },
  'receipt.unknown-packet': {
    retryable: false,
    en: {
      what: 'The receipt answers packet {packet}, which was never sent from here.',
      todo: keepAsEvidence.en,
    },
    vi: {
      what: 'Biên nhận trả lời gói tin {packet}, gói tin này chưa từng được gửi từ đây.',
      todo: keepAsEvidence.vi,
    },
  },
  'receipt.other-digest': {
    retryable: false,
    en: {
      what: 'The receipt speaks of other octets than those sent as packet {packet}.',
      todo: keepAsEvidence.en,
    },
    vi: {
      what: 'Biên nhận nói về nội dung khác với nội dung đã gửi trong gói tin {packet}.',
      todo: keepAsEvidence.vi,
    },
  },
  'receipt.not-a-recipient': {
    retryable: false,
    en: {
      what: 'The receipt comes from {agency}, to which packet {packet} was not sent.',
      todo: keepAsEvidence.en,
    },
    vi: {
      what: 'Biên nhận đến từ {agency}, nơi không thuộc danh sách nhận gói tin {packet}.',
      todo: keepAsEvidence.vi,
    },
  },
  'receipt.other-agency': {
    retryable: false,
    en: { what: 'The receipt names {recipient} and is sealed by {sealed}.', todo: keepAsEvidence.en },
    vi: { what: 'Biên nhận ghi tên {recipient} nhưng do {sealed} ký.', todo: keepAsEvidence.vi },
  },
  'receipt.contradicts': {
    retryable: false,
    en: {
      what: 'The receipt says "{outcome}", but a receipt with the other outcome was stored before.',
      todo: 'The first receipt stands. Ask the recipient which of the two is meant; both are kept as evidence.',
    },
    vi: {
      what: 'Biên nhận ghi "{outcome}", nhưng trước đó đã lưu một biên nhận có kết quả ngược lại.',
      todo: 'Biên nhận đầu tiên có hiệu lực. Hỏi lại bên nhận kết quả nào là đúng; cả hai đều được giữ làm chứng cứ.',
    },
  },
  // ------------------------------------------------------------------------------------------- pings
  'ping.form': {
    retryable: false,
    en: {
      what: 'The ping is not written in its one form ({reason}).',
      todo: 'Tell the operator of the sending node.',
    },
    vi: {
      what: 'Thông điệp kiểm tra kết nối không được ghi đúng dạng quy định ({reason}).',
      todo: 'Báo cho đơn vị quản lý nút gửi.',
    },
  },
  'ping.not-addressed': {
    retryable: false,
    en: {
      what: 'The ping for {agency} is not for this node, or its sender is not the one that sealed it.',
      todo: 'Compare the directories of both nodes: one of them may be out of date.',
    },
    vi: {
      what: 'Thông điệp kiểm tra gửi {agency} không thuộc nút này, hoặc bên gửi không phải bên đã ký.',
      todo: 'Đối chiếu danh bạ của hai nút: một bên có thể đã cũ.',
    },
  },
  'ping.unroutable': {
    retryable: true,
    en: {
      what: 'The broker has no queue for node {node}.',
      todo: 'Ask the operator of the axis whether the node has been set up.',
    },
    vi: {
      what: 'Máy chủ trung chuyển không có hàng đợi cho nút {node}.',
      todo: 'Hỏi đơn vị vận hành trục xem nút này đã được thiết lập chưa.',
    },
  },
  'ping.unanswered': {
    retryable: true,
    en: {
      what: 'No answer came within {timeoutMs} ms.',
      todo: 'The node may be switched off. Try again, then call the agency.',
    },
    vi: {
      what: 'Không có trả lời trong {timeoutMs} ms.',
      todo: 'Nút đó có thể đang tắt. Thử lại, sau đó liên hệ cơ quan.',
    },
  },
  // ------------------------------------------------------------------------------------------- missing parts
  'missing.form': {
    retryable: false,
    en: {
      what: 'The message about missing parts is not written in its one form ({reason}).',
      todo: 'Tell the operator of the sending node.',
    },
    vi: {
      what: 'Thông điệp báo thiếu phần của tệp đính kèm không được ghi đúng dạng quy định ({reason}).',
      todo: 'Báo cho đơn vị quản lý nút gửi.',
    },
  },
  'missing.not-sent': {
    retryable: false,
    en: {
      what: 'Node {node} asks for parts of packet {packet}, which did not go to it with such parts.',
      todo: 'Nothing was sent. Ask the operator of that node; if it comes again, tell the operator of the axis.',
    },
    vi: {
      what: 'Nút {node} yêu cầu các phần tệp của gói tin {packet}, nhưng gói tin này không được gửi đến nút đó kèm các phần như vậy.',
      todo: 'Không có gì được gửi đi. Hỏi đơn vị quản lý nút đó; nếu lặp lại thì báo đơn vị vận hành trục.',
    },
  },
  // ------------------------------------------------------------------------------------------- directory
  'directory.form': {
    retryable: false,
    en: { what: 'The directory page is not written in its one form ({reason}).', todo: askOperator.en },
    vi: { what: 'Trang danh bạ không được ghi đúng dạng quy định ({reason}).', todo: askOperator.vi },
  },
  'directory.missing': {
    retryable: true,
    en: {
      what: 'This node has no directory yet.',
      todo: 'Keep the node connected; the operator of the axis sends the directory.',
    },
    vi: {
      what: 'Nút này chưa có danh bạ.',
      todo: 'Giữ kết nối; đơn vị vận hành trục sẽ gửi danh bạ.',
    },
  },
  'directory.expired': {
    retryable: true,
    en: {
      what: 'Version {version} of the directory has run out; nothing is sent until a newer one comes.',
      todo: 'Keep the node connected and ask the operator of the axis for a new directory. Documents still arrive.',
    },
    vi: {
      what: 'Danh bạ phiên bản {version} đã hết hiệu lực; chưa thể gửi cho đến khi có bản mới.',
      todo: 'Giữ kết nối và đề nghị đơn vị vận hành trục cấp danh bạ mới. Văn bản đến vẫn được nhận.',
    },
  },
  'directory.unknown-agency': {
    retryable: true,
    en: {
      what: 'No agency has the code {agency} in the directory.',
      todo: 'Look for the agency by name in the directory and use the code that it lists.',
    },
    vi: {
      what: 'Danh bạ không có cơ quan nào mang mã {agency}.',
      todo: 'Tìm cơ quan theo tên trong danh bạ và dùng mã được ghi ở đó.',
    },
  },
  'directory.closed': {
    retryable: false,
    en: {
      what: 'The agency {agency} has been closed. Its successor: {successor}.',
      todo: 'Send to the successor.',
    },
    vi: {
      what: 'Cơ quan {agency} đã ngừng hoạt động. Cơ quan kế thừa: {successor}.',
      todo: 'Gửi đến cơ quan kế thừa.',
    },
  },
  'directory.suspended': {
    retryable: true,
    en: { what: 'The agency {agency} is suspended: it neither sends nor receives.', todo: askOperator.en },
    vi: { what: 'Cơ quan {agency} đang tạm ngừng: không gửi và không nhận.', todo: askOperator.vi },
  },
  'directory.unknown-certificate': {
    retryable: true,
    en: {
      what: 'Certificate {certificate}… is not listed in the directory for {agency}.',
      todo: 'A newer directory may list it; otherwise the agency must seal with a certificate that is listed.',
    },
    vi: {
      what: 'Chứng thư {certificate}… không có trong danh bạ của {agency}.',
      todo: 'Danh bạ mới hơn có thể đã có; nếu không, cơ quan phải ký bằng chứng thư có trong danh bạ.',
    },
  },
  'directory.revoked-certificate': {
    retryable: false,
    en: {
      what: 'Certificate {certificate}… of {agency} was revoked before the seal was made.',
      todo: 'Do not use the content. Ask the agency by telephone, and tell the operator of the axis.',
    },
    vi: {
      what: 'Chứng thư {certificate}… của {agency} đã bị thu hồi trước thời điểm ký.',
      todo: 'Không sử dụng nội dung. Liên hệ cơ quan qua điện thoại và báo đơn vị vận hành trục.',
    },
  },
  // ------------------------------------------------------------------------------------------- life of a document
  'status.behind-another': {
    retryable: false,
    en: {
      what: 'An earlier answer of the same agency about this document was given up, so this one was not sent either.',
      todo: 'Send both again, in their order: edoc resend DOCUMENT.',
    },
    vi: {
      what: 'Phản hồi trước đó của cùng cơ quan về văn bản này đã không gửi được, nên phản hồi này cũng chưa được gửi.',
      todo: 'Gửi lại cả hai theo đúng thứ tự: edoc resend VĂN-BẢN.',
    },
  },
  'status.not-allowed': {
    retryable: false,
    en: {
      what: '"{code}" is not possible: the document is at "{state}".',
      todo: 'Possible now: {allowed}.',
    },
    vi: {
      what: 'Không thể chuyển sang "{code}": văn bản đang ở trạng thái "{state}".',
      todo: 'Hiện có thể chọn: {allowed}.',
    },
  },
  'lifecycle.unknown-state': {
    retryable: false,
    en: {
      what: '"{state}" is not a state of {machine}.',
      todo: 'The register was written by a newer version or is damaged. Stop the node and update it, or restore a backup.',
    },
    vi: {
      what: '"{state}" không phải trạng thái hợp lệ của {machine}.',
      todo: 'Sổ dữ liệu do phiên bản mới hơn ghi hoặc đã hỏng. Dừng nút và cập nhật phần mềm, hoặc khôi phục bản sao lưu.',
    },
  },
} satisfies Record<string, ErrorEntry>;
