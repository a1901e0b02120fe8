/** Codes of the agent: configuration, the agencies it serves, sending, recalling. */
import type { ErrorEntry } from './entry.js';

export const agentErrors = {
  'config.invalid': {
    retryable: false,
    en: {
      what: 'The configuration is not right: {reason}.',
      todo: 'Correct agent.json at this place and start again.',
    },
    vi: { what: 'Cấu hình chưa đúng: {reason}.', todo: 'Sửa agent.json ở vị trí này rồi khởi động lại.' },
  },
  'agency.which': {
    retryable: false,
    en: {
      what: 'This node serves several agencies: {agencies}.',
      todo: 'Say for which one, for example with --from or --agency.',
    },
    vi: {
      what: 'Nút này phục vụ nhiều cơ quan: {agencies}.',
      todo: 'Nêu rõ cơ quan nào, ví dụ bằng --from hoặc --agency.',
    },
  },
  'agency.not-served': {
    retryable: false,
    en: {
      what: 'This node does not serve {agency}; it serves {agencies}.',
      todo: 'Use a code of an agency of this node.',
    },
    vi: {
      what: 'Nút này không phục vụ {agency}; nút phục vụ {agencies}.',
      todo: 'Dùng mã của một cơ quan thuộc nút này.',
    },
  },
  'agent.internal': {
    retryable: false,
    en: {
      what: 'The node could not handle the message.',
      todo: 'The message is kept in quarantine; tell the operator of the node.',
    },
    vi: {
      what: 'Nút không xử lý được thông điệp.',
      todo: 'Thông điệp được giữ trong vùng cách ly; báo cho người quản trị nút.',
    },
  },
  'agent.stopping': {
    retryable: true,
    en: { what: 'The agent is stopping.', todo: 'Try again when it runs again.' },
    vi: { what: 'Nút đang dừng.', todo: 'Thử lại khi nút hoạt động trở lại.' },
  },
  'agent.not-receiving': {
    retryable: true,
    en: {
      what: 'Since {since} messages cannot be taken in ({code}); {count} are in hand, the others wait at the broker.',
      todo: 'Mend what {code} says. Nothing is lost, and all goes on by itself within seconds.',
    },
    vi: {
      what: 'Từ {since} không tiếp nhận được thông điệp ({code}); {count} thông điệp đang được giữ, các thông điệp khác chờ tại máy chủ trung chuyển.',
      todo: 'Khắc phục nguyên nhân theo mã {code}. Không mất dữ liệu, mọi việc tự tiếp tục sau vài giây.',
    },
  },
  'agent.cannot-seal': {
    retryable: true,
    en: {
      what: 'The node cannot seal for {agency}.',
      todo: 'See the state of the node: its certificate may have expired, or its key cannot be used. Messages wait meanwhile.',
    },
    vi: {
      what: 'Nút không ký được cho {agency}.',
      todo: 'Xem trạng thái của nút: chứng thư có thể đã hết hạn hoặc không dùng được khóa. Thông điệp chờ trong thời gian đó.',
    },
  },
  'agent.certificate-expired': {
    retryable: false,
    en: {
      what: 'The seal certificate of {agency} expired on {notAfter}.',
      todo: 'Ask the operator for a new certificate; nothing can be sealed until then.',
    },
    vi: {
      what: 'Chứng thư số của {agency} đã hết hạn ngày {notAfter}.',
      todo: 'Đề nghị đơn vị vận hành trục cấp chứng thư mới; chưa thể ký gửi cho đến khi có.',
    },
  },
  'agent.certificate-expires': {
    retryable: false,
    en: {
      what: 'The seal certificate of {agency} expires on {notAfter}.',
      todo: 'Ask the operator for a new certificate in time.',
    },
    vi: {
      what: 'Chứng thư số của {agency} sắp hết hạn ngày {notAfter}.',
      todo: 'Đề nghị đơn vị vận hành trục cấp chứng thư mới kịp thời.',
    },
  },
  'agent.not-connected': {
    retryable: true,
    en: {
      what: 'The node has no connection to the broker.',
      todo: 'What is sent waits in the queue and goes out by itself.',
    },
    vi: {
      what: 'Nút chưa kết nối được với trục.',
      todo: 'Văn bản gửi đi sẽ chờ trong hàng đợi và tự động được gửi.',
    },
  },
  'agent.blocked': {
    retryable: true,
    en: {
      what: 'The broker takes no messages for the moment.',
      todo: 'What is sent waits in the queue and goes out by itself.',
    },
    vi: {
      what: 'Trục tạm thời chưa nhận thông điệp.',
      todo: 'Văn bản gửi đi sẽ chờ trong hàng đợi và tự động được gửi.',
    },
  },
  'agent.clock-ahead': {
    retryable: false,
    en: {
      what: 'The clock of this node is ahead of that of {agency} by at least {seconds} s (agencies that say so: {count}).',
      todo: 'Look at this computer’s clock first (timedatectl); where it is right, tell the agency. Seals from more than 300 s ahead are refused.',
    },
    vi: {
      what: 'Đồng hồ của nút này nhanh hơn đồng hồ của {agency} ít nhất {seconds} giây (số cơ quan cho thấy điều này: {count}).',
      todo: 'Trước hết kiểm tra đồng hồ của máy này (timedatectl); nếu đúng thì báo cho cơ quan kia. Chữ ký có thời điểm vượt trước quá 300 giây sẽ bị từ chối.',
    },
  },
  'agent.clock-behind': {
    retryable: false,
    en: {
      what: 'The clock of this node is behind that of {agency} by at least {seconds} s (agencies that say so: {count}).',
      todo: 'Look at this computer’s clock first (timedatectl); where it is right, tell the agency. Seals from more than 300 s ahead are refused.',
    },
    vi: {
      what: 'Đồng hồ của nút này chậm hơn đồng hồ của {agency} ít nhất {seconds} giây (số cơ quan cho thấy điều này: {count}).',
      todo: 'Trước hết kiểm tra đồng hồ của máy này (timedatectl); nếu đúng thì báo cho cơ quan kia. Chữ ký có thời điểm vượt trước quá 300 giây sẽ bị từ chối.',
    },
  },
  'agent.peer-silent': {
    retryable: true,
    en: {
      what: 'Node {node} does not answer: no receipt since {since}, although {repeats} packets were published again.',
      todo: 'The broker keeps what was sent to it. Until it answers it is tried rarely; ask those who run it, or the operator of the axis.',
    },
    vi: {
      what: 'Nút {node} không phản hồi: không có biên nhận từ {since}, dù đã gửi lại {repeats} gói tin.',
      todo: 'Trục vẫn giữ những gì đã gửi tới nút này. Hệ thống thử lại thưa hơn cho đến khi nút phản hồi; hãy liên hệ đơn vị quản lý nút hoặc đơn vị vận hành trục.',
    },
  },
  'transport.no-sender': {
    retryable: false,
    en: {
      what: 'The message does not say which node sent it.',
      todo: 'The sending system must set the AMQP property user_id.',
    },
    vi: {
      what: 'Thông điệp không cho biết nút nào gửi.',
      todo: 'Hệ thống gửi phải đặt thuộc tính AMQP user_id.',
    },
  },
  'transport.other-node': {
    retryable: false,
    en: {
      what: '{agency} is not served by node {node}, from which the message came.',
      todo: 'The agency must send through the node that the directory names for it.',
    },
    vi: {
      what: '{agency} không thuộc nút {node} là nơi gửi thông điệp.',
      todo: 'Cơ quan phải gửi qua nút ghi trong danh bạ.',
    },
  },
  'transport.gave-up': {
    retryable: false,
    en: {
      what: 'The broker gave up delivering the message after many attempts.',
      todo: "See the node's log for the cause, mend it, and replay the message from quarantine.",
    },
    vi: {
      what: 'Trục ngừng giao thông điệp sau nhiều lần thử.',
      todo: 'Xem nhật ký của nút để tìm nguyên nhân, khắc phục rồi xử lý lại từ vùng cách ly.',
    },
  },
  'transport.unknown-type': {
    retryable: false,
    en: {
      what: 'A message of the unknown type {type}.',
      todo: 'The sending system may be newer than this one: ask the operator.',
    },
    vi: {
      what: 'Thông điệp có loại không xác định {type}.',
      todo: 'Hệ thống gửi có thể mới hơn: hỏi đơn vị vận hành trục.',
    },
  },
  'part.malformed': {
    retryable: false,
    en: {
      what: 'A part of an attachment does not fit its description.',
      todo: 'The sending system must be corrected.',
    },
    vi: { what: 'Một phần của tệp đính kèm không khớp với mô tả.', todo: 'Hệ thống gửi cần được sửa.' },
  },
  'send.no-recipient': {
    retryable: false,
    en: { what: 'No recipient is named.', todo: 'Name at least one agency with --to.' },
    vi: { what: 'Chưa có nơi nhận.', todo: 'Nêu ít nhất một cơ quan bằng --to.' },
  },
  'send.recipient-twice': {
    retryable: false,
    en: {
      what: '{agency} is named twice as recipient, perhaps by its old and its new code.',
      todo: 'Name it once.',
    },
    vi: {
      what: '{agency} được nêu hai lần trong nơi nhận, có thể bằng cả mã cũ và mã mới.',
      todo: 'Chỉ nêu một lần.',
    },
  },
  'send.content-missing': {
    retryable: false,
    en: { what: 'The content of attachment {name} was not handed in.', todo: 'Hand the file in again.' },
    vi: { what: 'Nội dung tệp đính kèm {name} chưa được nộp.', todo: 'Nộp lại tệp.' },
  },
  'send.too-large': {
    retryable: false,
    en: {
      what: 'The packet would have {bytes} octets, more than {most}.',
      todo: 'Send to fewer recipients at a time or shorten the text.',
    },
    vi: {
      what: 'Gói tin có {bytes} byte, vượt quá {most}.',
      todo: 'Gửi cho ít nơi nhận hơn mỗi lần hoặc rút gọn nội dung.',
    },
  },
  'send.is-status': {
    retryable: false,
    en: {
      what: 'This is a status message, not a document.',
      todo: 'Statuses are made by accept, refuse, assign, progress, finish and recall.',
    },
    vi: {
      what: 'Đây là thông điệp trạng thái, không phải văn bản.',
      todo: 'Trạng thái được tạo bằng các lệnh accept, refuse, assign, progress, finish và recall.',
    },
  },
  'document.unknown': {
    retryable: false,
    en: { what: 'There is no document {packet} here.', todo: 'Look in inbox and outbox for the right one.' },
    vi: {
      what: 'Không có văn bản {packet} tại đây.',
      todo: 'Xem lại trong danh sách văn bản đến (edoc inbox) và văn bản đi (edoc outbox).',
    },
  },
  'document.which-agency': {
    retryable: false,
    en: {
      what: 'Several agencies of this node received the document: {agencies}.',
      todo: 'Say for which one with --agency.',
    },
    vi: {
      what: 'Nhiều cơ quan của nút này đã nhận văn bản: {agencies}.',
      todo: 'Nêu rõ cơ quan bằng --agency.',
    },
  },
  'recall.not-a-recipient': {
    retryable: false,
    en: { what: '{agency} is not a recipient of the document.', todo: 'See the recipients with track.' },
    vi: { what: '{agency} không phải nơi nhận của văn bản.', todo: 'Xem các nơi nhận bằng lệnh track.' },
  },
  'reason.missing': {
    retryable: false,
    en: { what: 'A reason is needed.', todo: 'Give it with --reason.' },
    vi: { what: 'Cần nêu lý do.', todo: 'Nêu lý do bằng --reason.' },
  },
} satisfies Record<string, ErrorEntry>;
