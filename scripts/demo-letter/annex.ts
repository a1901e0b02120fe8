/** The letter's annex: a list to be filled in, as a table that spreadsheet programs open with the right letters. */

export interface Annex {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

const heading = ['STT', 'Cơ quan, đơn vị', 'Mã định danh', 'Đầu mối', 'Họ và tên', 'Chức vụ', 'Thư điện tử'];

/** Invented people, and addresses in a domain that never leads anywhere (RFC 2606). */
const contacts = [
  [
    'UBND tỉnh Nghệ An',
    'H41',
    'Nghiệp vụ',
    'Lê Thị Hồng Nhung',
    'Phó Chánh Văn phòng',
    'nhung.lth@nghean.example',
  ],
  ['UBND tỉnh Nghệ An', 'H41', 'Kỹ thuật', 'Phan Đình Quý', 'Chuyên viên', 'quy.pd@nghean.example'],
  ['UBND thành phố Đà Nẵng', 'H17', 'Nghiệp vụ', 'Huỳnh Bảo Trâm', 'Trưởng phòng', 'tram.hb@danang.example'],
  ['UBND thành phố Đà Nẵng', 'H17', 'Kỹ thuật', 'Đặng Ngữ', 'Kỹ sư', 'ngu.d@danang.example'],
  ['Bộ Nội vụ', 'G09', 'Nghiệp vụ', 'Vũ Thị Yên', 'Phó Vụ trưởng', 'yen.vt@noivu.example'],
  ['Bộ Nội vụ', 'G09', 'Kỹ thuật', 'Bùi Kiến Thức', 'Chuyên viên chính', 'thuc.bk@noivu.example'],
];

/** CSV (RFC 4180) in UTF-8 with a byte order mark, by which spreadsheet programs know the encoding. */
export function makeAnnex(): Annex {
  const rows = [heading, ...contacts.map((contact, index) => [String(index + 1), ...contact])];
  return {
    name: 'Phụ lục - Danh sách đầu mối.csv',
    contentType: 'text/csv; charset=utf-8',
    bytes: Buffer.from(`\uFEFF${rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')}`, 'utf8'),
  };
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
