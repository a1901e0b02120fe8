import type { ErrorEntry } from './entry.js';

const askAgain = {
  en: 'The file was changed, repacked or damaged. Ask for the container as it was exported, and trust nothing in this one.',
  vi: 'Tệp đã bị sửa, đóng gói lại hoặc hư hỏng. Đề nghị cung cấp lại gói chứng cứ như khi xuất và không sử dụng nội dung tệp này.',
};

const other = {
  en: 'Check it with a validator for ASiC containers; only containers that "edoc evidence export" wrote can be checked here.',
  vi: 'Hãy dùng phần mềm kiểm tra gói ASiC; ở đây chỉ kiểm tra được gói chứng cứ do "edoc evidence export" xuất ra.',
};

/** A container that is not taken; what can be done is the same for nearly all of them. */
function refusal(en: string, vi: string, todo: { readonly en: string; readonly vi: string } = askAgain) {
  return { retryable: false, en: { what: en, todo: todo.en }, vi: { what: vi, todo: todo.vi } };
}

/** Evidence containers (`spec/container.md`). The place is the name of the entry. */
export const containerErrors = {
  'container.not-zip': refusal(
    'The file is no container: it does not end as a ZIP archive does.',
    'Tệp không phải gói chứng cứ: phần cuối không đúng cấu trúc ZIP.',
    {
      en: `A packet, receipt or status is checked with "edoc verify". Otherwise: ${askAgain.en}`,
      vi: `Gói tin, biên nhận hoặc trạng thái thì kiểm tra bằng "edoc verify". Nếu không phải: ${askAgain.vi}`,
    },
  ),
  'container.malformed': refusal(
    'The list of files in the container cannot be read ({reason}).',
    'Không đọc được danh mục tệp trong gói ({reason}).',
  ),
  'container.comment': refusal(
    'The container carries a comment, which nothing signs.',
    'Gói có phần ghi chú không được ký.',
  ),
  'container.stray-octets': refusal(
    'There are octets in the container that belong to no file (at {offset}).',
    'Trong gói có dữ liệu không thuộc tệp nào (tại vị trí {offset}).',
  ),
  'container.overlap': refusal(
    'Files in the container lie over each other (at {offset}).',
    'Các tệp trong gói chồng lên nhau (tại vị trí {offset}).',
  ),
  'container.zip64': refusal(
    'The container uses ZIP64 other than its size needs.',
    'Gói dùng ZIP64 không đúng với kích thước thực tế.',
  ),
  'container.limit': refusal(
    'The container is over a limit: {name} is {value}, the most is {max}.',
    'Gói vượt giới hạn: {name} là {value}, tối đa là {max}.',
    {
      en: 'No container of ours is that large. Look at where it came from.',
      vi: 'Gói chứng cứ của hệ thống không thể lớn như vậy. Hãy kiểm tra nguồn gốc của tệp.',
    },
  ),
  'container.mimetype-missing': refusal(
    'The archive has no file "mimetype": it is no ASiC container.',
    'Tệp nén không có tệp "mimetype": đây không phải gói ASiC.',
    other,
  ),
  'container.mimetype-not-first': refusal(
    'The file "mimetype" is not the first one in the container.',
    'Tệp "mimetype" không đứng đầu trong gói.',
    other,
  ),
  'container.mimetype-compressed': refusal(
    'The file "mimetype" is not stored as it is.',
    'Tệp "mimetype" không được lưu nguyên dạng.',
    other,
  ),
  'container.mimetype-wrong': refusal(
    'The archive says that it is something else than an ASiC-E container.',
    'Tệp nén khai báo không phải là gói ASiC-E.',
    other,
  ),
  'container.name-unsafe': refusal(
    'A file in the container has a name that could be written outside of its folder or mislead a reader.',
    'Trong gói có tên tệp có thể ghi ra ngoài thư mục hoặc gây nhầm lẫn cho người đọc.',
  ),
  'container.name-encoding': refusal(
    'A file name in the container is not marked and written as UTF-8.',
    'Có tên tệp trong gói không được mã hóa và đánh dấu là UTF-8.',
  ),
  'container.name-form': refusal(
    'A file name in the container is not in composed characters (Unicode NFC).',
    'Có tên tệp trong gói không ở dạng Unicode dựng sẵn (NFC).',
  ),
  'container.name-twice': refusal(
    'Two files in the container have one name, or names that differ by case alone.',
    'Trong gói có hai tệp trùng tên hoặc chỉ khác nhau ở chữ hoa, chữ thường.',
  ),
  'container.entry-type': refusal(
    'An entry of the container is no plain file but a folder, a link or a device.',
    'Trong gói có mục không phải tệp thường mà là thư mục, liên kết hoặc thiết bị.',
  ),
  'container.encrypted': refusal(
    'A file in the container is encrypted.',
    'Trong gói có tệp bị mã hóa.',
    other,
  ),
  'container.method': refusal(
    'A file in the container is packed with method {method}; only stored and deflated ones are read.',
    'Trong gói có tệp nén bằng phương pháp {method}; chỉ đọc được tệp lưu nguyên dạng hoặc nén deflate.',
    other,
  ),
  'container.extra-field': refusal(
    'An entry of the container carries an extra field ({id}), which nothing signs.',
    'Trong gói có mục mang trường phụ ({id}) không được ký.',
    other,
  ),
  'container.header': refusal(
    'What stands before a file in the container is not what the list of files says of it ({field}).',
    'Thông tin đặt trước một tệp trong gói khác với danh mục tệp ({field}).',
  ),
  'container.size': refusal(
    'A file in the container has another size than the {size} octets that are declared.',
    'Trong gói có tệp có kích thước khác với {size} byte đã khai báo.',
  ),
  'container.crc': refusal(
    'The checksum of a file in the container does not come out.',
    'Mã kiểm tra (CRC) của một tệp trong gói không khớp.',
  ),
  'container.bomb': refusal(
    'A file in the container would grow to more than {max} times its packed size.',
    'Trong gói có tệp giải nén lớn hơn {max} lần kích thước nén.',
  ),
  'container.unfinished': refusal(
    'A file changed while the container was being written.',
    'Có tệp thay đổi trong khi đang ghi gói chứng cứ.',
    {
      en: 'The attachment in the store is not the one that was signed. Check the store, and export again.',
      vi: 'Tệp đính kèm trong kho không còn đúng với tệp đã ký. Hãy kiểm tra kho rồi xuất lại.',
    },
  ),

  'container.foreign': refusal(
    'This is an ASiC-E container, but not one of the evidence containers of the axis.',
    'Đây là gói ASiC-E nhưng không phải gói chứng cứ của trục liên thông.',
    other,
  ),
  'container.media-type': refusal(
    'A media type that cannot stand in a container.',
    'Kiểu nội dung (media type) không được phép trong gói chứng cứ.',
  ),
  'container.manifest': refusal(
    'META-INF/manifest.xml does not list exactly the signed files.',
    'META-INF/manifest.xml không liệt kê đúng các tệp được ký.',
  ),
  'container.file-unsigned': refusal(
    'A file in the container is not signed by the container’s seal.',
    'Trong gói có tệp không được chữ ký của gói bao phủ.',
  ),
  'container.file-missing': refusal(
    'A file that the container’s seal signs is not in it.',
    'Thiếu tệp mà chữ ký của gói đã ký.',
  ),
  'container.file-digest': refusal(
    'A file in the container is not the one that was signed: its digest differs.',
    'Tệp trong gói không phải tệp đã ký: mã băm khác nhau.',
  ),
  'container.file-unknown': refusal(
    'The container holds a file that no evidence container has.',
    'Trong gói có tệp không thuộc thành phần của gói chứng cứ.',
  ),
  'container.document-missing': refusal(
    'The container holds no packet (document.edxml).',
    'Trong gói không có gói tin (document.edxml).',
  ),
  'container.message': refusal(
    'The readable copy does not say what the sealed packet says.',
    'Bản để đọc không khớp với nội dung gói tin đã ký.',
    {
      en: 'Read the packet itself (document.edxml), not the copy.',
      vi: 'Hãy đọc chính gói tin (document.edxml), không dùng bản để đọc.',
    },
  ),
  'container.attachment-missing': refusal(
    'An attachment of the packet is not in the container.',
    'Thiếu tệp đính kèm của gói tin trong gói chứng cứ.',
  ),
  'container.attachment-unknown': refusal(
    'The container holds an attachment that the packet does not have.',
    'Trong gói có tệp đính kèm mà gói tin không có.',
  ),
  'container.misplaced': refusal(
    'A sealed file in the container is of another kind or about another document than its place says.',
    'Tệp được ký trong gói không đúng loại hoặc không thuộc văn bản này.',
  ),
  'container.not-stored': refusal(
    'The agent has no such file of this document in its register, and does not sign it.',
    'Sổ của nút không có tệp này của văn bản, nên không ký.',
    {
      en: 'Export again: the register may have changed meanwhile. If it stays, check the store.',
      vi: 'Hãy xuất lại vì sổ có thể vừa thay đổi. Nếu vẫn lỗi, hãy kiểm tra kho dữ liệu.',
    },
  ),
  'container.level': {
    retryable: true,
    en: {
      what: 'The seal on the container is at level {level}: a source of proof did not answer ({gap}).',
      todo: 'The container holds until the certificate of its seal runs out. Export it again when "edoc agent status" names no source that is down.',
    },
    vi: {
      what: 'Chữ ký của gói chứng cứ mới ở mức {level}: một nguồn chứng cứ chưa trả lời ({gap}).',
      todo: 'Gói có giá trị cho đến khi chứng thư của chữ ký hết hạn. Hãy xuất lại khi "edoc agent status" không còn báo nguồn nào gián đoạn.',
    },
  },
} satisfies Record<string, ErrorEntry>;
