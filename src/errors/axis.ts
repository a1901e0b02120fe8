import type { ErrorEntry } from './entry.js';

const publishAgain = {
  en: 'Run “edoc axis publish”.',
  vi: 'Hãy chạy lệnh “edoc axis publish”.',
};
const showAgencies = {
  en: '“edoc axis status” lists the agencies and nodes of the axis.',
  vi: 'Lệnh “edoc axis status” liệt kê các cơ quan và nút của trục.',
};

export const axisErrors = {
  'axis.exists': {
    retryable: false,
    en: {
      what: '{folder} holds another axis already: {name}.',
      todo: 'Choose another directory. An axis that is there is never written over.',
    },
    vi: {
      what: 'Thư mục {folder} đã chứa một trục khác: {name}.',
      todo: 'Hãy chọn thư mục khác. Trục đã có không bao giờ bị ghi đè.',
    },
  },
  'axis.missing': {
    retryable: false,
    en: {
      what: 'There is no axis in {folder}.',
      todo: 'Give its directory with --dir, or set one up with “edoc axis init”.',
    },
    vi: {
      what: 'Không có trục nào trong thư mục {folder}.',
      todo: 'Hãy chỉ đúng thư mục bằng --dir hoặc thiết lập trục bằng lệnh “edoc axis init”.',
    },
  },
  'axis.config': {
    retryable: false,
    en: {
      what: 'The configuration of the axis is not right: {reason}.',
      todo: 'Correct axis.json, or the option, at this place.',
    },
    vi: {
      what: 'Cấu hình của trục chưa đúng: {reason}.',
      todo: 'Hãy sửa axis.json, hoặc tùy chọn, ở vị trí này.',
    },
  },
  'axis.incomplete': {
    retryable: false,
    en: {
      what: 'The axis in {folder} lacks the file {file}.',
      todo: 'Restore the directory from its backup.',
    },
    vi: {
      what: 'Trục trong thư mục {folder} thiếu tệp {file}.',
      todo: 'Hãy khôi phục thư mục từ bản sao lưu.',
    },
  },
  'axis.locked': {
    retryable: true,
    en: {
      what: 'Another command is changing this axis.',
      todo: 'Wait until it has finished and run the command again.',
    },
    vi: {
      what: 'Một lệnh khác đang thay đổi trục này.',
      todo: 'Hãy chờ lệnh đó xong rồi chạy lại.',
    },
  },
  'axis.half-renewed': {
    retryable: false,
    en: {
      what: 'The axis’s own key and certificate “{name}” do not belong together: renewing them was interrupted.',
      todo: 'Run “edoc axis renew” again: it makes both anew. Then do what it says next.',
    },
    vi: {
      what: 'Khóa và chứng thư “{name}” của chính trục không khớp nhau: lần gia hạn trước bị gián đoạn.',
      todo: 'Hãy chạy lại “edoc axis renew”: lệnh này tạo lại cả hai. Sau đó làm theo hướng dẫn của lệnh.',
    },
  },
  'axis.register-damaged': {
    retryable: false,
    en: {
      what: 'The register of the axis was changed or damaged: line {line} does not follow from the one before it.',
      todo: 'Change nothing. Restore register.jsonl from its backup and find out who wrote to it.',
    },
    vi: {
      what: 'Sổ đăng ký của trục đã bị sửa hoặc hỏng: dòng {line} không khớp với dòng trước đó.',
      todo: 'Không thay đổi gì thêm. Hãy khôi phục register.jsonl từ bản sao lưu và tìm hiểu ai đã ghi vào tệp.',
    },
  },
  'axis.certificate-missing': {
    retryable: false,
    en: {
      what: 'The register names a certificate that is not kept: {certificate}.',
      todo: 'Restore the folder issued from its backup.',
    },
    vi: {
      what: 'Sổ đăng ký nêu một chứng thư không còn được lưu: {certificate}.',
      todo: 'Hãy khôi phục thư mục issued từ bản sao lưu.',
    },
  },
  'axis.unknown-agency': {
    retryable: false,
    en: { what: 'No agency with the code {agency} is on this axis.', todo: showAgencies.en },
    vi: { what: 'Không có cơ quan mã {agency} trên trục này.', todo: showAgencies.vi },
  },
  'axis.unknown-node': {
    retryable: false,
    en: { what: 'No node named {node} is on this axis.', todo: showAgencies.en },
    vi: { what: 'Không có nút tên {node} trên trục này.', todo: showAgencies.vi },
  },
  'axis.unknown-certificate': {
    retryable: false,
    en: {
      what: '{certificate} does not name exactly one certificate of {agency}.',
      todo: 'Give its SHA-256 in hexadecimal, or at least the first eight digits. “edoc axis show” lists those of an agency, register.jsonl all.',
    },
    vi: {
      what: '{certificate} không chỉ ra đúng một chứng thư của {agency}.',
      todo: 'Hãy cho SHA-256 dạng thập lục phân, ít nhất tám chữ số đầu. Lệnh “edoc axis show” liệt kê chứng thư của cơ quan, tệp register.jsonl liệt kê tất cả.',
    },
  },
  'axis.nothing-replaced': {
    retryable: false,
    en: {
      what: 'Nothing was revoked: there is one certificate “{name}” alone, and it is in use.',
      todo: 'Run “edoc axis renew” and do what it says next, then this again. To revoke it as it is, name it with --certificate.',
    },
    vi: {
      what: 'Chưa thu hồi gì: chỉ có một chứng thư “{name}” và nó đang được dùng.',
      todo: 'Hãy chạy “edoc axis renew”, làm theo hướng dẫn của lệnh, rồi chạy lại lệnh này. Muốn thu hồi chính chứng thư đó, hãy nêu nó bằng --certificate.',
    },
  },
  'axis.agency-closed': {
    retryable: false,
    en: {
      what: 'Agency {agency} has left the axis for good.',
      todo: 'A closed agency is not opened again. Enrol its successor under a code of its own.',
    },
    vi: {
      what: 'Cơ quan {agency} đã rời trục vĩnh viễn.',
      todo: 'Cơ quan đã đóng không được mở lại. Hãy kết nối cơ quan kế thừa với mã riêng.',
    },
  },
  'axis.successor': {
    retryable: false,
    en: {
      what: '{successor} cannot succeed {agency}.',
      todo: 'Name another agency, one that is on the axis and not closed.',
    },
    vi: {
      what: '{successor} không thể kế thừa {agency}.',
      todo: 'Hãy nêu một cơ quan khác đang có trên trục và chưa đóng.',
    },
  },
  'axis.agency-or-node': {
    retryable: false,
    en: {
      what: 'Name either an agency or a node.',
      todo: 'Give an agency code, or --node with the name of a node.',
    },
    vi: { what: 'Hãy nêu một cơ quan hoặc một nút.', todo: 'Cho mã cơ quan, hoặc --node với tên của nút.' },
  },
  'axis.access-pending': {
    retryable: true,
    en: {
      what: 'The broker has not taken over yet what the register says of node {node}.',
      todo: 'Run “edoc axis provision”.',
    },
    vi: {
      what: 'Máy chủ trung chuyển chưa áp dụng nội dung sổ đăng ký đối với nút {node}.',
      todo: 'Hãy chạy lệnh “edoc axis provision”.',
    },
  },
  'axis.directory-none': {
    retryable: false,
    en: { what: 'No directory was published yet: no node can send.', todo: publishAgain.en },
    vi: { what: 'Chưa công bố danh bạ nào: chưa nút nào gửi được.', todo: publishAgain.vi },
  },
  'axis.directory-unpublished': {
    retryable: true,
    en: {
      what: 'Publishing version {version} of the directory did not come to its end.',
      todo: publishAgain.en,
    },
    vi: { what: 'Việc công bố danh bạ phiên bản {version} chưa hoàn tất.', todo: publishAgain.vi },
  },
  'axis.directory-outdated': {
    retryable: false,
    en: { what: 'Agencies changed after version {version} of the directory.', todo: publishAgain.en },
    vi: { what: 'Có cơ quan thay đổi sau danh bạ phiên bản {version}.', todo: publishAgain.vi },
  },
  'axis.directory-expires': {
    retryable: false,
    en: {
      what: 'Version {version} of the directory is good until {date} only; after that nodes refuse to send.',
      todo: publishAgain.en,
    },
    vi: {
      what: 'Danh bạ phiên bản {version} chỉ còn hiệu lực đến {date}; sau đó các nút ngừng gửi.',
      todo: publishAgain.vi,
    },
  },
  'axis.certificate-expires': {
    retryable: false,
    en: {
      what: 'The certificate of {subject} ends on {date}.',
      todo: 'For a node or agency, enrol its request.pem again and send the new enrolment file; for what is the axis’s own, run “edoc axis renew”. The root is not renewed: docs/operations.md.',
    },
    vi: {
      what: 'Chứng thư của {subject} hết hạn ngày {date}.',
      todo: 'Với nút hoặc cơ quan, hãy kết nối lại tệp request.pem của nó và gửi tệp kết nối mới; với chứng thư của chính trục, chạy “edoc axis renew”. Chứng thư gốc không gia hạn được: xem docs/operations.md.',
    },
  },
  'axis.dead-letters': {
    retryable: false,
    en: {
      what: '{count} messages lie in the dead-letter queue of node {node}: it could not take them.',
      todo: 'Look at the node’s log, then bring them back with its quarantine commands.',
    },
    vi: {
      what: 'Có {count} thông điệp nằm trong hàng đợi lỗi của nút {node}: nút không nhận được.',
      todo: 'Hãy xem nhật ký của nút rồi xử lý bằng các lệnh cách ly của nút đó.',
    },
  },
} satisfies Record<string, ErrorEntry>;
