import type { ErrorEntry } from './entry.js';

const askForNewRequest = {
  en: 'Ask the agency to make the request again with “edoc agent init” and to send it anew.',
  vi: 'Đề nghị cơ quan tạo lại yêu cầu bằng lệnh “edoc agent init” và gửi lại.',
};
const askOperator = {
  en: 'Ask the operator of the axis for the enrolment file that answers this node’s request.pem.',
  vi: 'Đề nghị đơn vị vận hành trục cấp tệp kết nối ứng với tệp request.pem của nút này.',
};
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
      todo: 'For a node or agency, enrol its request.pem again and send the new enrolment file.',
    },
    vi: {
      what: 'Chứng thư của {subject} hết hạn ngày {date}.',
      todo: 'Với nút hoặc cơ quan, hãy kết nối lại tệp request.pem của nó và gửi tệp kết nối mới.',
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

  'enrolment.request-malformed': {
    retryable: false,
    en: {
      what: 'The file is not a request of “edoc agent init”: certificate requests for one node and for its agencies.',
      todo: askForNewRequest.en,
    },
    vi: {
      what: 'Tệp không phải là yêu cầu do “edoc agent init” tạo: gồm yêu cầu chứng thư cho một nút và các cơ quan của nút.',
      todo: askForNewRequest.vi,
    },
  },
  'enrolment.node-name': {
    retryable: false,
    en: {
      what: '“{node}” cannot name a node: a–z, 0–9 and hyphens, beginning with a letter, at most 32; not the operator’s own.',
      todo: askForNewRequest.en,
    },
    vi: {
      what: '“{node}” không thể là tên nút: chỉ gồm a–z, 0–9 và dấu gạch nối, bắt đầu bằng chữ cái, tối đa 32 ký tự; không trùng tên của đơn vị vận hành.',
      todo: askForNewRequest.vi,
    },
  },
  'enrolment.agency-code': {
    retryable: false,
    en: { what: '“{agency}” is not an agency code such as H41 or 000.00.00.H41.', todo: askForNewRequest.en },
    vi: {
      what: '“{agency}” không phải là mã cơ quan như H41 hoặc 000.00.00.H41.',
      todo: askForNewRequest.vi,
    },
  },
  'enrolment.agency-repeated': {
    retryable: false,
    en: { what: 'The request names agency {agency} more than once.', todo: askForNewRequest.en },
    vi: { what: 'Yêu cầu nêu cơ quan {agency} nhiều lần.', todo: askForNewRequest.vi },
  },
  'enrolment.one-agency': {
    retryable: false,
    en: {
      what: 'The request is for {count} agencies, but --name and --legacy-code speak of one.',
      todo: 'Leave these options out, or enrol the agencies by requests of their own.',
    },
    vi: {
      what: 'Yêu cầu gồm {count} cơ quan, trong khi --name và --legacy-code chỉ dùng cho một cơ quan.',
      todo: 'Hãy bỏ các tùy chọn này hoặc kết nối từng cơ quan bằng yêu cầu riêng.',
    },
  },
  'enrolment.agency-taken': {
    retryable: false,
    en: {
      what: 'Agency {agency} is on the axis already, served by node {node}.',
      todo: 'If it really moves to the node of this request, make sure with the agency itself and add --replace.',
    },
    vi: {
      what: 'Cơ quan {agency} đã có trên trục, do nút {node} phục vụ.',
      todo: 'Nếu cơ quan thực sự chuyển sang nút trong yêu cầu này, hãy xác nhận trực tiếp với cơ quan rồi thêm --replace.',
    },
  },
  'enrolment.other-key': {
    retryable: false,
    en: {
      what: '{subject} is on the axis already with another key than the one in this request.',
      todo: 'If it really has a new key, make sure with the agency itself and add --replace.',
    },
    vi: {
      what: '{subject} đã có trên trục với khóa khác với khóa trong yêu cầu này.',
      todo: 'Nếu thực sự đã đổi khóa, hãy xác nhận trực tiếp với cơ quan rồi thêm --replace.',
    },
  },
  'enrolment.revoked-key': {
    retryable: false,
    en: {
      what: 'The request of {subject} uses a key whose certificate was revoked.',
      todo: 'Ask the agency to make a new key: “edoc agent init” in an empty directory.',
    },
    vi: {
      what: 'Yêu cầu của {subject} dùng khóa có chứng thư đã bị thu hồi.',
      todo: 'Đề nghị cơ quan tạo khóa mới: chạy “edoc agent init” trong một thư mục trống.',
    },
  },
  'enrolment.legacy-taken': {
    retryable: false,
    en: {
      what: 'The code {code} names agency {agency} already.',
      todo: 'Check both codes with the agencies.',
    },
    vi: {
      what: 'Mã {code} đã dùng cho cơ quan {agency}.',
      todo: 'Hãy kiểm tra lại cả hai mã với các cơ quan.',
    },
  },
  'enrolment.malformed': {
    retryable: false,
    en: { what: 'The file is not an enrolment file of “edoc axis enroll”.', todo: askOperator.en },
    vi: { what: 'Tệp không phải là tệp kết nối do “edoc axis enroll” tạo.', todo: askOperator.vi },
  },
  'enrolment.other-node': {
    retryable: false,
    en: {
      what: 'The enrolment file is for node {found}, this directory is of node {node}.',
      todo: askOperator.en,
    },
    vi: {
      what: 'Tệp kết nối dành cho nút {found}, còn thư mục này là của nút {node}.',
      todo: askOperator.vi,
    },
  },
  'enrolment.no-key': {
    retryable: false,
    en: {
      what: 'The enrolment file names agency {agency}, for which this node has no key.',
      todo: askOperator.en,
    },
    vi: {
      what: 'Tệp kết nối nêu cơ quan {agency}, nhưng nút này không có khóa của cơ quan đó.',
      todo: askOperator.vi,
    },
  },
  'enrolment.not-ours': {
    retryable: false,
    en: {
      what: 'The certificate for {subject} was not issued for this node’s key or name.',
      todo: askOperator.en,
    },
    vi: {
      what: 'Chứng thư cho {subject} không được cấp cho khóa hoặc tên của nút này.',
      todo: askOperator.vi,
    },
  },
  'enrolment.fingerprint': {
    retryable: false,
    en: {
      what: 'The root of the axis in the enrolment file has another fingerprint: {found}.',
      todo: 'Do not use the file. Ask the operator, by a way you trust, for the fingerprint and for the file.',
    },
    vi: {
      what: 'Chứng thư gốc của trục trong tệp kết nối có dấu vân tay khác: {found}.',
      todo: 'Không dùng tệp này. Hãy hỏi đơn vị vận hành qua kênh tin cậy về dấu vân tay và tệp.',
    },
  },

  'init.nothing-asked': {
    retryable: false,
    en: {
      what: 'It is not said what to set up.',
      todo: 'Give --node, --agency and --name for a new node, or --enrolment with the operator’s answer.',
    },
    vi: {
      what: 'Chưa rõ cần thiết lập gì.',
      todo: 'Cho --node, --agency và --name để tạo nút mới, hoặc --enrolment với tệp trả lời của đơn vị vận hành.',
    },
  },
  'init.names': {
    retryable: false,
    en: {
      what: 'There are {agencies} agencies and {names} names.',
      todo: 'Give one --name for each --agency, in the same order.',
    },
    vi: {
      what: 'Có {agencies} cơ quan nhưng {names} tên.',
      todo: 'Mỗi --agency cần một --name, theo cùng thứ tự.',
    },
  },
  'init.other-node': {
    retryable: false,
    en: {
      what: '{folder} belongs to node {found} already.',
      todo: 'Use another directory for node {node}.',
    },
    vi: {
      what: 'Thư mục {folder} đã thuộc về nút {found}.',
      todo: 'Hãy dùng thư mục khác cho nút {node}.',
    },
  },
  'init.no-request': {
    retryable: false,
    en: {
      what: '{folder} has no request.pem: the first step was not taken here.',
      todo: 'Run “edoc agent init --dir {folder} --node … --agency … --name …” first, or give the right directory.',
    },
    vi: {
      what: 'Thư mục {folder} không có request.pem: chưa thực hiện bước thứ nhất tại đây.',
      todo: 'Trước hết hãy chạy “edoc agent init --dir {folder} --node … --agency … --name …”, hoặc chỉ đúng thư mục.',
    },
  },
} satisfies Record<string, ErrorEntry>;
