import type { ErrorEntry } from './entry.js';

/** Documents that leave for the archive, and what is asked of them afterwards. */
export const archiveErrors = {
  'archive.open': {
    retryable: true,
    en: {
      what: 'The exchange about packet {packet} is not over ({reason}).',
      todo: 'Nothing was changed. Run edoc agent archive again later; edoc track shows what it waits for.',
    },
    vi: {
      what: 'Việc trao đổi gói tin {packet} chưa kết thúc ({reason}).',
      todo: 'Không có gì thay đổi. Hãy chạy lại edoc agent archive sau; edoc track cho biết còn chờ gì.',
    },
  },
  'archive.recovering': {
    retryable: true,
    en: {
      what: 'This node was restored, and the others have not given everything back yet.',
      todo: 'Archive when edoc agent status no longer tells recovery.under-way.',
    },
    vi: {
      what: 'Nút này vừa được khôi phục, các nút khác chưa trả lại hết dữ liệu.',
      todo: 'Hãy lưu trữ khi edoc agent status không còn báo recovery.under-way.',
    },
  },
  'archive.under-way': {
    retryable: true,
    en: {
      what: 'Another run of edoc agent archive for this node is under way.',
      todo: 'Wait until it has ended.',
    },
    vi: {
      what: 'Đang có một lần chạy edoc agent archive khác của nút này.',
      todo: 'Hãy chờ lần chạy đó kết thúc.',
    },
  },
  'archive.future': {
    retryable: false,
    en: {
      what: 'Documents can be archived up to now, not before {before}, which lies ahead.',
      todo: 'Give an earlier date with --before.',
    },
    vi: {
      what: 'Chỉ lưu trữ được văn bản đến thời điểm hiện tại; mốc {before} nằm trong tương lai.',
      todo: 'Hãy chọn ngày sớm hơn với --before.',
    },
  },
  'archive.other-packet': {
    retryable: false,
    en: {
      what: 'The container {file} holds other evidence than was to be packed.',
      todo: 'The document was left as it is. Keep the file and report it: this is a defect, or somebody changed the file.',
    },
    vi: {
      what: 'Gói chứng cứ {file} chứa nội dung khác với dự kiến.',
      todo: 'Văn bản được giữ nguyên. Hãy giữ lại tệp và báo cáo: đây là lỗi chương trình hoặc tệp đã bị sửa.',
    },
  },
  'archive.stopped': {
    retryable: true,
    en: {
      what: 'Archiving stopped: what keeps the last document from the archive ({code}) would keep the others too.',
      todo: 'Mend its cause and run the same command again: it goes on where it was.',
    },
    vi: {
      what: 'Đã dừng lưu trữ: lỗi khiến văn bản cuối không lưu trữ được ({code}) cũng sẽ xảy ra với các văn bản khác.',
      todo: 'Hãy khắc phục nguyên nhân rồi chạy lại đúng lệnh này: công việc sẽ tiếp tục từ chỗ dừng.',
    },
  },
  'archive.in-use': {
    retryable: true,
    en: {
      what: 'An attachment of an archived document is in use: somebody is sending or receiving it again, or handed it in within the last hour.',
      todo: 'Nothing to do: the next run of edoc agent archive removes it when nothing needs it.',
    },
    vi: {
      what: 'Tệp đính kèm của văn bản đã lưu trữ đang được dùng: có người đang gửi, nhận lại hoặc vừa nộp tệp trong vòng một giờ.',
      todo: 'Không cần làm gì: lần chạy edoc agent archive sau sẽ xóa khi không còn ai cần.',
    },
  },
  'archive.quarantined': {
    retryable: true,
    en: {
      what: 'An attachment of an archived document is also that of a packet in quarantine, which could not be taken without it.',
      todo: 'Replay or discard that packet (edoc quarantine list). The next run of edoc agent archive removes what nothing needs any more.',
    },
    vi: {
      what: 'Tệp đính kèm của văn bản đã lưu trữ cũng là của một gói tin trong vùng cách ly; thiếu tệp này thì không nhận được gói tin đó.',
      todo: 'Hãy xử lý lại hoặc hủy gói tin đó (edoc quarantine list). Lần chạy edoc agent archive sau sẽ xóa tệp không còn nơi nào cần.',
    },
  },
  'archive.peer-recovering': {
    retryable: true,
    en: {
      what: 'A restored node asks this one for what it lost: attachments stay until it has got everything.',
      todo: 'Nothing to do: the next run of edoc agent archive removes them, 31 days after the request at the latest.',
    },
    vi: {
      what: 'Một nút vừa khôi phục đang xin lại dữ liệu từ nút này: tệp đính kèm được giữ cho đến khi trả lại xong.',
      todo: 'Không cần làm gì: lần chạy edoc agent archive sau sẽ xóa, chậm nhất 31 ngày sau yêu cầu.',
    },
  },
  'content.archived': {
    retryable: false,
    en: {
      what: 'The attachments of packet {packet} are not here any more: they were moved to the archive on {at}, in the container {container}.',
      todo: 'Take them from that file in the archive: edoc evidence verify FILE --extract FOLDER.',
    },
    vi: {
      what: 'Tệp đính kèm của gói tin {packet} không còn ở đây: đã chuyển vào kho lưu trữ lúc {at}, trong gói {container}.',
      todo: 'Hãy lấy từ tệp đó trong kho lưu trữ: edoc evidence verify TỆP --extract THƯ_MỤC.',
    },
  },
} satisfies Record<string, ErrorEntry>;
