import type { ErrorEntry } from './entry.js';

export const brokerErrors = {
  'broker.unavailable': {
    retryable: true,
    en: {
      what: 'The broker at {address} cannot be reached, or the connection to it was lost.',
      todo: 'Nothing is lost: sending goes on by itself once the connection is back. If it stays away, check the network, the address and the broker.',
    },
    vi: {
      what: 'Không kết nối được tới máy chủ trung chuyển {address}, hoặc kết nối đã bị ngắt.',
      todo: 'Dữ liệu không bị mất: việc gửi sẽ tự tiếp tục khi có lại kết nối. Nếu kéo dài, hãy kiểm tra mạng, địa chỉ và máy chủ trung chuyển.',
    },
  },
  'broker.refused': {
    retryable: true,
    en: {
      what: 'The broker at {address} refuses node {node}.',
      todo: 'The node may be suspended, revoked, or not enrolled on this axis: ask the operator. The node keeps trying.',
    },
    vi: {
      what: 'Máy chủ trung chuyển {address} từ chối nút {node}.',
      todo: 'Nút có thể đang bị tạm đình chỉ, bị thu hồi hoặc chưa được đăng ký trên trục: hãy liên hệ đơn vị vận hành. Nút vẫn tiếp tục thử lại.',
    },
  },
  'broker.tls': {
    retryable: true,
    en: {
      what: 'No trusted TLS connection to the broker at {address} could be made ({reason}).',
      todo: "Check that the broker's certificate is issued by the axis and names this address, and that the node's own certificate and key belong together and have not expired.",
    },
    vi: {
      what: 'Không thiết lập được kết nối TLS tin cậy tới máy chủ trung chuyển {address} ({reason}).',
      todo: 'Hãy kiểm tra chứng thư của máy chủ trung chuyển có do trục cấp và đúng địa chỉ này không, chứng thư và khóa của nút có khớp nhau và còn hạn không.',
    },
  },
  'broker.nacked': {
    retryable: true,
    en: {
      what: 'The broker did not take message {messageId}.',
      todo: 'It is sent again later. If this repeats, the broker is short of disk space or a queue is unavailable: ask the operator.',
    },
    vi: {
      what: 'Máy chủ trung chuyển không nhận thông điệp {messageId}.',
      todo: 'Thông điệp sẽ được gửi lại sau. Nếu lặp lại nhiều lần, có thể máy chủ thiếu dung lượng đĩa hoặc hàng đợi không sẵn sàng: hãy liên hệ đơn vị vận hành.',
    },
  },
  'broker.blocked': {
    retryable: true,
    en: {
      what: 'The broker takes no messages at present: it is short of memory or disk space.',
      todo: 'Sending goes on by itself once the broker has room. Tell the operator if it lasts.',
    },
    vi: {
      what: 'Máy chủ trung chuyển tạm thời không nhận thông điệp vì thiếu bộ nhớ hoặc dung lượng đĩa.',
      todo: 'Việc gửi sẽ tự tiếp tục khi máy chủ có đủ tài nguyên. Nếu kéo dài, hãy báo đơn vị vận hành.',
    },
  },
  'broker.closed': {
    retryable: false,
    en: {
      what: 'The connection to the broker has been closed by this program.',
      todo: 'Start the node again to send.',
    },
    vi: {
      what: 'Chương trình đã đóng kết nối tới máy chủ trung chuyển.',
      todo: 'Hãy khởi động lại nút để gửi.',
    },
  },
  'broker.message': {
    retryable: false,
    en: {
      what: 'A message cannot be put on the wire: {reason}.',
      todo: 'This is a fault of the program; report it with the log.',
    },
    vi: {
      what: 'Không thể đưa thông điệp lên đường truyền: {reason}.',
      todo: 'Đây là lỗi của chương trình; hãy báo lỗi kèm nhật ký.',
    },
  },
  'broker.too-large': {
    retryable: false,
    en: {
      what: 'A message of {bytes} octets is larger than the {limit} octets that the broker takes.',
      todo: 'Send large attachments as parts.',
    },
    vi: {
      what: 'Thông điệp {bytes} octet vượt quá mức {limit} octet mà máy chủ trung chuyển chấp nhận.',
      todo: 'Hãy gửi tệp đính kèm lớn theo từng phần.',
    },
  },
  'broker.node-name': {
    retryable: false,
    en: {
      what: '"{name}" cannot name a node.',
      todo: 'Use 1 to 32 characters: a lower-case letter first, then lower-case letters, digits and hyphens. "operator", "axis-admin" and "guest" are taken.',
    },
    vi: {
      what: '"{name}" không thể dùng làm tên nút.',
      todo: 'Dùng từ 1 đến 32 ký tự: bắt đầu bằng chữ thường, sau đó là chữ thường, chữ số và dấu gạch nối. "operator", "axis-admin" và "guest" là tên dành riêng.',
    },
  },
  'broker.url': {
    retryable: false,
    en: { what: '{variable} is not a usable address.', todo: 'Give it the form {form}.' },
    vi: { what: '{variable} không phải là địa chỉ hợp lệ.', todo: 'Hãy ghi theo dạng {form}.' },
  },
  'broker.management': {
    retryable: false,
    en: {
      what: "The broker's management interface refused {operation} (HTTP status {status}).",
      todo: 'With 401, check the user and password in the management address; otherwise compare what exists on the broker with spec/transport.md, section 2.',
    },
    vi: {
      what: 'Giao diện quản trị của máy chủ trung chuyển từ chối {operation} (mã HTTP {status}).',
      todo: 'Nếu mã là 401, hãy kiểm tra tên và mật khẩu trong địa chỉ quản trị; nếu không, hãy đối chiếu cấu hình trên máy chủ với spec/transport.md, mục 2.',
    },
  },
  'broker.management-unavailable': {
    retryable: true,
    en: {
      what: "The broker's management interface at {address} cannot be reached ({reason}).",
      todo: 'Check that the broker runs, the address, and that its certificate is issued by the axis.',
    },
    vi: {
      what: 'Không kết nối được tới giao diện quản trị của máy chủ trung chuyển tại {address} ({reason}).',
      todo: 'Hãy kiểm tra máy chủ trung chuyển có đang chạy không, địa chỉ, và chứng thư của nó có do trục cấp không.',
    },
  },
  'broker.not-installed': {
    retryable: false,
    en: {
      what: 'RabbitMQ is not installed on this computer.',
      todo: 'Install it with: {command}\nor run one in a container: {docker}\nand point EDOC_BROKER_URL at it. An existing broker is used the same way.',
    },
    vi: {
      what: 'Máy này chưa cài RabbitMQ.',
      todo: 'Cài bằng lệnh: {command}\nhoặc chạy trong container: {docker}\nrồi đặt EDOC_BROKER_URL trỏ tới nó. Máy chủ RabbitMQ có sẵn cũng dùng theo cách này.',
    },
  },
  'broker.install-failed': {
    retryable: true,
    en: {
      what: 'RabbitMQ could not be installed: {command} ended with status {status}.',
      todo: 'Read the output above; run the command by hand, or set EDOC_BROKER_URL to an existing broker.',
    },
    vi: {
      what: 'Không cài được RabbitMQ: {command} kết thúc với mã {status}.',
      todo: 'Hãy đọc phần kết quả phía trên; chạy lệnh bằng tay, hoặc đặt EDOC_BROKER_URL trỏ tới máy chủ có sẵn.',
    },
  },
  'broker.start-failed': {
    retryable: true,
    en: {
      what: 'The private broker did not start within {seconds} s.',
      todo: 'Its log ends with:\n{lines}',
    },
    vi: {
      what: 'Máy chủ trung chuyển riêng không khởi động được trong {seconds} giây.',
      todo: 'Những dòng cuối của nhật ký:\n{lines}',
    },
  },
} satisfies Record<string, ErrorEntry>;
