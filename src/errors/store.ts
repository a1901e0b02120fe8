import type { ErrorEntry } from './entry.js';

export const storeErrors = {
  'store.locked': {
    retryable: false,
    en: {
      what: 'Another process writes to this store already (process {pid}).',
      todo: 'Only one node may run on a store. Stop the other one, or give this one a folder of its own.',
    },
    vi: {
      what: 'Một tiến trình khác đang ghi vào kho dữ liệu này (tiến trình {pid}).',
      todo: 'Mỗi kho dữ liệu chỉ được một nút sử dụng. Hãy dừng nút kia hoặc dùng thư mục khác cho nút này.',
    },
  },
  'store.newer': {
    retryable: false,
    en: {
      what: 'The store was written by a newer version of the program (layout {found}, this program knows {known}).',
      todo: 'Install the newer version again; a store is never taken back to an older layout.',
    },
    vi: {
      what: 'Kho dữ liệu do phiên bản mới hơn của chương trình tạo ra (cấu trúc {found}, chương trình này biết đến {known}).',
      todo: 'Hãy cài lại phiên bản mới hơn; kho dữ liệu không bao giờ được đưa về cấu trúc cũ.',
    },
  },
  'store.older': {
    retryable: true,
    en: {
      what: 'The store still has an older layout ({found}, this program reads {known}).',
      todo: 'Start the node once: it brings the store up to date.',
    },
    vi: {
      what: 'Kho dữ liệu còn ở cấu trúc cũ ({found}, chương trình này đọc {known}).',
      todo: 'Hãy khởi động nút một lần để nâng cấp kho dữ liệu.',
    },
  },
  'store.missing': {
    retryable: false,
    en: {
      what: 'There is no store in {folder}.',
      todo: 'Check the folder in the configuration, or start the node once to create the store.',
    },
    vi: {
      what: 'Không có kho dữ liệu trong {folder}.',
      todo: 'Hãy kiểm tra thư mục trong cấu hình hoặc khởi động nút một lần để tạo kho.',
    },
  },
  'store.busy': {
    retryable: true,
    en: {
      what: 'The store is busy.',
      todo: 'Try again in a moment; if it stays so, look for a program that keeps the database file locked.',
    },
    vi: {
      what: 'Kho dữ liệu đang bận.',
      todo: 'Hãy thử lại sau giây lát; nếu vẫn vậy, tìm chương trình đang khóa tệp cơ sở dữ liệu.',
    },
  },
  'store.full': {
    retryable: true,
    en: {
      what: 'The disk of the store is full.',
      todo: 'Make room on the disk. Nothing is lost: what could not be stored is tried again.',
    },
    vi: {
      what: 'Đĩa chứa kho dữ liệu đã đầy.',
      todo: 'Hãy giải phóng dung lượng đĩa. Không mất dữ liệu: phần chưa lưu được sẽ được thử lại.',
    },
  },
  'store.corrupt': {
    retryable: false,
    en: {
      what: 'The database file of the store is damaged.',
      todo: 'Stop the node, keep a copy of the folder, and restore the latest backup with edoc agent restore.',
    },
    vi: {
      what: 'Tệp cơ sở dữ liệu của kho bị hỏng.',
      todo: 'Hãy dừng nút, giữ lại một bản sao thư mục rồi khôi phục bản sao lưu gần nhất bằng edoc agent restore.',
    },
  },
  'store.io': {
    retryable: true,
    en: {
      what: 'The disk of the store does not answer as it should ({cause}).',
      todo: 'Check the disk, its room and any quota, the folder and its permissions.',
    },
    vi: {
      what: 'Đĩa chứa kho dữ liệu không phản hồi đúng ({cause}).',
      todo: 'Hãy kiểm tra đĩa, dung lượng còn trống, hạn mức (quota), thư mục và quyền truy cập.',
    },
  },
  'store.closed': {
    retryable: true,
    en: { what: 'The store is closed.', todo: 'Try again when the node runs.' },
    vi: { what: 'Kho dữ liệu đã đóng.', todo: 'Hãy thử lại khi nút đang chạy.' },
  },
  'store.statement': {
    retryable: false,
    en: {
      what: 'The store refused a statement of this program (SQLite result {result}).',
      todo: 'This is a defect: report it with the log.',
    },
    vi: {
      what: 'Kho dữ liệu từ chối một câu lệnh của chương trình (kết quả SQLite {result}).',
      todo: 'Đây là lỗi chương trình: hãy báo cáo kèm nhật ký.',
    },
  },
  'store.unknown-delivery': {
    retryable: false,
    en: {
      what: 'Nothing was sent to {recipient} under packet {packet}.',
      todo: 'Check the packet id and the recipient.',
    },
    vi: {
      what: 'Không có gói tin {packet} nào được gửi đến {recipient}.',
      todo: 'Hãy kiểm tra mã gói tin và bên nhận.',
    },
  },
  'store.not-found': {
    retryable: false,
    en: {
      what: 'No document goes by {id}.',
      todo: 'Give the packet id, at least its first six characters, or the number and notation as in the list.',
    },
    vi: {
      what: 'Không tìm thấy văn bản nào ứng với {id}.',
      todo: 'Hãy nhập mã gói tin, ít nhất sáu ký tự đầu, hoặc số và ký hiệu như trong danh sách.',
    },
  },
  'store.ambiguous': {
    retryable: false,
    en: { what: 'More than one document goes by {id}: {candidates}.', todo: 'Give the whole packet id.' },
    vi: { what: 'Có nhiều văn bản ứng với {id}: {candidates}.', todo: 'Hãy nhập đầy đủ mã gói tin.' },
  },
  'content.missing': {
    retryable: false,
    en: {
      what: 'The attachment {sha256} is not in the store.',
      todo: 'Restore the content folder from the backup that belongs to the database.',
    },
    vi: {
      what: 'Không có tệp đính kèm {sha256} trong kho.',
      todo: 'Hãy khôi phục thư mục content từ bản sao lưu đi cùng cơ sở dữ liệu.',
    },
  },
  'content.part': {
    retryable: false,
    en: {
      what: 'A part of an attachment is not as it should be: {cause}.',
      todo: 'Tell the operator of the sending node.',
    },
    vi: {
      what: 'Một phần của tệp đính kèm không đúng quy định: {cause}.',
      todo: 'Hãy báo cho đơn vị vận hành nút gửi.',
    },
  },
  'log.broken': {
    retryable: false,
    en: {
      what: 'The event log is broken at entry {sequence}: {cause}.',
      todo: 'Someone or something changed the log. Keep a copy of the store and compare it with the latest backup.',
    },
    vi: {
      what: 'Nhật ký sự kiện bị đứt tại mục {sequence}: {cause}.',
      todo: 'Nhật ký đã bị thay đổi. Hãy giữ lại bản sao kho dữ liệu và so sánh với bản sao lưu gần nhất.',
    },
  },
  'log.other-head': {
    retryable: false,
    en: {
      what: 'The event log does not contain entry {sequence} as {witness} vouches for it.',
      todo: 'The log was cut or rewritten after that. Keep a copy of the store and compare it with the latest backup.',
    },
    vi: {
      what: 'Nhật ký sự kiện không có mục {sequence} như {witness} đã xác nhận.',
      todo: 'Nhật ký đã bị cắt hoặc ghi lại sau thời điểm đó. Hãy giữ lại bản sao kho và so sánh với bản sao lưu gần nhất.',
    },
  },
} satisfies Record<string, ErrorEntry>;
