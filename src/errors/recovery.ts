import type { ErrorEntry } from './entry.js';

/** Backup, restore, check, and what a restored node asks of its peers. */
export const recoveryErrors = {
  'store.restoring': {
    retryable: false,
    en: {
      what: 'A restore into {folder} was begun and not finished.',
      todo: 'Run edoc agent restore again with the same directory: it completes it. Where it refuses, delete what is left there first.',
    },
    vi: {
      what: 'Việc khôi phục vào {folder} đã bắt đầu nhưng chưa hoàn tất.',
      todo: 'Hãy chạy lại edoc agent restore với cùng thư mục để hoàn tất. Nếu bị từ chối, hãy xóa phần còn lại ở đó trước.',
    },
  },
  'store.reference': {
    retryable: false,
    en: {
      what: 'Rows of the store name others that are not there ({tables}).',
      todo: 'Stop the node, keep a copy of the folder, and restore the latest backup with edoc agent restore.',
    },
    vi: {
      what: 'Có dòng trong kho dữ liệu tham chiếu đến dòng không tồn tại ({tables}).',
      todo: 'Hãy dừng nút, giữ lại một bản sao thư mục rồi khôi phục bản sao lưu gần nhất bằng edoc agent restore.',
    },
  },
  'store.packet-damaged': {
    retryable: false,
    en: {
      what: 'The octets of packet {packet} are not those that were stored.',
      todo: 'Stop the node, keep a copy of the folder, and restore the latest backup with edoc agent restore.',
    },
    vi: {
      what: 'Nội dung gói tin {packet} không còn như khi được lưu.',
      todo: 'Hãy dừng nút, giữ lại một bản sao thư mục rồi khôi phục bản sao lưu gần nhất bằng edoc agent restore.',
    },
  },
  'content.damaged': {
    retryable: false,
    en: {
      what: 'The attachment {sha256} is not what its name says.',
      todo: 'Check the disk. Copy this one file from the latest backup, or restore the backup.',
    },
    vi: {
      what: 'Tệp đính kèm {sha256} không đúng với mã băm trong tên.',
      todo: 'Hãy kiểm tra đĩa. Chép lại riêng tệp này từ bản sao lưu gần nhất hoặc khôi phục bản sao lưu.',
    },
  },
  'backup.under-way': {
    retryable: true,
    en: {
      what: 'Another backup of this node, or into the same folder, is under way.',
      todo: 'Wait until it has ended.',
    },
    vi: {
      what: 'Đang có một lần sao lưu khác của nút này hoặc vào cùng thư mục.',
      todo: 'Hãy chờ lần sao lưu đó kết thúc.',
    },
  },
  'backup.being-read': {
    retryable: true,
    en: {
      what: 'The backups in {folder} are being read, so none was removed.',
      todo: 'Nothing: the next backup with --keep removes them.',
    },
    vi: {
      what: 'Các bản sao lưu trong {folder} đang được đọc nên chưa xóa bản nào.',
      todo: 'Không cần làm gì: lần sao lưu sau có --keep sẽ xóa.',
    },
  },
  'backup.unreadable': {
    retryable: false,
    en: {
      what: 'The backup {name} cannot be read, so nothing was removed from the folder: its attachments must stay.',
      todo: 'Check it with edoc agent check --backup and --snapshot {name}. If it is lost, move its folder out of snapshots; the next backup with --keep goes on.',
    },
    vi: {
      what: 'Không đọc được bản sao lưu {name} nên chưa xóa gì trong thư mục: phải giữ lại các tệp đính kèm của bản đó.',
      todo: 'Hãy kiểm tra bằng edoc agent check --backup và --snapshot {name}. Nếu bản đó đã hỏng hẳn, hãy chuyển thư mục của nó ra khỏi snapshots; lần sao lưu sau có --keep sẽ tiếp tục.',
    },
  },
  'backup.none': {
    retryable: false,
    en: {
      what: 'There is no finished backup in {folder}.',
      todo: 'Give the folder that was named with --to when the backup was made.',
    },
    vi: {
      what: 'Không có bản sao lưu hoàn chỉnh nào trong {folder}.',
      todo: 'Hãy chỉ thư mục đã dùng với --to khi sao lưu.',
    },
  },
  'backup.unknown': {
    retryable: false,
    en: {
      what: 'There is no finished backup {name} in {folder}.',
      todo: 'Name one that "edoc agent restore {folder} --list" shows, or leave --snapshot out for the latest.',
    },
    vi: {
      what: 'Không có bản sao lưu hoàn chỉnh {name} trong {folder}.',
      todo: 'Hãy chọn một bản trong danh sách của "edoc agent restore {folder} --list", hoặc bỏ --snapshot để dùng bản mới nhất.',
    },
  },
  'backup.malformed': {
    retryable: false,
    en: {
      what: 'The description of the backup {name} cannot be read.',
      todo: 'Take another backup of the folder; edoc agent restore --list shows them.',
    },
    vi: {
      what: 'Không đọc được phần mô tả của bản sao lưu {name}.',
      todo: 'Hãy dùng bản sao lưu khác trong thư mục; edoc agent restore --list liệt kê các bản.',
    },
  },
  'backup.not-whole': {
    retryable: false,
    en: {
      what: 'The backup is not whole: {count} faults.',
      todo: 'The faults are listed below. Check the disks; what is damaged in the store itself, edoc agent check says.',
    },
    vi: {
      what: 'Bản sao lưu không nguyên vẹn: {count} lỗi.',
      todo: 'Các lỗi được liệt kê bên dưới. Hãy kiểm tra đĩa; dùng edoc agent check để biết kho gốc có hỏng không.',
    },
  },
  'backup.file-damaged': {
    retryable: false,
    en: {
      what: 'The file {file} of the backup is missing or was changed.',
      todo: 'Take another backup, or another copy of this one.',
    },
    vi: {
      what: 'Tệp {file} của bản sao lưu bị thiếu hoặc đã thay đổi.',
      todo: 'Hãy dùng bản sao lưu khác hoặc bản sao khác của bản này.',
    },
  },
  'backup.key-in-clear': {
    retryable: false,
    en: {
      what: 'The key file {file} is not encrypted and does not go into a backup.',
      todo: 'Encrypt it, or make the backup without --with-keys.',
    },
    vi: {
      what: 'Tệp khóa {file} chưa được mã hóa nên không được đưa vào bản sao lưu.',
      todo: 'Hãy mã hóa tệp khóa hoặc sao lưu không dùng --with-keys.',
    },
  },
  'restore.not-empty': {
    retryable: false,
    en: {
      what: 'In {folder} there is {file} already; a restore never writes over a node.',
      todo: 'Give an empty directory. If the node there is damaged, move it away first and keep it.',
    },
    vi: {
      what: 'Trong {folder} đã có {file}; việc khôi phục không bao giờ ghi đè lên một nút.',
      todo: 'Hãy chỉ một thư mục trống. Nếu nút ở đó bị hỏng, hãy chuyển nó đi nơi khác và giữ lại.',
    },
  },
  'restore.under-way': {
    retryable: true,
    en: {
      what: 'Another process is restoring into {folder}.',
      todo: 'Wait until it has ended.',
    },
    vi: {
      what: 'Một tiến trình khác đang khôi phục vào {folder}.',
      todo: 'Hãy đợi tiến trình đó kết thúc.',
    },
  },
  'recovery.under-way': {
    retryable: true,
    en: {
      what: 'This node was restored from a backup of {backup}. Of {asked} requests to other nodes for what is younger, {answered} are answered; {returned} packets came back.',
      todo: 'Send nothing again that was sent after the backup until all have answered: it comes back by itself. Still to answer: {waiting}.',
    },
    vi: {
      what: 'Nút này được khôi phục từ bản sao lưu lúc {backup}. Trong {asked} yêu cầu gửi các nút khác để xin lại dữ liệu mới hơn, {answered} đã được trả lời; {returned} gói tin đã trở lại.',
      todo: 'Không gửi lại văn bản đã gửi sau thời điểm sao lưu cho đến khi mọi nút trả lời: văn bản sẽ tự trở lại. Còn chờ: {waiting}.',
    },
  },
  'recovery.directory-old': {
    retryable: true,
    en: {
      what: 'The directory is that of the backup; what was published later reached the node that is lost.',
      todo: 'Ask the operator to run edoc axis publish.',
    },
    vi: {
      what: 'Danh bạ là bản trong bản sao lưu; các bản công bố sau đó đã đến nút bị mất.',
      todo: 'Hãy đề nghị đơn vị vận hành chạy edoc axis publish.',
    },
  },
  'recovery.not-asked': {
    retryable: false,
    en: {
      what: 'Node {node} gave back a packet that nobody had asked it for.',
      todo: 'Tell the operator of that node; the message is in quarantine.',
    },
    vi: {
      what: 'Nút {node} trả lại gói tin mà không ai yêu cầu.',
      todo: 'Hãy báo cho đơn vị vận hành nút đó; thông điệp nằm trong khu cách ly.',
    },
  },
  'recovery.order': {
    retryable: true,
    en: {
      what: 'Packet {packet} speaks of a document that is not back yet.',
      todo: 'Nothing: it is taken when the document is there.',
    },
    vi: {
      what: 'Gói tin {packet} nói về một văn bản chưa trở lại.',
      todo: 'Không cần làm gì: gói tin sẽ được nhận khi có văn bản.',
    },
  },
  'recovery.form': {
    retryable: false,
    en: {
      what: 'What a node gave back is not a packet with the receipts for it ({reason}).',
      todo: 'Tell the operator of that node.',
    },
    vi: {
      what: 'Dữ liệu mà một nút trả lại không phải là gói tin kèm biên nhận của nó ({reason}).',
      todo: 'Hãy báo cho đơn vị vận hành nút đó.',
    },
  },
  'resync.form': {
    retryable: false,
    en: {
      what: 'The resync request is not written in its one form ({reason}).',
      todo: 'Tell the operator of the node that asked.',
    },
    vi: {
      what: 'Yêu cầu đồng bộ lại không đúng định dạng quy định ({reason}).',
      todo: 'Hãy báo cho đơn vị vận hành nút gửi yêu cầu.',
    },
  },
  'resync.not-addressed': {
    retryable: false,
    en: {
      what: 'The resync request for {agency} is not for this node, or its sender is not the one that sealed it.',
      todo: 'Tell the operator of the node that asked.',
    },
    vi: {
      what: 'Yêu cầu đồng bộ lại cho {agency} không dành cho nút này, hoặc bên gửi không phải là bên đã ký.',
      todo: 'Hãy báo cho đơn vị vận hành nút gửi yêu cầu.',
    },
  },
} satisfies Record<string, ErrorEntry>;
