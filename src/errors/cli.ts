import type { ErrorEntry } from './entry.js';

/** Errors of the command line and of the local door between it and the agent. */
export const cliErrors = {
  'agent.not-running': {
    retryable: true,
    en: {
      what: 'The agent is not running: nobody answers at {socket}.',
      todo: 'Start it with "edoc agent run", or name the agent\'s directory with --agent or EDOC_AGENT. Lists can be read meanwhile.',
    },
    vi: {
      what: 'Nút chưa chạy: không có ai trả lời tại {socket}.',
      todo: 'Khởi động bằng "edoc agent run", hoặc chỉ rõ thư mục của nút bằng --agent hoặc EDOC_AGENT. Trong lúc đó vẫn xem được các danh sách.',
    },
  },

  'door.in-use': {
    retryable: false,
    en: {
      what: 'Another agent answers at {socket}.',
      todo: 'Only one agent may run for a directory. Stop the other one first, or give this one another socket in agent.json.',
    },
    vi: {
      what: 'Đã có một nút khác đang chạy tại {socket}.',
      todo: 'Mỗi thư mục chỉ được chạy một nút. Hãy dừng nút kia trước, hoặc đặt socket khác trong agent.json.',
    },
  },
  'door.not-a-socket': {
    retryable: false,
    en: {
      what: '{socket} is there and is not a socket.',
      todo: 'Move that file away, or give the agent another socket in agent.json.',
    },
    vi: {
      what: '{socket} đã tồn tại nhưng không phải là socket.',
      todo: 'Chuyển tệp đó đi nơi khác, hoặc đặt socket khác trong agent.json.',
    },
  },
  'door.path-too-long': {
    retryable: false,
    en: {
      what: 'The path of the socket has {length} octets; the system allows {max}.',
      todo: 'Give a shorter path for the socket in agent.json.',
    },
    vi: {
      what: 'Đường dẫn của socket dài {length} byte; hệ thống chỉ cho phép {max}.',
      todo: 'Đặt đường dẫn ngắn hơn cho socket trong agent.json.',
    },
  },
  'door.open-directory': {
    retryable: false,
    en: {
      what: 'Others can write into {directory}, where the socket is to stand (mode {mode}).',
      todo: 'Take the right away: chmod 700 {directory}',
    },
    vi: {
      what: 'Người dùng khác có thể ghi vào {directory}, nơi đặt socket (quyền {mode}).',
      todo: 'Thu hồi quyền đó: chmod 700 {directory}',
    },
  },
  'door.cannot-open': {
    retryable: false,
    en: {
      what: 'The socket {socket} cannot be opened ({reason}).',
      todo: 'Check that its directory exists, is on a local disk and belongs to the user of the agent.',
    },
    vi: {
      what: 'Không mở được socket {socket} ({reason}).',
      todo: 'Kiểm tra thư mục chứa socket có tồn tại, nằm trên đĩa cục bộ và thuộc về người dùng chạy nút.',
    },
  },
  'door.forbidden': {
    retryable: false,
    en: {
      what: 'You may not use the agent at {socket}.',
      todo: 'Work as the user that the agent runs as, or ask the administrator of this machine.',
    },
    vi: {
      what: 'Bạn không có quyền dùng nút tại {socket}.',
      todo: 'Hãy dùng đúng tài khoản đang chạy nút, hoặc liên hệ người quản trị máy này.',
    },
  },
  'door.interrupted': {
    retryable: false,
    en: {
      what: 'The agent went away before it answered: it is not known whether the request was carried out.',
      todo: 'Look before you repeat it: "edoc outbox" shows what was taken for sending, "edoc show" the steps of a document.',
    },
    vi: {
      what: 'Nút ngừng hoạt động trước khi trả lời: chưa rõ yêu cầu đã được thực hiện hay chưa.',
      todo: 'Kiểm tra trước khi làm lại: "edoc outbox" cho biết văn bản nào đã nhận để gửi, "edoc show" cho biết các bước của văn bản.',
    },
  },
  'door.protocol': {
    retryable: false,
    en: {
      what: 'What answers at {socket} does not speak as an agent of this version does ({reason}).',
      todo: 'Use the edoc command and the agent of the same version; restart the agent after an upgrade.',
    },
    vi: {
      what: 'Bên trả lời tại {socket} không dùng giao thức của nút cùng phiên bản ({reason}).',
      todo: 'Dùng lệnh edoc và nút cùng phiên bản; khởi động lại nút sau khi nâng cấp.',
    },
  },
  'door.request': {
    retryable: false,
    en: {
      what: 'The request to the agent is not well formed: {reason}.',
      todo: 'Correct the request and send it again.',
    },
    vi: { what: 'Yêu cầu gửi đến nút không đúng dạng: {reason}.', todo: 'Sửa yêu cầu rồi gửi lại.' },
  },
  'door.not-found': {
    retryable: false,
    en: {
      what: 'The agent has nothing at {path}.',
      todo: 'Use the edoc command and the agent of the same version.',
    },
    vi: { what: 'Nút không có chức năng tại {path}.', todo: 'Dùng lệnh edoc và nút cùng phiên bản.' },
  },
  'door.method': {
    retryable: false,
    en: {
      what: '{path} takes {allowed} only.',
      todo: 'Use the edoc command and the agent of the same version.',
    },
    vi: { what: '{path} chỉ nhận {allowed}.', todo: 'Dùng lệnh edoc và nút cùng phiên bản.' },
  },
  'door.too-large': {
    retryable: false,
    en: {
      what: 'The request is larger than {max} octets.',
      todo: 'Send less at once: smaller or fewer attachments.',
    },
    vi: {
      what: 'Yêu cầu lớn hơn {max} byte.',
      todo: 'Gửi ít hơn trong một lần: tệp đính kèm nhỏ hơn hoặc ít tệp hơn.',
    },
  },
  'door.internal': {
    retryable: false,
    en: {
      what: 'The agent failed in a way that was not foreseen.',
      todo: 'Look into the log of the agent at this time, and report it to those who maintain the agent.',
    },
    vi: {
      what: 'Nút gặp lỗi ngoài dự kiến.',
      todo: 'Xem nhật ký của nút tại thời điểm này và báo cho đơn vị bảo trì.',
    },
  },

  'cli.unknown-command': {
    retryable: false,
    en: { what: 'There is no command "{name}".', todo: 'Perhaps: {suggestion}' },
    vi: { what: 'Không có lệnh "{name}".', todo: 'Có thể là: {suggestion}' },
  },
  'cli.unknown-option': {
    retryable: false,
    en: { what: '{command} has no option {name}.', todo: 'Perhaps: {suggestion}' },
    vi: { what: 'Lệnh {command} không có tùy chọn {name}.', todo: 'Có thể là: {suggestion}' },
  },
  'cli.missing-argument': {
    retryable: false,
    en: { what: '{command} needs <{name}>.', todo: 'See {command} --help' },
    vi: { what: 'Lệnh {command} còn thiếu <{name}>.', todo: 'Xem {command} --help' },
  },
  'cli.missing-option': {
    retryable: false,
    en: { what: '{command} needs the option {name}.', todo: 'See {command} --help' },
    vi: { what: 'Lệnh {command} còn thiếu tùy chọn {name}.', todo: 'Xem {command} --help' },
  },
  'cli.missing-value': {
    retryable: false,
    en: { what: 'The option {name} needs a value.', todo: 'See {command} --help' },
    vi: { what: 'Tùy chọn {name} cần có giá trị.', todo: 'Xem {command} --help' },
  },
  'cli.too-many-arguments': {
    retryable: false,
    en: {
      what: '{command} got more arguments than it takes.',
      todo: 'Put values with spaces into quotes. See {command} --help',
    },
    vi: {
      what: 'Lệnh {command} nhận thừa tham số.',
      todo: 'Đặt giá trị có dấu cách trong dấu nháy kép. Xem {command} --help',
    },
  },
  'cli.value': {
    retryable: false,
    en: {
      what: '{name} cannot be "{value}": it takes {expected}.',
      todo: 'Correct the value and call the command again.',
    },
    vi: { what: '{name} không thể là "{value}": cần {expected}.', todo: 'Sửa giá trị rồi gọi lại lệnh.' },
  },
  'cli.usage': {
    retryable: false,
    en: { what: 'The command line is not right: {name}.', todo: 'See {command} --help' },
    vi: { what: 'Câu lệnh không đúng: {name}.', todo: 'Xem {command} --help' },
  },
  'cli.file-missing': {
    retryable: false,
    en: { what: 'There is no file {file}.', todo: 'Check the name and the folder.' },
    vi: { what: 'Không có tệp {file}.', todo: 'Kiểm tra lại tên tệp và thư mục.' },
  },
  'cli.file-is-folder': {
    retryable: false,
    en: { what: '{file} is a folder, and a file is needed.', todo: 'Name the files in it.' },
    vi: { what: '{file} là thư mục, trong khi cần một tệp.', todo: 'Nêu tên các tệp trong thư mục đó.' },
  },
  'cli.file-unreadable': {
    retryable: false,
    en: {
      what: '{file} cannot be read ({reason}).',
      todo: 'Check that it is a file and that you may read it.',
    },
    vi: {
      what: 'Không đọc được {file} ({reason}).',
      todo: 'Kiểm tra đó có phải là tệp và bạn có quyền đọc hay không.',
    },
  },
  'cli.file-too-large': {
    retryable: false,
    en: {
      what: '{file} is larger than {max} octets, the most that such a file may have.',
      todo: 'Check that it is the right file, and that nothing was added to it.',
    },
    vi: {
      what: '{file} lớn hơn {max} byte, mức tối đa của loại tệp này.',
      todo: 'Kiểm tra đó có phải là tệp cần dùng và có bị thêm nội dung nào không.',
    },
  },
  'cli.file-exists': {
    retryable: false,
    en: {
      what: '{file} is there already and is not overwritten.',
      todo: 'Name another place, or move away what is there.',
    },
    vi: {
      what: '{file} đã tồn tại và không bị ghi đè.',
      todo: 'Chọn nơi khác, hoặc chuyển nội dung đã có đi nơi khác.',
    },
  },
  'cli.file-unwritable': {
    retryable: false,
    en: {
      what: '{file} cannot be written ({reason}).',
      todo: 'Check the folder, its rights and the free space.',
    },
    vi: {
      what: 'Không ghi được {file} ({reason}).',
      todo: 'Kiểm tra thư mục, quyền ghi và dung lượng trống.',
    },
  },
  'cli.unforeseen': {
    retryable: false,
    en: {
      what: 'The command failed in a way that was not foreseen ({reason}).',
      todo: 'Call it again with EDOC_DEBUG=1 and report what it prints to those who maintain edoc.',
    },
    vi: {
      what: 'Lệnh gặp lỗi ngoài dự kiến ({reason}).',
      todo: 'Gọi lại với EDOC_DEBUG=1 và báo nội dung in ra cho đơn vị bảo trì edoc.',
    },
  },

  'config.missing': {
    retryable: false,
    en: {
      what: 'There is no agent in {directory} (no agent.json).',
      todo: "Name the agent's directory with --agent or EDOC_AGENT.",
    },
    vi: {
      what: 'Không có nút nào trong {directory} (thiếu agent.json).',
      todo: 'Chỉ rõ thư mục của nút bằng --agent hoặc EDOC_AGENT.',
    },
  },
  'config.not-json': {
    retryable: false,
    en: { what: '{file} is not JSON.', todo: 'Correct the file; a JSON editor shows the place.' },
    vi: {
      what: '{file} không phải là JSON.',
      todo: 'Sửa lại tệp; trình soạn thảo JSON sẽ chỉ ra vị trí sai.',
    },
  },
  'key.permissions': {
    retryable: false,
    en: {
      what: 'Others than its owner can read {file} (mode {mode}).',
      todo: 'Take the right away: chmod 600 {file}. If others may have read it, have the certificate renewed with a new key.',
    },
    vi: {
      what: 'Người khác ngoài chủ sở hữu đọc được {file} (quyền {mode}).',
      todo: 'Thu hồi quyền: chmod 600 {file}. Nếu có khả năng đã bị đọc, hãy xin cấp chứng thư mới với khóa mới.',
    },
  },
} satisfies Record<string, ErrorEntry>;
