/** The words of reports: terminal, page and PDF use the same. */
import type { AttachmentOutcome, Check, Comparable, Kind } from '../examined.js';
import type { Indication, SubIndication } from '../indications.js';
import type { Level } from '../seen.js';
import type { RevocationReport, TimeStampReport, Words } from './model.js';

/** The verdict in people's words; the mark says it to those who see no colours. */
export const verdictWords: Readonly<Record<Indication, Words & { readonly mark: string }>> = {
  'TOTAL-PASSED': { mark: '✔', vi: 'HỢP LỆ', en: 'VALID' },
  'TOTAL-FAILED': { mark: '✘', vi: 'KHÔNG HỢP LỆ', en: 'NOT VALID' },
  INDETERMINATE: { mark: '?', vi: 'CHƯA KẾT LUẬN ĐƯỢC', en: 'CANNOT TELL' },
};

/** What each verdict means for whoever holds the file. */
export const verdictMeaning: Readonly<Record<Indication, Words>> = {
  'TOTAL-PASSED': {
    vi: 'Chữ ký đúng, do chứng thư được tin cậy ký; nội dung còn nguyên vẹn.',
    en: 'The signature is good and made under a trusted certificate; the content is as it was sealed.',
  },
  'TOTAL-FAILED': {
    vi: 'Tệp đã bị thay đổi, chữ ký sai hoặc nội dung vi phạm quy định: tệp không chứng minh được điều ghi trong đó.',
    en: 'The file was changed, its signature is wrong, or its content breaks a rule: it does not prove what it says.',
  },
  INDETERMINATE: {
    vi: 'Thông tin hiện có chưa đủ để kết luận hợp lệ hay không. Bổ sung phần còn thiếu rồi kiểm tra lại.',
    en: 'What is at hand does not suffice to tell valid from not valid. Add what is missing and check again.',
  },
};

export const subIndicationWords: Readonly<Record<SubIndication, Words>> = {
  FORMAT_FAILURE: { vi: 'tệp không đúng dạng quy định', en: 'the file is not of the prescribed form' },
  HASH_FAILURE: { vi: 'nội dung đã bị thay đổi sau khi ký', en: 'something was changed after it was sealed' },
  SIG_CRYPTO_FAILURE: {
    vi: 'chữ ký không do khóa của chứng thư tạo ra',
    en: 'the signature was not made by the key of the certificate',
  },
  REVOKED: { vi: 'chứng thư đã bị thu hồi khi ký', en: 'the certificate was revoked when it signed' },
  EXPIRED: { vi: 'chứng thư đã hết hạn khi ký', en: 'the certificate had expired when it signed' },
  NOT_YET_VALID: {
    vi: 'chứng thư chưa có hiệu lực khi ký',
    en: 'the certificate was not yet valid when it signed',
  },
  SIG_CONSTRAINTS_FAILURE: {
    vi: 'thông tin trong chữ ký không theo quy định',
    en: 'what the signature says of itself is not as prescribed',
  },
  CHAIN_CONSTRAINTS_FAILURE: {
    vi: 'chứng thư không đáp ứng quy định',
    en: 'the certificates are not as prescribed',
  },
  CERTIFICATE_CHAIN_GENERAL_FAILURE: {
    vi: 'không kiểm tra được chuỗi chứng thư',
    en: 'the certificate path could not be checked',
  },
  CRYPTO_CONSTRAINTS_FAILURE: {
    vi: 'thuật toán hoặc khóa không đủ mạnh',
    en: 'an algorithm or key is too weak',
  },
  CRYPTO_CONSTRAINTS_FAILURE_NO_POE: {
    vi: 'thuật toán không còn đủ mạnh và chưa có chứng cứ về thời điểm ký',
    en: 'an algorithm is too weak by now, and nothing proves when the signature was made',
  },
  POLICY_PROCESSING_ERROR: {
    vi: 'không xử lý được chính sách chữ ký',
    en: 'the signature policy could not be processed',
  },
  SIGNATURE_POLICY_NOT_AVAILABLE: {
    vi: 'không có chính sách chữ ký',
    en: 'the signature policy is not available',
  },
  TIMESTAMP_ORDER_FAILURE: {
    vi: 'thứ tự các dấu thời gian không hợp lý',
    en: 'the order of the time stamps is not possible',
  },
  NO_SIGNING_CERTIFICATE_FOUND: {
    vi: 'không tìm thấy chứng thư của người ký',
    en: 'the certificate of the signer was not found',
  },
  NO_CERTIFICATE_CHAIN_FOUND: {
    vi: 'chứng thư không thuộc gốc được tin cậy',
    en: 'the certificate does not lead to a trusted root',
  },
  REVOKED_NO_POE: {
    vi: 'chứng thư đã bị thu hồi, chưa có chứng cứ chữ ký có từ trước đó',
    en: 'the certificate was revoked, and nothing proves that the signature is older',
  },
  REVOKED_CA_NO_POE: {
    vi: 'chứng thư của tổ chức cấp đã bị thu hồi, chưa có chứng cứ chữ ký có từ trước đó',
    en: 'the certificate of an issuer was revoked, and nothing proves that the signature is older',
  },
  OUT_OF_BOUNDS_NO_POE: {
    vi: 'thời điểm xét nằm ngoài thời hạn chứng thư, chưa có chứng cứ về thời điểm ký',
    en: 'the time judged lies outside the validity of the certificate, and nothing proves when it was signed',
  },
  NO_POE: { vi: 'chưa có chứng cứ về thời điểm ký', en: 'nothing proves when it was signed' },
  TRY_LATER: {
    vi: 'chưa có đủ thông tin thu hồi chứng thư; thử lại sau',
    en: 'revocation data is missing for now; try again later',
  },
  SIGNED_DATA_NOT_FOUND: { vi: 'thiếu dữ liệu đã được ký', en: 'data that was signed is missing' },
  CONTENT_FAILURE: {
    vi: 'nội dung được ký vi phạm quy định',
    en: 'what was sealed breaks a rule of its kind',
  },
  VERIFIERS_DISAGREE: {
    vi: 'hai bộ kiểm tra độc lập cho kết quả khác nhau',
    en: 'two independent verifiers do not agree',
  },
  NOT_EXAMINED: { vi: 'chưa kiểm tra được tệp', en: 'the file could not be examined' },
};

export const kindWords: Readonly<Record<Kind, Words>> = {
  packet: { en: 'packet', vi: 'gói tin' },
  receipt: { en: 'receipt', vi: 'biên nhận' },
  ping: { en: 'ping', vi: 'ping' },
  directory: { en: 'directory page', vi: 'trang danh bạ' },
  container: { en: 'evidence container', vi: 'gói chứng cứ' },
};

export const checkWords: Readonly<Record<Check, Words>> = {
  form: { en: 'form, octet by octet', vi: 'dạng tệp, từng byte' },
  signature: { en: 'signature', vi: 'chữ ký' },
  certificate: { en: 'certificate path', vi: 'chuỗi chứng thư' },
  content: { en: 'content', vi: 'nội dung' },
  attachments: { en: 'attachments', vi: 'tệp đính kèm' },
  packet: { en: 'answers the packet given (digest)', vi: 'trả lời đúng gói tin đã đưa (mã băm)' },
  directory: { en: 'listed in the directory', vi: 'có trong danh bạ' },
  'time-stamp': { en: 'time stamps', vi: 'dấu thời gian' },
  revocation: { en: 'revocation (CRL, OCSP)', vi: 'tình trạng thu hồi (CRL, OCSP)' },
  'second-opinion': { en: 'second verifier (xml-crypto)', vi: 'bộ kiểm tra thứ hai (xml-crypto)' },
};

/** What was left out for want of another file. */
export const missingWords: Readonly<Partial<Record<Check, Words>>> = {
  attachments: { en: 'all attachments (give them)', vi: 'đủ các tệp đính kèm (cần đưa vào)' },
  packet: {
    en: 'whether it answers the packet (give it)',
    vi: 'có trả lời đúng gói tin không (cần đưa gói tin)',
  },
  directory: {
    en: 'whether the directory lists the certificate (give directory pages)',
    vi: 'danh bạ có ghi chứng thư này không (cần đưa trang danh bạ)',
  },
  'time-stamp': {
    en: 'who else proves the time (no time stamp)',
    vi: 'ai khác chứng minh thời điểm ký (không có dấu thời gian)',
  },
  revocation: {
    en: 'whether the certificate was revoked (no CRL or OCSP answer)',
    vi: 'chứng thư có bị thu hồi không (không có CRL hoặc trả lời OCSP)',
  },
};

export function whyNotChecked(check: Check, file: Comparable): Words {
  return missingWords[check] && file.claimed ? notGiven[check] : notReached;
}

const notReached: Words = {
  vi: 'Lỗi đã nêu khiến bước này không thực hiện được.',
  en: 'What was found before made this step impossible.',
};
const notAsked: Words = { vi: 'Không được yêu cầu.', en: 'It was not asked for.' };
const notGiven: Readonly<Record<Check, Words>> = {
  form: notReached,
  signature: notReached,
  certificate: notReached,
  content: notReached,
  attachments: { vi: 'Chưa đưa vào đủ các tệp đính kèm.', en: 'Not all attachments were given.' },
  packet: { vi: 'Chưa đưa vào gói tin được trả lời.', en: 'The packet that it answers was not given.' },
  directory: { vi: 'Chưa đưa vào trang danh bạ nào.', en: 'No pages of the directory were given.' },
  'time-stamp': { vi: 'Tệp không có dấu thời gian.', en: 'The file has no time stamp.' },
  revocation: {
    vi: 'Không có CRL hoặc trả lời OCSP áp dụng cho thời điểm đó.',
    en: 'There is no CRL or OCSP answer for the time in question.',
  },
  'second-opinion': notAsked,
};

export const outcomeWords: Readonly<Record<AttachmentOutcome['outcome'], Words & { readonly mark: string }>> =
  {
    agrees: { mark: '✔', en: 'agrees', vi: 'đúng' },
    differs: { mark: '✘', en: 'differs', vi: 'sai khác' },
    'not-given': { mark: '–', en: 'not given', vi: 'chưa đưa vào' },
  };

export const severityWords = {
  error: { en: 'Error', vi: 'Lỗi' },
  warning: { en: 'Warning', vi: 'Cảnh báo' },
  note: { en: 'Note', vi: 'Lưu ý' },
} as const satisfies Record<string, Words>;

export const revocationWords: Readonly<Record<RevocationReport['status'], Words>> = {
  good: { vi: 'không bị thu hồi', en: 'not revoked' },
  revoked: { vi: 'đã bị thu hồi', en: 'revoked' },
  unknown: { vi: 'chưa rõ', en: 'unknown' },
};

export const levelWords: Readonly<Record<Level, Words>> = {
  B: { vi: 'B: chỉ có chữ ký', en: 'B: the signature alone' },
  T: { vi: 'T: có dấu thời gian', en: 'T: with a time stamp' },
  LT: {
    vi: 'LT: có dấu thời gian và dữ liệu thu hồi',
    en: 'LT: with a time stamp and revocation data',
  },
  LTA: {
    vi: 'LTA: có dấu thời gian, dữ liệu thu hồi và dấu thời gian lưu trữ',
    en: 'LTA: with a time stamp, revocation data and an archive time stamp',
  },
};

export const stampWords: Readonly<Record<TimeStampReport['kind'], Words>> = {
  signature: { vi: 'Dấu thời gian trên chữ ký', en: 'Time stamp on the signature' },
  archive: { vi: 'Dấu thời gian lưu trữ', en: 'Archive time stamp' },
};

/** Of a time stamp by its place; archive time stamps are told apart by their number. */
export function stampPlaceWords(place: string): Words {
  const number = /^ArchiveTimeStamp\[(\d+)\]$/.exec(place)?.[1];
  if (number === undefined) return stampWords.signature;
  const { vi, en } = stampWords.archive;
  return { vi: `${vi} ${number}`, en: `${en} ${number}` };
}

export const holdsWords = {
  yes: { vi: 'có giá trị', en: 'holds' },
  no: { vi: 'không có giá trị', en: 'does not hold' },
} as const satisfies Record<string, Words>;

/** Names of values. */
export const labels = {
  packet: { en: 'Packet', vi: 'Gói tin' },
  from: { en: 'From', vi: 'Bên gửi' },
  to: { en: 'To', vi: 'Bên nhận' },
  document: { en: 'Document', vi: 'Văn bản' },
  subject: { en: 'Subject', vi: 'Trích yếu' },
  status: { en: 'Status', vi: 'Trạng thái' },
  speaksOf: { en: 'Speaks of', vi: 'Về văn bản' },
  answers: { en: 'Answers', vi: 'Trả lời gói tin' },
  outcome: { en: 'Outcome', vi: 'Kết quả' },
  answeredBy: { en: 'Answered by', vi: 'Bên trả lời' },
  received: { en: 'Received', vi: 'Nhận lúc' },
  ping: { en: 'Ping', vi: 'Ping' },
  sent: { en: 'Sent', vi: 'Gửi lúc' },
  version: { en: 'Version', vi: 'Phiên bản' },
  page: { en: 'page', vi: 'trang' },
  agencies: { en: 'agencies', vi: 'cơ quan' },
  validUntil: { en: 'Valid until', vi: 'Có hiệu lực đến' },
  accepted: { en: 'accepted', vi: 'đã nhận' },
  refused: { en: 'refused', vi: 'từ chối' },
  attachments: { en: 'Attachments', vi: 'Tệp đính kèm' },
  sealedBy: { en: 'Sealed by', vi: 'Ký bởi' },
  certificate: { en: 'Certificate', vi: 'Chứng thư' },
  issuedBy: { en: 'issued by', vi: 'cấp bởi' },
  checked: { en: 'Checked', vi: 'Đã kiểm tra' },
  notChecked: { en: 'Not checked', vi: 'Chưa kiểm tra' },
  reason: { en: 'Because', vi: 'Lý do' },
  claimed: { en: 'As the file says', vi: 'Theo tệp ghi' },
  level: { en: 'Level', vi: 'Mức chữ ký' },
  provenSince: { en: 'Proven since', vi: 'Được chứng minh từ' },
  revocation: { en: 'Revocation', vi: 'Thu hồi' },
  embedded: { en: 'Signatures inside PDF attachments', vi: 'Chữ ký số bên trong tệp PDF đính kèm' },
  noneInside: { en: 'PDF without a signature inside', vi: 'PDF không có chữ ký số bên trong' },
  wholeFile: { en: 'covers the whole file', vi: 'bao trùm toàn bộ tệp' },
  notWholeFile: {
    en: 'the file was added to after this signature',
    vi: 'tệp đã được bổ sung sau chữ ký này',
  },
  container: { en: 'Container', vi: 'Gói chứng cứ' },
  entries: { en: 'Files', vi: 'Tệp trong gói' },
  inSeal: { en: 'Seal', vi: 'Chữ ký của gói' },
  signed: { en: 'signed', vi: 'đã ký' },
  unsigned: { en: 'not signed', vi: 'chưa được ký' },
  byDesign: { en: 'carries the seal', vi: 'phần mang chữ ký' },
  notConfirmed: { en: 'what follows is not confirmed', vi: 'thông tin dưới đây chưa được xác nhận' },
} as const satisfies Record<string, Words>;
