/** CMS messages, time stamps and revocation data. `spec/timestamps.md`, `spec/revocation.md`. */
import type { ErrorEntry } from './entry.js';

const seeOther = {
  en: 'Ask the sender for the file anew, or have the provider of the service look at it.',
  vi: 'Đề nghị bên gửi cung cấp lại tệp, hoặc chuyển đơn vị cung cấp dịch vụ kiểm tra.',
};
const otherProvider = {
  en: 'Do not rely on it. Ask the provider of the service, or use another one.',
  vi: 'Không sử dụng làm căn cứ. Liên hệ đơn vị cung cấp dịch vụ hoặc dùng dịch vụ khác.',
};
const fetchAnew = {
  en: 'Fetch it anew from the issuer of the certificate.',
  vi: 'Tải lại từ tổ chức cấp chứng thư.',
};

function entry(en: string, vi: string, todo = seeOther, retryable = false): ErrorEntry {
  return { retryable, en: { what: en, todo: todo.en }, vi: { what: vi, todo: todo.vi } };
}

export const pkiErrors = {
  'cms.malformed': entry(
    'This is not a signed CMS message (RFC 5652) in DER.',
    'Đây không phải là thông điệp ký số CMS (RFC 5652) mã hóa DER.',
  ),
  'cms.limit': entry(
    'A signed CMS message goes over a limit: {name} is {value}, at most {max} is taken.',
    'Thông điệp ký số CMS vượt giới hạn: {name} là {value}, chỉ nhận tối đa {max}.',
  ),
  'cms.version': entry(
    'A signed CMS message has a version that does not belong to what it holds: {part} has {version}, RFC 5652 demands {due}.',
    'Thông điệp ký số CMS ghi phiên bản không đúng với nội dung: {part} ghi {version}, RFC 5652 quy định {due}.',
  ),
  'cms.certificate': entry(
    'The certificate of the signer is not in the message, or cannot be read.',
    'Không có chứng thư của người ký trong thông điệp, hoặc không đọc được chứng thư.',
  ),
  'cms.algorithm': entry(
    'The signature uses algorithms that are not accepted or do not agree (digest {digest}, signature {signature}).',
    'Chữ ký dùng thuật toán không được chấp nhận hoặc không khớp nhau (băm {digest}, ký {signature}).',
  ),
  'cms.outdated': entry(
    'The signature uses SHA-1, which no longer proves anything by itself.',
    'Chữ ký dùng thuật toán băm SHA-1 đã lỗi thời, tự nó không còn giá trị chứng minh.',
  ),
  'cms.attributes': entry(
    'The signed attributes are missing, incomplete, or speak of another type of content.',
    'Thuộc tính được ký bị thiếu, không đầy đủ hoặc thuộc loại nội dung khác.',
  ),
  'cms.message-digest': entry(
    'The content is not what was signed: its digest is another one.',
    'Nội dung không phải là nội dung đã ký: giá trị băm không khớp.',
  ),
  'cms.signature': entry(
    'The signature value does not verify with the key of the certificate.',
    'Giá trị chữ ký không khớp với khóa trong chứng thư.',
  ),
  'cms.signing-certificate': entry(
    'The signer meant another certificate than the one that is given.',
    'Người ký đã chỉ định một chứng thư khác với chứng thư kèm theo.',
  ),
  'cms.no-signing-certificate': entry(
    'The signature does not say which certificate it was made with (no ESSCertID).',
    'Chữ ký không nêu rõ chứng thư đã dùng để ký (thiếu ESSCertID).',
  ),

  'timestamp.malformed': entry(
    'This is not a time-stamp message (RFC 3161) in DER.',
    'Đây không phải là thông điệp dấu thời gian (RFC 3161) mã hóa DER.',
    otherProvider,
  ),
  'timestamp.limit': entry(
    'The time-stamp message has {value} octets, at most {max} are taken.',
    'Thông điệp dấu thời gian dài {value} byte, chỉ nhận tối đa {max}.',
    otherProvider,
  ),
  'timestamp.rejected': entry(
    'The time-stamping authority refused the request (status {status}, failure {failure}).',
    'Đơn vị cấp dấu thời gian từ chối yêu cầu (trạng thái {status}, lỗi {failure}).',
    {
      en: 'Check the address and the policy of the time-stamping authority, and try again later.',
      vi: 'Kiểm tra địa chỉ và chính sách của đơn vị cấp dấu thời gian, rồi thử lại sau.',
    },
    true,
  ),
  'timestamp.nonce': entry(
    'The time stamp answers another request: its nonce is not the one that was sent.',
    'Dấu thời gian trả lời một yêu cầu khác: số ngẫu nhiên (nonce) không khớp.',
    otherProvider,
    true,
  ),
  'timestamp.imprint': entry(
    'The time stamp is of other octets: its SHA-256 imprint is another one.',
    'Dấu thời gian được cấp cho dữ liệu khác: giá trị băm SHA-256 không khớp.',
    otherProvider,
  ),
  'timestamp.policy': entry(
    'The time stamp was issued under policy {policy}, another than the one asked for.',
    'Dấu thời gian được cấp theo chính sách {policy}, khác với chính sách yêu cầu.',
    otherProvider,
  ),
  'timestamp.signers': entry(
    'A time stamp has exactly one signer; this one has {count}.',
    'Dấu thời gian phải có đúng một người ký; dấu này có {count}.',
    otherProvider,
  ),
  'timestamp.time': entry(
    'The time {time} in the time stamp lies outside the validity of its certificate.',
    'Thời điểm {time} trong dấu thời gian nằm ngoài thời hạn của chứng thư cấp dấu.',
    otherProvider,
  ),
  'timestamp.future': entry(
    'The time {time} in the time stamp lies after the time of verification.',
    'Thời điểm {time} trong dấu thời gian muộn hơn thời điểm kiểm tra.',
    {
      en: 'Compare the clock of this machine with another one.',
      vi: 'Đối chiếu đồng hồ của máy này với nguồn thời gian khác.',
    },
  ),
  'timestamp.extension': entry(
    'The time stamp has a critical extension that is not known ({oid}).',
    'Dấu thời gian có phần mở rộng bắt buộc không được hỗ trợ ({oid}).',
    otherProvider,
  ),

  'crl.malformed': entry(
    'This is not a certificate revocation list (RFC 5280, version 2) in DER.',
    'Đây không phải là danh sách chứng thư bị thu hồi (CRL, RFC 5280, phiên bản 2) mã hóa DER.',
    fetchAnew,
  ),
  'crl.limit': entry(
    'The certificate revocation list has {value} octets, at most {max} are taken.',
    'Danh sách chứng thư bị thu hồi dài {value} byte, chỉ nhận tối đa {max}.',
    fetchAnew,
  ),
  'crl.algorithm': entry(
    'The certificate revocation list is signed with an algorithm that is not accepted ({oid}).',
    'Danh sách chứng thư bị thu hồi được ký bằng thuật toán không được chấp nhận ({oid}).',
    fetchAnew,
  ),
  'crl.signature': entry(
    'The certificate revocation list was not signed by the issuer of the certificate, or the issuer may not sign lists.',
    'Danh sách chứng thư bị thu hồi không do tổ chức cấp chứng thư ký, hoặc tổ chức đó không có quyền ký danh sách.',
    fetchAnew,
  ),
  'crl.scope': entry(
    'The certificate revocation list has a critical extension that is not known, or does not speak of this certificate ({oid}).',
    'Danh sách chứng thư bị thu hồi có phần mở rộng bắt buộc không được hỗ trợ, hoặc không áp dụng cho chứng thư này ({oid}).',
    fetchAnew,
  ),
  'crl.future': entry(
    'The certificate revocation list is of a time after the verification ({thisUpdate}).',
    'Danh sách chứng thư bị thu hồi có thời điểm phát hành ({thisUpdate}) muộn hơn thời điểm kiểm tra.',
    fetchAnew,
  ),

  'crl.older': entry(
    'The certificate revocation list ({thisUpdate}) is older than the one that is kept already.',
    'Danh sách chứng thư bị thu hồi ({thisUpdate}) cũ hơn danh sách đang lưu.',
    fetchAnew,
  ),

  'ocsp.malformed': entry(
    'This is not an OCSP message (RFC 6960) in DER.',
    'Đây không phải là thông điệp OCSP (RFC 6960) mã hóa DER.',
    fetchAnew,
  ),
  'ocsp.limit': entry(
    'An OCSP message goes over a limit: {name} is {value}, at most {max} is taken.',
    'Thông điệp OCSP vượt giới hạn: {name} là {value}, chỉ nhận tối đa {max}.',
    fetchAnew,
  ),
  'ocsp.rejected': entry(
    'The OCSP responder gave no answer ({status}).',
    'Máy chủ OCSP không trả lời trạng thái chứng thư ({status}).',
    { en: 'Try again later.', vi: 'Thử lại sau.' },
    true,
  ),
  'ocsp.nonce': entry(
    'The OCSP response answers another request: its nonce is not the one that was sent.',
    'Phản hồi OCSP trả lời một yêu cầu khác: số ngẫu nhiên (nonce) không khớp.',
    fetchAnew,
    true,
  ),
  'ocsp.algorithm': entry(
    'The OCSP response is signed with an algorithm that is not accepted ({oid}).',
    'Phản hồi OCSP được ký bằng thuật toán không được chấp nhận ({oid}).',
    fetchAnew,
  ),
  'ocsp.signature': entry(
    'The signature of the OCSP response does not verify.',
    'Chữ ký trên phản hồi OCSP không hợp lệ.',
    fetchAnew,
  ),
  'ocsp.responder': entry(
    'Whoever signed the OCSP response may not answer for the issuer of the certificate.',
    'Bên ký phản hồi OCSP không được phép trả lời thay tổ chức cấp chứng thư.',
    fetchAnew,
  ),
  'ocsp.extension': entry(
    'The OCSP response has a critical extension that is not known ({oid}).',
    'Phản hồi OCSP có phần mở rộng bắt buộc không được hỗ trợ ({oid}).',
    fetchAnew,
  ),
  'ocsp.future': entry(
    'The OCSP response is of a time after the verification ({thisUpdate}).',
    'Phản hồi OCSP có thời điểm ({thisUpdate}) muộn hơn thời điểm kiểm tra.',
    fetchAnew,
  ),
  'revocation.after-expiry': entry(
    'This says nothing of the certificate: it was made after the certificate had expired, when an issuer may have forgotten it.',
    'Dữ liệu này không kết luận được về chứng thư: được lập sau khi chứng thư hết hạn, khi tổ chức cấp có thể không còn lưu.',
    {
      en: 'Use revocation data from the time of validity, or from an issuer that keeps expired entries.',
      vi: 'Dùng dữ liệu thu hồi trong thời hạn chứng thư, hoặc của tổ chức còn lưu chứng thư đã hết hạn.',
    },
  ),
} satisfies Record<string, ErrorEntry>;
