import type { ErrorEntry } from './entry.js';

const askForNewRequest = {
  en: 'Ask the agency to make the request again with “edoc agent init” and to send it anew.',
  vi: 'Đề nghị cơ quan tạo lại yêu cầu bằng lệnh “edoc agent init” và gửi lại.',
};
const askOperator = {
  en: 'Ask the operator of the axis for the enrolment file that answers this node’s request.pem.',
  vi: 'Đề nghị đơn vị vận hành trục cấp tệp kết nối ứng với tệp request.pem của nút này.',
};
export const enrolmentErrors = {
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
  'enrolment.other-root': {
    retryable: false,
    en: {
      what: 'The enrolment file names a root that this node has not trusted so far: {found}.',
      todo: 'Ask the operator, by a way you trust, whether the root was replaced. If so, give its fingerprint with --root-sha256; else do not use the file.',
    },
    vi: {
      what: 'Tệp kết nối nêu chứng thư gốc mà nút này chưa từng tin cậy: {found}.',
      todo: 'Hãy hỏi đơn vị vận hành qua kênh tin cậy xem chứng thư gốc có được thay không. Nếu có, ghi dấu vân tay bằng --root-sha256; nếu không, không dùng tệp này.',
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
