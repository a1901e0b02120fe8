/**
 * The reasons that errors name in their detail (`reason`, `cause`), in Vietnamese. Those that are ours are a closed set, written in
 * English where they arise, since the detail is the same in every language; what libraries and systems say is theirs, and is quoted.
 */

/** What has no words here and is one word is a name: of an element, a field, a code of the system. */
const fixed: Readonly<Record<string, string>> = {
  // Forms: receipts, pings, resync requests, missing parts, the directory.
  'not canonical XML': 'không phải XML chuẩn tắc',
  'too long': 'quá dài',
  missing: 'bị thiếu',
  'none, or more than a packet can have': 'không có, hoặc nhiều hơn một gói tin có thể có',
  'no digest, or twice': 'không phải mã băm, hoặc bị lặp',
  'no parts, or too many ranges': 'không có phần nào, hoặc quá nhiều khoảng',
  'it came under another id': 'đến dưới một mã khác',
  'after SentAt': 'sau SentAt',
  'neither accepted nor refused': 'không phải chấp nhận cũng không phải từ chối',
  'no words, or too many': 'không có lời giải thích, hoặc quá dài',
  'not after @IssuedAt': 'không sau @IssuedAt',
  'not after @NotBefore': 'không sau @NotBefore',
  'before @ValidFrom': 'trước @ValidFrom',
  'not 1 to @Pages': 'không nằm trong khoảng 1 đến @Pages',
  'not the old form beside a new one': 'không phải mã kiểu cũ đi kèm mã mới',
  'only a closed agency has one': 'chỉ cơ quan đã đóng mới có',
  'listed twice': 'bị liệt kê hai lần',
  'not a number from 1': 'không phải số từ 1 trở lên',
  'not a packet id': 'không phải mã gói tin',
  'not a resync id': 'không phải mã yêu cầu đồng bộ lại',
  'not a ping id': 'không phải mã kiểm tra kết nối',
  'not an agency code': 'không phải mã cơ quan',
  'not an error code': 'không phải mã lỗi',
  'not another agency': 'không phải một cơ quan khác',
  'not a name of one line': 'không phải tên trên một dòng',
  'not a node name': 'không phải tên nút',
  'not a number': 'không phải số',
  'not a time in milliseconds': 'không phải thời điểm tính đến mili giây',
  'not a time in seconds': 'không phải thời điểm tính đến giây',
  'not active, suspended or closed': 'không phải active, suspended hay closed',
  'not ranges of parts': 'không phải các khoảng số phần',
  'not a size': 'không phải kích cỡ',
  'not a date': 'không phải ngày',
  'not a time': 'không phải thời điểm',
  'not a SHA-256': 'không phải SHA-256',
  // Packets, and what nodes give back.
  'Description is not NFC': 'Description không ở dạng NFC',
  'Sha256 is not 64 hexadecimal digits': 'Sha256 không phải 64 chữ số thập lục phân',
  'Size is not a number of octets': 'Size không phải số byte',
  'a status has no attachments': 'trạng thái không có tệp đính kèm',
  'it holds too many files': 'chứa quá nhiều tệp',
  'it does not begin with a sealed file': 'không bắt đầu bằng tệp đã ký',
  'it holds no sealed file': 'không chứa tệp đã ký nào',
  'no element': 'không có phần tử nào',
  // Attachments and their parts.
  damaged: 'bị hỏng',
  encrypted: 'bị mã hóa',
  'it names no SHA-256': 'không nêu SHA-256',
  'it names no node that sent it': 'không nêu nút gửi',
  'its place is not within the whole': 'vị trí nằm ngoài tệp',
  'the attachment is larger than allowed': 'tệp đính kèm lớn hơn mức cho phép',
  'it is cut into more or fewer parts than it has': 'số phần không đúng với kích cỡ tệp',
  'it is larger or smaller than its place': 'kích cỡ phần không đúng với vị trí',
  // Seals and containers.
  'not one signature': 'không phải đúng một chữ ký',
  'a digest is another one': 'có mã băm không khớp',
  'not two references': 'không phải hai tham chiếu',
  'it covers other octets': 'chữ ký phủ nội dung khác',
  'cannot be verified': 'không kiểm tra được',
  octets: 'quá lớn',
  elements: 'quá nhiều phần tử',
  end: 'phần kết thúc',
  disks: 'nhiều đĩa',
  'cut off': 'bị cắt cụt',
  flags: 'cờ',
  'extra field': 'trường bổ sung',
  directory: 'danh mục',
  // The event log.
  'it does not follow the entry before': 'không nối tiếp mục trước',
  'its hash is not that of its content': 'mã băm không khớp nội dung',
  'its detail is not in canonical form': 'chi tiết không ở dạng chuẩn tắc',
  'the line is not an entry in canonical form': 'dòng này không phải một mục ở dạng chuẩn tắc',
  // Configurations.
  'must be a node name: a-z, 0-9 and -, at most 32': 'phải là tên nút: a-z, 0-9 và -, tối đa 32 ký tự',
  'must be an agency code such as H41': 'phải là mã cơ quan, ví dụ H41',
  'must begin with http:// or https://': 'phải bắt đầu bằng http:// hoặc https://',
  'must be {"file": …}, {"fd": …}, {"credential": …} or {"socket": …}':
    'phải là {"file": …}, {"fd": …}, {"credential": …} hoặc {"socket": …}',
  'must begin with amqps://': 'phải bắt đầu bằng amqps://',
  'names an agency twice': 'nêu một cơ quan hai lần',
  'needs trust to require them': 'cần có trust để bắt buộc chữ ký',
  'names where the passphrase comes from, once: passphrase or passphraseFile':
    'nêu nguồn mật khẩu đúng một lần: passphrase hoặc passphraseFile',
  'no agency is served': 'không phục vụ cơ quan nào',
  'must be http://host[:port], without a path': 'phải là http://máy[:cổng], không có đường dẫn',
  'must be a host name or an address': 'phải là tên máy hoặc địa chỉ',
  'must be an object identifier such as 1.2.3': 'phải là định danh đối tượng (OID), ví dụ 1.2.3',
  'must be an object identifier': 'phải là định danh đối tượng (OID)',
  'must be other hosts than the first, all with a domain or none, and no IPv6 addresses':
    'phải là các máy khác máy đầu, tất cả đều có tên miền hoặc đều không, và không phải địa chỉ IPv6',
  // What is asked of the agent, the brokers and services.
  'must be a SHA-256 in lower-case hexadecimal': 'phải là SHA-256 viết bằng chữ số thập lục phân chữ thường',
  'the body is not JSON in UTF-8': 'nội dung không phải JSON mã hóa UTF-8',
  'no JSON': 'không phải JSON',
  'a part, and nothing else, has a position': 'chỉ một phần của tệp đính kèm mới có vị trí',
  'it has no recipient': 'không có nơi nhận',
  redirect: 'chuyển hướng',
  timeout: 'quá thời gian chờ',
  unknown: 'không rõ',
  changed: 'đã bị thay đổi',
  'no DER': 'không phải DER',
  // Keys in tokens.
  'it must begin with pkcs11:': 'phải bắt đầu bằng pkcs11:',
  'a PIN must not stand in it (pin-value); name its pin-source':
    'không được ghi mã PIN (pin-value); hãy nêu pin-source',
  'module-path must name the PKCS#11 module by its absolute path':
    'module-path phải là đường dẫn tuyệt đối của thư viện PKCS#11',
  'slot-id must be a number': 'slot-id phải là số',
  'type must be private': 'type phải là private',
  'attributes are written name=value': 'thuộc tính phải viết dạng tên=giá trị',
  '% must be followed by two hexadecimal digits': 'sau % phải là hai chữ số thập lục phân',
  'a text in it is not UTF-8': 'có văn bản không phải UTF-8',
  'object= must name the new key': 'object= phải nêu tên khóa mới',
  // Why an exchange is not over.
  delivery: 'còn nơi nhận chưa phản hồi',
  outbox: 'còn nội dung chờ gửi đi',
  status: 'còn trạng thái đang trên đường',
  recall: 'yêu cầu lấy lại chưa được trả lời',
  amendment: 'thay đổi văn bản trước chưa được đồng ý hay từ chối',
  parts: 'đang gửi các phần của tệp đính kèm',
  signatures: 'chữ ký trong tệp đính kèm chưa được kiểm tra',
  unfinished: 'chưa hoàn thành (06) hoặc từ chối (02)',
};

/** Those with a value in them; `$1` and `$2` are the values. */
const withValues: readonly (readonly [RegExp, string])[] = [
  [/^octet (\d+) differs from the one form$/, 'byte thứ $1 khác với dạng quy định'],
  [/^not 1 to (\d+)$/, 'không nằm trong khoảng 1 đến $1'],
  [/^more than (\d+)$/, 'nhiều hơn $1'],
  [/^(\d+) files$/, '$1 tệp'],
  [/^Transfer is not (\w+)$/, 'Transfer không phải là $1'],
  [/^(\d+) of (\d+) inline attachments$/, 'có $1 trong số $2 tệp đính kèm nằm trong gói'],
  [/^entry (\d+) stands in its place$/, 'mục $1 nằm ở vị trí của nó'],
  [/^([\w-]+) is not known$/, 'không rõ thuộc tính $1'],
  [/^([\w-]+) stands in it twice$/, '$1 xuất hiện hai lần'],
];

/** Names and numbers of protocols and systems: `ENOENT`, `HTTP 404`, `SQLite 10`, `seal.form`. */
const isName = /^[\w.:@/-]*$|^(?:HTTP|SQLite) \w+$/;

/** A reason as it stands in a Vietnamese sentence; what is not ours is in quotation marks. */
export function reasonInVietnamese(reason: string): string {
  const known = Object.hasOwn(fixed, reason) ? fixed[reason] : undefined;
  if (known !== undefined) return known;
  for (const [pattern, words] of withValues) if (pattern.test(reason)) return reason.replace(pattern, words);
  return isName.test(reason) ? reason : `“${reason}”`;
}
