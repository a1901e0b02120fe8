import type { ErrorEntry } from './entry.js';

/** Reading, checking and writing edXML messages (`spec/edxml.md`). */
export const edxmlErrors = {
  // ------------------------------------------------------------------------------------------- the file
  'edxml.not-well-formed': {
    retryable: false,
    en: {
      what: 'The file is not well-formed XML: {reason}.',
      todo: 'Have the sending system mend the file at that line and column, or export the document again.',
    },
    vi: {
      what: 'Tệp không phải XML đúng cú pháp: {reason}.',
      todo: 'Yêu cầu hệ thống gửi sửa tệp tại đúng dòng, cột đó hoặc kết xuất lại văn bản.',
    },
  },
  'edxml.encoding': {
    retryable: false,
    en: { what: 'The file is not valid UTF-8.', todo: 'Save the file in UTF-8 and try again.' },
    vi: { what: 'Tệp không được mã hóa UTF-8 hợp lệ.', todo: 'Lưu lại tệp theo mã UTF-8 rồi thử lại.' },
  },
  'edxml.doctype': {
    retryable: false,
    en: {
      what: 'The file has a document type declaration, which edXML does not allow.',
      todo: 'Remove the DOCTYPE. If the file came from outside, treat it as hostile.',
    },
    vi: {
      what: 'Tệp chứa khai báo DOCTYPE, edXML không cho phép.',
      todo: 'Bỏ khai báo DOCTYPE. Nếu tệp đến từ bên ngoài, hãy coi là tệp đáng ngờ.',
    },
  },
  'edxml.limit': {
    retryable: false,
    en: {
      what: 'Too many {name}: at most {most} are read.',
      todo: 'Split the message or shorten what is too large.',
    },
    vi: { what: 'Vượt giới hạn {name}: tối đa {most}.', todo: 'Tách nhỏ gói tin hoặc rút gọn phần quá lớn.' },
  },
  'edxml.not-edxml': {
    retryable: false,
    en: {
      what: 'This is XML but not an edXML message: the root element is "{root}".',
      todo: 'Choose the .edxml file; its root element is edXML.',
    },
    vi: {
      what: 'Đây là XML nhưng không phải gói tin edXML: phần tử gốc là "{root}".',
      todo: 'Chọn đúng tệp .edxml; phần tử gốc phải là edXML.',
    },
  },
  'edxml.version-1': {
    retryable: false,
    en: {
      what: 'This is edXML 1.0 (SOAP), from before QCVN 102:2016.',
      todo: 'Have the sending system export the document according to QCVN 102:2016/BTTTT.',
    },
    vi: {
      what: 'Đây là gói tin edXML 1.0 (SOAP), trước QCVN 102:2016.',
      todo: 'Yêu cầu hệ thống gửi kết xuất lại theo QCVN 102:2016/BTTTT.',
    },
  },
  'edxml.missing-element': {
    retryable: false,
    en: {
      what: 'The element {element} is missing.',
      todo: 'Have the sending system write a complete message.',
    },
    vi: { what: 'Thiếu phần tử {element}.', todo: 'Yêu cầu hệ thống gửi tạo gói tin đầy đủ.' },
  },
  'edxml.schema': {
    retryable: false,
    en: { what: 'The file departs from the schema: {reason}.', todo: 'Mend the file at that line.' },
    vi: { what: 'Tệp không đúng lược đồ XSD: {reason}.', todo: 'Sửa tệp tại đúng dòng đó.' },
  },

  // ----------------------------------------------------------------------------- what a tolerant reader saw
  'edxml.other-namespace': {
    retryable: false,
    en: {
      what: '{count} elements stand in the namespace "{namespace}" and were read by their local names.',
      todo: 'Nothing for you to do; tell the maker of the sending system.',
    },
    vi: {
      what: '{count} phần tử thuộc không gian tên "{namespace}", đã được đọc theo tên cục bộ.',
      todo: 'Không cần xử lý; nên báo cho đơn vị phát triển hệ thống gửi.',
    },
  },
  'edxml.unknown-element': {
    retryable: false,
    en: {
      what: 'The element {element} is not known and was passed over.',
      todo: 'Nothing for you to do; the original file is kept.',
    },
    vi: {
      what: 'Không nhận biết được phần tử {element}, đã bỏ qua.',
      todo: 'Không cần xử lý; tệp gốc vẫn được lưu.',
    },
  },
  'edxml.misplaced-element': {
    retryable: false,
    en: {
      what: 'The element {element} stands in the wrong place and was read all the same.',
      todo: 'Nothing for you to do; tell the maker of the sending system.',
    },
    vi: {
      what: 'Phần tử {element} đặt sai vị trí nhưng vẫn được đọc.',
      todo: 'Không cần xử lý; nên báo cho đơn vị phát triển hệ thống gửi.',
    },
  },
  'edxml.repeated-element': {
    retryable: false,
    en: {
      what: 'The element {element} occurs {count} times with different values, where one is allowed.',
      todo: 'Have the sender say which one holds; the message cannot be taken as it is.',
    },
    vi: {
      what: 'Phần tử {element} xuất hiện {count} lần với giá trị khác nhau, chỉ được phép một lần.',
      todo: 'Đề nghị bên gửi xác nhận giá trị đúng; không thể tiếp nhận gói tin như hiện tại.',
    },
  },
  'edxml.repeated-equal': {
    retryable: false,
    en: {
      what: 'The element {element} occurs {count} times with the same value; one was taken.',
      todo: 'Nothing for you to do; tell the maker of the sending system.',
    },
    vi: {
      what: 'Phần tử {element} bị lặp {count} lần với cùng giá trị; chỉ lấy một.',
      todo: 'Không cần xử lý; nên báo cho đơn vị phát triển hệ thống gửi.',
    },
  },
  'edxml.empty-element': {
    retryable: false,
    en: { what: 'The element is empty and was left out.', todo: 'Nothing for you to do.' },
    vi: { what: 'Phần tử rỗng, đã bỏ qua.', todo: 'Không cần xử lý.' },
  },
  'edxml.stray-text': {
    retryable: false,
    en: {
      what: 'There is text between the elements, where none belongs; it was passed over.',
      todo: 'Look at the original file; the text may belong to a field.',
    },
    vi: {
      what: 'Có đoạn chữ nằm giữa các phần tử, không thuộc trường nào, đã bỏ qua.',
      todo: 'Xem lại tệp gốc; đoạn chữ có thể thuộc về một trường.',
    },
  },
  'edxml.trimmed': {
    retryable: false,
    en: { what: 'Spaces around the value were taken away.', todo: 'Nothing for you to do.' },
    vi: { what: 'Đã bỏ khoảng trắng ở đầu hoặc cuối giá trị.', todo: 'Không cần xử lý.' },
  },
  'edxml.one-digit-status': {
    retryable: false,
    en: {
      what: 'The status code has one digit; it was read as {value}.',
      todo: 'Nothing for you to do; tell the maker of the sending system.',
    },
    vi: {
      what: 'Mã trạng thái chỉ có một chữ số, được hiểu là {value}.',
      todo: 'Không cần xử lý; nên báo cho đơn vị phát triển hệ thống gửi.',
    },
  },
  'edxml.changed-form': {
    retryable: false,
    en: {
      what: 'The value is written in another form than the standard’s; it was read as {value}.',
      todo: 'Nothing for you to do; tell the maker of the sending system.',
    },
    vi: {
      what: 'Giá trị không viết theo dạng chuẩn, được hiểu là {value}.',
      todo: 'Không cần xử lý; nên báo cho đơn vị phát triển hệ thống gửi.',
    },
  },

  // ----------------------------------------------------------------------------------- rules for a message
  'edxml.kind': {
    retryable: false,
    en: {
      what: 'The message is neither a document nor a status.',
      todo: 'Set kind to "document" or "status".',
    },
    vi: {
      what: 'Gói tin không phải văn bản, cũng không phải trạng thái.',
      todo: 'Đặt kind là "document" hoặc "status".',
    },
  },
  'edxml.required': {
    retryable: false,
    en: { what: 'This field must be filled in.', todo: 'Fill it in and try again.' },
    vi: { what: 'Trường này bắt buộc phải có.', todo: 'Điền thông tin rồi thử lại.' },
  },
  'edxml.recommended': {
    retryable: false,
    en: {
      what: 'This field is empty; the regulation has it, and some receiving systems expect it.',
      todo: 'Fill it in if you can.',
    },
    vi: {
      what: 'Trường này để trống; quy chuẩn có quy định và một số hệ thống nhận cần đến.',
      todo: 'Nên điền nếu có thể.',
    },
  },
  'edxml.left-out': {
    retryable: false,
    en: {
      what: 'The entry cannot be used and was left out.',
      todo: 'Nothing for you to do; the original file is kept.',
    },
    vi: { what: 'Mục này không dùng được, đã bỏ qua.', todo: 'Không cần xử lý; tệp gốc vẫn được lưu.' },
  },
  'edxml.unknown-field': {
    retryable: false,
    en: { what: 'There is no field of the name "{name}".', todo: 'Check the spelling of the field name.' },
    vi: { what: 'Không có trường nào tên "{name}".', todo: 'Kiểm tra lại tên trường.' },
  },
  'edxml.field-type': {
    retryable: false,
    en: { what: 'The field holds {found} where {expected} belongs.', todo: 'Correct the field.' },
    vi: { what: 'Trường chứa {found}, đúng ra phải là {expected}.', todo: 'Sửa lại trường này.' },
  },
  'edxml.character': {
    retryable: false,
    en: {
      what: 'The text holds a character that XML cannot carry (code {code}).',
      todo: 'Delete the invisible character; it often comes from copying out of another program.',
    },
    vi: {
      what: 'Nội dung chứa ký tự mà XML không cho phép (mã {code}).',
      todo: 'Xóa ký tự ẩn đó; thường do sao chép từ phần mềm khác.',
    },
  },
  'edxml.too-long': {
    retryable: false,
    en: {
      what: 'The text has {length} characters; receiving systems keep {most} and may cut off the rest.',
      todo: 'Shorten it if you can.',
    },
    vi: {
      what: 'Nội dung dài {length} ký tự; hệ thống nhận chỉ lưu {most} và có thể cắt phần còn lại.',
      todo: 'Nên rút gọn nếu có thể.',
    },
  },
  'edxml.text-limit': {
    retryable: false,
    en: { what: 'The text has {length} characters; at most {most} are allowed.', todo: 'Shorten the text.' },
    vi: { what: 'Nội dung dài {length} ký tự, tối đa {most}.', todo: 'Rút gọn nội dung.' },
  },
  'edxml.organ-id': {
    retryable: false,
    en: {
      what: '"{value}" is not an agency code.',
      todo: 'Give the code as in the directory, for example H41 or 000.00.00.H41.',
    },
    vi: {
      what: '"{value}" không phải mã định danh cơ quan.',
      todo: 'Ghi mã theo danh bạ, ví dụ H41 hoặc 000.00.00.H41.',
    },
  },
  'edxml.date': {
    retryable: false,
    en: { what: '"{value}" is not a date of the form yyyy/MM/dd.', todo: 'Write it like 2026/01/31.' },
    vi: { what: '"{value}" không phải ngày theo dạng yyyy/MM/dd.', todo: 'Ghi như 2026/01/31.' },
  },
  'edxml.timestamp': {
    retryable: false,
    en: {
      what: '"{value}" is not a time of the form yyyy/MM/dd HH:mm:ss.',
      todo: 'Write it like 2026/01/31 08:30:00, in Vietnam time.',
    },
    vi: {
      what: '"{value}" không phải thời điểm theo dạng yyyy/MM/dd HH:mm:ss.',
      todo: 'Ghi như 2026/01/31 08:30:00, theo giờ Việt Nam.',
    },
  },
  'edxml.number': {
    retryable: false,
    en: { what: '"{value}" is not a whole number from 0 to 65535.', todo: 'Write digits only.' },
    vi: { what: '"{value}" không phải số nguyên từ 0 đến 65535.', todo: 'Chỉ ghi chữ số.' },
  },
  'edxml.boolean': {
    retryable: false,
    en: { what: '"{value}" is neither true nor false.', todo: 'Write true or false.' },
    vi: { what: '"{value}" không phải true hoặc false.', todo: 'Ghi true hoặc false.' },
  },
  'edxml.not-in-list': {
    retryable: false,
    en: { what: '"{value}" is not one of {list}.', todo: 'Choose a value from the list.' },
    vi: { what: '"{value}" không thuộc {list}.', todo: 'Chọn một giá trị trong danh sách.' },
  },
  'edxml.future-date': {
    retryable: false,
    en: {
      what: 'The date of promulgation {value} lies in the future.',
      todo: 'Correct the date; receiving hubs refuse a document from the future.',
    },
    vi: {
      what: 'Ngày ban hành {value} nằm trong tương lai.',
      todo: 'Sửa lại ngày; hệ thống nhận sẽ từ chối văn bản có ngày ở tương lai.',
    },
  },
  'edxml.repeated-recipient': {
    retryable: false,
    en: { what: 'The agency {value} is named twice as a recipient.', todo: 'Remove one of the two.' },
    vi: { what: 'Cơ quan nhận {value} bị ghi hai lần.', todo: 'Xóa một trong hai.' },
  },
  'edxml.bussiness-reference': {
    retryable: false,
    en: {
      what: 'A document that revokes, updates or replaces must name the earlier document.',
      todo: 'Fill in Bussiness.DocumentId, or ReplacementInfoList for a replacement.',
    },
    vi: {
      what: 'Văn bản thu hồi, cập nhật hoặc thay thế phải nêu văn bản trước đó.',
      todo: 'Điền Bussiness.DocumentId, hoặc ReplacementInfoList nếu là văn bản thay thế.',
    },
  },
  'edxml.status-code': {
    retryable: false,
    en: { what: '"{value}" is not a status code of two digits.', todo: 'Write two digits, such as 03.' },
    vi: { what: '"{value}" không phải mã trạng thái hai chữ số.', todo: 'Ghi hai chữ số, ví dụ 03.' },
  },
  'edxml.unknown-status': {
    retryable: false,
    en: {
      what: 'The status code {value} is not one of the nine in use.',
      todo: 'Check the code with the sender.',
    },
    vi: {
      what: 'Mã trạng thái {value} không thuộc chín mã đang dùng.',
      todo: 'Kiểm tra lại mã với bên gửi.',
    },
  },
  'edxml.status-reason': {
    retryable: false,
    en: { what: 'Status {value} needs a reason.', todo: 'Say in the description why.' },
    vi: { what: 'Trạng thái {value} phải kèm lý do.', todo: 'Ghi rõ lý do trong phần mô tả.' },
  },
  'edxml.secret': {
    retryable: false,
    en: {
      what: 'The document is marked as a state secret ({mark}).',
      todo: 'State secrets must not enter this network. Use the channel laid down for them.',
    },
    vi: {
      what: 'Văn bản có dấu chỉ độ mật ({mark}).',
      todo: 'Không được gửi bí mật nhà nước qua mạng này. Hãy dùng kênh quy định cho văn bản mật.',
    },
  },

  'edxml.attachment-bomb': {
    retryable: false,
    en: {
      what: 'The packed attachment would grow beyond {most} {unit}; it was not unpacked.',
      todo: 'Treat the file as hostile, or have the sender attach it unpacked.',
    },
    vi: {
      what: 'Tệp nén đính kèm khi giải nén vượt quá {most} {unit}; không giải nén.',
      todo: 'Coi là tệp đáng ngờ, hoặc đề nghị bên gửi đính kèm tệp không nén.',
    },
  },
} satisfies Record<string, ErrorEntry>;
