import type { ErrorEntry } from './entry.js';

const keepAsItIs = {
  en: 'Keep the file as it is. The sealed form without what was put around it can still be verified: ask whoever keeps the document for it.',
  vi: 'Giữ nguyên tệp. Vẫn có thể kiểm tra bản ký gốc chưa bổ sung: đề nghị đơn vị lưu giữ văn bản cung cấp bản đó.',
};

/** Codes of `spec/evidence.md`: the proof of time and standing around a sealed file. */
export const evidenceErrors = {
  'evidence.form': {
    retryable: false,
    en: {
      what: 'The time stamps and revocation data in the signature are not written in the one form that they have.',
      todo: keepAsItIs.en,
    },
    vi: {
      what: 'Dấu thời gian và dữ liệu thu hồi trong chữ ký không được ghi đúng dạng duy nhất quy định.',
      todo: keepAsItIs.vi,
    },
  },
  'evidence.limit': {
    retryable: false,
    en: {
      what: 'The time stamps and revocation data in the signature exceed a limit: {name} is {value}, at most {max}.',
      todo: keepAsItIs.en,
    },
    vi: {
      what: 'Dấu thời gian và dữ liệu thu hồi trong chữ ký vượt giới hạn: {name} là {value}, tối đa {max}.',
      todo: keepAsItIs.vi,
    },
  },
  'evidence.level': {
    retryable: false,
    en: {
      what: 'The file has the parts of level {claimed}, but what holds of them makes level {reached}.',
      todo: 'The findings beside this one say what does not hold. Run "edoc evidence upgrade" on the node that keeps the document, and export it again.',
    },
    vi: {
      what: 'Tệp có các thành phần của mức {claimed}, nhưng những phần còn hiệu lực chỉ đạt mức {reached}.',
      todo: 'Các phát hiện kèm theo nêu rõ phần nào không còn hiệu lực. Chạy "edoc evidence upgrade" tại nút lưu giữ văn bản rồi xuất lại.',
    },
  },
  'evidence.source-down': {
    retryable: true,
    en: {
      what: 'The {source} does not answer ({code}); {count} files wait for it, the oldest since {since}.',
      todo: 'Documents go on being sent and received. The node asks again by itself; to do it at once: edoc evidence upgrade.',
    },
    vi: {
      what: 'Không nhận được trả lời từ {source} ({code}); {count} tệp đang chờ, lâu nhất từ {since}.',
      todo: 'Văn bản vẫn được gửi và nhận bình thường. Nút sẽ tự hỏi lại; để thực hiện ngay: edoc evidence upgrade.',
    },
  },
  'evidence.no-source': {
    retryable: false,
    en: {
      what: 'This node has no time-stamp authority: its evidence stays at level B.',
      todo: 'Ask the operator of the axis for the address of one and set timeStamp.url in agent.json.',
    },
    vi: {
      what: 'Nút này chưa có dịch vụ cấp dấu thời gian: chứng cứ chỉ ở mức B.',
      todo: 'Đề nghị đơn vị vận hành trục cung cấp địa chỉ dịch vụ và khai báo timeStamp.url trong agent.json.',
    },
  },
  'evidence.unreadable': {
    retryable: false,
    en: {
      what: 'A file that the node keeps, of packet {packet}, is not the sealed file any more that it was when it was stored.',
      todo: 'Check the disk and run "edoc log verify"; take the file from a backup of the store, or from the other side of the exchange.',
    },
    vi: {
      what: 'Một tệp mà nút lưu giữ, thuộc gói tin {packet}, không còn là tệp có chữ ký như khi được lưu.',
      todo: 'Kiểm tra ổ đĩa và chạy "edoc log verify"; lấy lại tệp từ bản sao lưu của kho, hoặc từ bên kia của lần gửi nhận.',
    },
  },
  'revocation.revoked': {
    retryable: false,
    en: {
      what: 'The certificate of {subject} was revoked on {revokedAt}, before this was sealed or came in.',
      todo: 'Do not use the content. Ask the sender, by another way, whether it is theirs, and for a new one under a valid certificate.',
    },
    vi: {
      what: 'Chứng thư của {subject} đã bị thu hồi ngày {revokedAt}, trước khi tệp này được ký hoặc gửi đến.',
      todo: 'Không sử dụng nội dung này. Liên hệ bên gửi qua kênh khác để xác nhận và đề nghị gửi lại với chứng thư còn hiệu lực.',
    },
  },
  'revocation.no-proof': {
    retryable: false,
    en: {
      what: 'The certificate of {subject} was revoked on {revokedAt}, and nothing proves that this was sealed before.',
      todo: 'Ask whoever keeps the document for a copy with a time stamp from before the revocation.',
    },
    vi: {
      what: 'Chứng thư của {subject} đã bị thu hồi ngày {revokedAt}, và không có gì chứng minh tệp này được ký trước đó.',
      todo: 'Đề nghị đơn vị lưu giữ văn bản cung cấp bản có dấu thời gian trước thời điểm thu hồi.',
    },
  },
  'revocation.unknown': {
    retryable: false,
    en: {
      what: 'Whether the certificate of {subject} was revoked could not be told: no CRL or OCSP answer counts for the time in question.',
      todo: 'Give a CRL of the issuer from that time, or run "edoc evidence upgrade" where the document is kept.',
    },
    vi: {
      what: 'Không xác định được chứng thư của {subject} có bị thu hồi hay không: không có CRL hoặc trả lời OCSP nào áp dụng cho thời điểm đó.',
      todo: 'Cung cấp CRL của tổ chức cấp tại thời điểm đó, hoặc chạy "edoc evidence upgrade" tại nơi lưu giữ văn bản.',
    },
  },
  'revocation.unavailable': {
    retryable: false,
    en: {
      what: 'The receiving node could not learn whether the certificate of {subject} was revoked, and takes nothing without knowing.',
      todo: 'Send the document again later; tell the receiving agency, whose operator has to restore its list of revoked certificates.',
    },
    vi: {
      what: 'Nút nhận không xác định được chứng thư của {subject} có bị thu hồi hay không, và không nhận khi chưa rõ.',
      todo: 'Gửi lại văn bản sau; báo cho cơ quan nhận để đơn vị vận hành khôi phục danh sách chứng thư bị thu hồi.',
    },
  },
  'revocation.no-source': {
    retryable: false,
    en: {
      what: 'There is no address at which to ask whether the certificate of {subject} was revoked.',
      todo: 'Ask the operator of the axis for the addresses and set revocation.ocsp or revocation.crl in agent.json.',
    },
    vi: {
      what: 'Không có địa chỉ để hỏi chứng thư của {subject} có bị thu hồi hay không.',
      todo: 'Đề nghị đơn vị vận hành trục cung cấp địa chỉ và khai báo revocation.ocsp hoặc revocation.crl trong agent.json.',
    },
  },
  'revocation.source-down': {
    retryable: true,
    en: {
      what: 'No fresh list of revoked certificates since {since} ({code}).',
      todo: 'Under the soft policy documents go on; under the hard policy what comes in is refused. Tell the operator of the axis.',
    },
    vi: {
      what: 'Không có danh sách chứng thư bị thu hồi mới kể từ {since} ({code}).',
      todo: 'Với chính sách mềm, văn bản vẫn lưu chuyển; với chính sách cứng, văn bản đến bị từ chối. Báo cho đơn vị vận hành trục.',
    },
  },
} satisfies Record<string, ErrorEntry>;
