import type { ErrorEntry } from './entry.js';

const askSenderToSealAgain = {
  en: 'Ask the sender to seal the file again and send it anew. Keep this copy as evidence.',
  vi: 'Đề nghị bên gửi ký lại tệp và gửi lại. Giữ bản này làm chứng cứ.',
};
const doNotTrust = {
  en: 'Do not use the content. Ask the sender for the file again and keep this copy as evidence.',
  vi: 'Không sử dụng nội dung này. Đề nghị bên gửi gửi lại tệp và giữ bản này làm chứng cứ.',
};
const askForCertificate = {
  en: 'The agency asks the operator of the axis for a new certificate.',
  vi: 'Cơ quan đề nghị đơn vị vận hành trục cấp chứng thư mới.',
};

export const sealErrors = {
  'seal.limit': {
    retryable: false,
    en: {
      what: 'The file exceeds a limit of sealed files: {name} is {value}, at most {max}.',
      todo: askSenderToSealAgain.en,
    },
    vi: {
      what: 'Tệp vượt giới hạn của tệp được ký: {name} là {value}, tối đa {max}.',
      todo: askSenderToSealAgain.vi,
    },
  },
  'seal.encoding': {
    retryable: false,
    en: {
      what: 'The file is not written as a sealed file must be (UTF-8, NFC, fixed first line, one line feed at the end): octet {offset}.',
      todo: askSenderToSealAgain.en,
    },
    vi: {
      what: 'Tệp không được ghi đúng dạng của tệp được ký (UTF-8, NFC, dòng đầu cố định, một ký tự xuống dòng ở cuối): byte {offset}.',
      todo: askSenderToSealAgain.vi,
    },
  },
  'seal.markup': {
    retryable: false,
    en: {
      what: 'The file has markup that a sealed file must not have, at octet {offset}.',
      todo: askSenderToSealAgain.en,
    },
    vi: {
      what: 'Tệp có cú pháp XML không được phép trong tệp được ký, tại byte {offset}.',
      todo: askSenderToSealAgain.vi,
    },
  },
  'seal.missing': {
    retryable: false,
    en: {
      what: 'The file has no {element}: it is not a sealed file of the kind expected.',
      todo: askSenderToSealAgain.en,
    },
    vi: {
      what: 'Tệp không có {element}: đây không phải là tệp được ký thuộc loại cần có.',
      todo: askSenderToSealAgain.vi,
    },
  },
  'seal.repeated': {
    retryable: false,
    en: {
      what: 'The file has {element} more than once, so that it is not certain what was signed.',
      todo: doNotTrust.en,
    },
    vi: {
      what: 'Tệp có {element} nhiều hơn một lần nên không chắc chắn nội dung nào đã được ký.',
      todo: doNotTrust.vi,
    },
  },
  'seal.place': {
    retryable: false,
    en: { what: '{element} does not stand at its place in the file.', todo: doNotTrust.en },
    vi: { what: '{element} không ở đúng vị trí trong tệp.', todo: doNotTrust.vi },
  },
  'seal.form': {
    retryable: false,
    en: { what: 'The seal is not written in the one form of the axis.', todo: askSenderToSealAgain.en },
    vi: { what: 'Chữ ký của tệp không theo đúng dạng duy nhất của trục.', todo: askSenderToSealAgain.vi },
  },
  'seal.reference': {
    retryable: false,
    en: { what: 'The seal names another element than the one it stands in.', todo: doNotTrust.en },
    vi: { what: 'Chữ ký tham chiếu đến một phần tử khác với phần tử chứa nó.', todo: doNotTrust.vi },
  },
  'seal.algorithm': {
    retryable: false,
    en: {
      what: 'The seal uses an algorithm that the axis does not accept: {algorithm}.',
      todo: askSenderToSealAgain.en,
    },
    vi: {
      what: 'Chữ ký dùng thuật toán mà trục không chấp nhận: {algorithm}.',
      todo: askSenderToSealAgain.vi,
    },
  },
  'seal.key': {
    retryable: false,
    en: {
      what: 'The signing key is of another type than the signature algorithm says.',
      todo: askSenderToSealAgain.en,
    },
    vi: { what: 'Khóa ký không cùng loại với thuật toán ký đã ghi.', todo: askSenderToSealAgain.vi },
  },
  'seal.content-digest': {
    retryable: false,
    en: { what: 'The content was changed after it was sealed.', todo: doNotTrust.en },
    vi: { what: 'Nội dung đã bị thay đổi sau khi ký.', todo: doNotTrust.vi },
  },
  'seal.properties-digest': {
    retryable: false,
    en: { what: 'The signing time or the named certificate was changed after sealing.', todo: doNotTrust.en },
    vi: { what: 'Thời điểm ký hoặc chứng thư được nêu đã bị thay đổi sau khi ký.', todo: doNotTrust.vi },
  },
  'seal.certificate-digest': {
    retryable: false,
    en: { what: 'The seal carries other certificates than those it was made with.', todo: doNotTrust.en },
    vi: { what: 'Chữ ký kèm chứng thư khác với chứng thư đã dùng khi ký.', todo: doNotTrust.vi },
  },
  'seal.value': {
    retryable: false,
    en: {
      what: 'The signature was not made by the key of the certificate over this content.',
      todo: doNotTrust.en,
    },
    vi: { what: 'Chữ ký không do khóa của chứng thư này tạo ra trên nội dung này.', todo: doNotTrust.vi },
  },
  'seal.signing-time': {
    retryable: false,
    en: {
      what: 'The signing time {signingTime} does not lie in the validity of the certificate or lies in the future.',
      todo: 'Check the clocks of both sides; have the sender seal the file again with a valid certificate.',
    },
    vi: {
      what: 'Thời điểm ký {signingTime} không nằm trong thời hạn của chứng thư hoặc ở tương lai.',
      todo: 'Kiểm tra đồng hồ của hai bên; đề nghị bên gửi ký lại bằng chứng thư còn hiệu lực.',
    },
  },
  'seal.other-agency': {
    retryable: false,
    en: { what: 'The seal is that of {agency}, not of {expected}.', todo: doNotTrust.en },
    vi: { what: 'Chữ ký là của {agency}, không phải của {expected}.', todo: doNotTrust.vi },
  },
  'seal.second-opinion': {
    retryable: false,
    en: {
      what: 'The second, independent verifier does not accept the seal: {reason}.',
      todo: 'Do not use the content; give the file to the operator of the axis.',
    },
    vi: {
      what: 'Bộ kiểm tra thứ hai, độc lập, không chấp nhận chữ ký: {reason}.',
      todo: 'Không sử dụng nội dung; chuyển tệp cho đơn vị vận hành trục.',
    },
  },

  'certificate.malformed': {
    retryable: false,
    en: {
      what: 'This is not a certificate that can be read (X.509 v3, DER or PEM).',
      todo: 'Give the certificate file anew.',
    },
    vi: { what: 'Không đọc được chứng thư (X.509 v3, DER hoặc PEM).', todo: 'Cung cấp lại tệp chứng thư.' },
  },
  'certificate.untrusted': {
    retryable: false,
    en: {
      what: 'The certificate of {subject} was not issued under a root that is trusted here.',
      todo: "Check that the axis root of this node is the operator's; otherwise do not trust the sender.",
    },
    vi: {
      what: 'Chứng thư của {subject} không được cấp dưới một gốc được tin cậy tại đây.',
      todo: 'Kiểm tra chứng thư gốc của trục trên nút này; nếu đúng thì không tin cậy bên gửi.',
    },
  },
  'certificate.expired': {
    retryable: false,
    en: { what: 'The certificate of {subject} expired on {notAfter}.', todo: askForCertificate.en },
    vi: { what: 'Chứng thư của {subject} đã hết hạn ngày {notAfter}.', todo: askForCertificate.vi },
  },
  'certificate.not-yet-valid': {
    retryable: false,
    en: {
      what: 'The certificate of {subject} is valid only from {notBefore}.',
      todo: 'Check the clock of this machine.',
    },
    vi: {
      what: 'Chứng thư của {subject} chỉ có hiệu lực từ {notBefore}.',
      todo: 'Kiểm tra đồng hồ của máy này.',
    },
  },
  'certificate.not-a-ca': {
    retryable: false,
    en: { what: '{subject} issued a certificate and is no certificate authority.', todo: doNotTrust.en },
    vi: { what: '{subject} đã cấp chứng thư nhưng không phải là tổ chức chứng thực.', todo: doNotTrust.vi },
  },
  'certificate.path-length': {
    retryable: false,
    en: { what: 'There are more authorities below {subject} than it may have.', todo: doNotTrust.en },
    vi: { what: 'Số cấp chứng thực bên dưới {subject} nhiều hơn mức cho phép.', todo: doNotTrust.vi },
  },
  'certificate.usage': {
    retryable: false,
    en: { what: 'The certificate of {subject} is not for this use ({usage}).', todo: askForCertificate.en },
    vi: {
      what: 'Chứng thư của {subject} không dùng cho mục đích này ({usage}).',
      todo: askForCertificate.vi,
    },
  },
  'certificate.weak-key': {
    retryable: false,
    en: {
      what: 'The key of {subject} is too weak or of a type that is not accepted ({key}).',
      todo: askForCertificate.en,
    },
    vi: {
      what: 'Khóa của {subject} quá yếu hoặc thuộc loại không được chấp nhận ({key}).',
      todo: askForCertificate.vi,
    },
  },
  'certificate.weak-hash': {
    retryable: false,
    en: {
      what: 'The certificate of {subject} is signed with an algorithm that is not accepted.',
      todo: askForCertificate.en,
    },
    vi: {
      what: 'Chứng thư của {subject} được ký bằng thuật toán không được chấp nhận.',
      todo: askForCertificate.vi,
    },
  },
  'certificate.critical-extension': {
    retryable: false,
    en: {
      what: 'The certificate of {subject} has a critical extension that is not understood ({oid}).',
      todo: askForCertificate.en,
    },
    vi: {
      what: 'Chứng thư của {subject} có phần mở rộng bắt buộc không hiểu được ({oid}).',
      todo: askForCertificate.vi,
    },
  },
  'certificate.no-agency': {
    retryable: false,
    en: {
      what: '{subject} has no agency code in the form of the axis (organizationIdentifier GO:VN- and the code).',
      todo: askForCertificate.en,
    },
    vi: {
      what: '{subject} không có mã cơ quan theo dạng của trục (organizationIdentifier GO:VN- và mã).',
      todo: askForCertificate.vi,
    },
  },
  'certificate.request': {
    retryable: false,
    en: {
      what: 'This is no certificate request (PKCS#10), or it is not signed by the key that it names.',
      todo: 'Make the request anew on the node that holds the key.',
    },
    vi: {
      what: 'Đây không phải là yêu cầu cấp chứng thư (PKCS#10), hoặc yêu cầu không được ký bằng chính khóa đã nêu.',
      todo: 'Tạo lại yêu cầu trên nút giữ khóa.',
    },
  },
  'certificate.validity': {
    retryable: false,
    en: {
      what: 'A certificate from {notBefore} to {notAfter} does not lie in the validity of its issuer.',
      todo: 'Choose a shorter validity or renew the issuing certificate first.',
    },
    vi: {
      what: 'Chứng thư từ {notBefore} đến {notAfter} không nằm trong thời hạn của chứng thư cấp.',
      todo: 'Chọn thời hạn ngắn hơn hoặc gia hạn chứng thư cấp trước.',
    },
  },

  'key.malformed': {
    retryable: false,
    en: {
      what: 'This is not a private key that can be read (encrypted PKCS#8 in PEM, or PKCS#12).',
      todo: 'Give the key file anew.',
    },
    vi: {
      what: 'Không đọc được khóa bí mật (PKCS#8 mã hóa dạng PEM, hoặc PKCS#12).',
      todo: 'Cung cấp lại tệp khóa.',
    },
  },
  'key.passphrase': {
    retryable: false,
    en: {
      what: 'The passphrase does not open the key.',
      todo: 'Type the passphrase again, or check the passphrase file.',
    },
    vi: { what: 'Mật khẩu không mở được khóa.', todo: 'Nhập lại mật khẩu hoặc kiểm tra tệp mật khẩu.' },
  },
  'key.mismatch': {
    retryable: false,
    en: {
      what: 'The private key does not belong to the certificate.',
      todo: 'Give the certificate that was issued for this key.',
    },
    vi: {
      what: 'Khóa bí mật không thuộc về chứng thư.',
      todo: 'Cung cấp chứng thư đã được cấp cho khóa này.',
    },
  },
  'key.type': {
    retryable: false,
    en: {
      what: 'Keys of this type cannot seal (RSA from 2048 bits, or ECDSA on P-256).',
      todo: 'Make a new key and ask for a certificate.',
    },
    vi: {
      what: 'Loại khóa này không dùng để ký được (RSA từ 2048 bit, hoặc ECDSA P-256).',
      todo: 'Tạo khóa mới và đề nghị cấp chứng thư.',
    },
  },
} satisfies Record<string, ErrorEntry>;
