/** What the command ends with, so that scripts can decide without reading words. */
import type { EdocError, ErrorCode } from '../errors.js';
import type { Words } from './terminal/language.js';

export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  notRunning: 3,
  notFound: 4,
  notAllowed: 5,
  tryLater: 6,
  waitedInVain: 7,
  undecided: 8,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** In the order and with the words of `edoc --help`. */
export const exitCodeWords: readonly (readonly [ExitCode, Words])[] = [
  [0, { en: 'done; what was checked is valid', vi: 'thành công; nội dung kiểm tra hợp lệ' }],
  [
    1,
    { en: 'failed, or what was checked is not valid', vi: 'thất bại, hoặc nội dung kiểm tra không hợp lệ' },
  ],
  [2, { en: 'the command line is not right', vi: 'câu lệnh không đúng' }],
  [3, { en: 'the agent is not running', vi: 'nút chưa chạy' }],
  [
    4,
    { en: 'nothing matches, or more than one thing does', vi: 'không tìm thấy, hoặc tìm thấy nhiều hơn một' },
  ],
  [
    5,
    {
      en: 'the rules do not allow it, or not now',
      vi: 'quy định không cho phép, hoặc chưa cho phép lúc này',
    },
  ],
  [6, { en: 'not possible at the moment: try again later', vi: 'tạm thời chưa thực hiện được: thử lại sau' }],
  [7, { en: 'waited, and not every recipient has answered', vi: 'đã chờ nhưng chưa nhận đủ phản hồi' }],
  [
    8,
    {
      en: 'nothing is invalid, and of something it cannot be told',
      vi: 'không có gì sai, nhưng có nội dung chưa kết luận được',
    },
  ],
];

const byCode: Partial<Record<ErrorCode, ExitCode>> = {
  'agent.not-running': exitCodes.notRunning,
  'config.missing': exitCodes.notFound,
  'store.not-found': exitCodes.notFound,
  'store.ambiguous': exitCodes.notFound,
  'store.unknown-delivery': exitCodes.notFound,
  'document.unknown': exitCodes.notFound,
  'quarantine.unknown': exitCodes.notFound,
  'quarantine.discarded': exitCodes.notAllowed,
  'quarantine.settled': exitCodes.notAllowed,
  'document.which-agency': exitCodes.notFound,
  'directory.unknown-agency': exitCodes.notFound,
  'cli.file-missing': exitCodes.notFound,
  'axis.unknown-agency': exitCodes.notFound,
  'axis.unknown-node': exitCodes.notFound,
  'axis.unknown-certificate': exitCodes.notFound,
  'axis.missing': exitCodes.notFound,
  'key.no-agency': exitCodes.notFound,
  'token.key-missing': exitCodes.notFound,
  'reason.missing': exitCodes.usage,
  'secret.source': exitCodes.usage,
  'token.uri': exitCodes.usage,
  'agency.which': exitCodes.usage,
  'axis.agency-or-node': exitCodes.usage,
  'authority.nothing-to-serve': exitCodes.usage,
  'init.nothing-asked': exitCodes.usage,
  'init.names': exitCodes.usage,
  'key.pending': exitCodes.notAllowed,
  'token.key-exists': exitCodes.notAllowed,
  'agency.not-served': exitCodes.notAllowed,
  'axis.agency-closed': exitCodes.notAllowed,
  'axis.exists': exitCodes.notAllowed,
  'enrolment.agency-taken': exitCodes.notAllowed,
  'enrolment.legacy-taken': exitCodes.notAllowed,
  'enrolment.other-key': exitCodes.notAllowed,
  'enrolment.revoked-key': exitCodes.notAllowed,
  'directory.closed': exitCodes.notAllowed,
  'directory.suspended': exitCodes.notAllowed,
  'directory.expired': exitCodes.notAllowed,
  'edxml.secret': exitCodes.notAllowed,
  'send.too-large': exitCodes.notAllowed,
  'restore.not-empty': exitCodes.notAllowed,
  'store.restoring': exitCodes.notAllowed,
  'backup.none': exitCodes.notFound,
  'backup.unknown': exitCodes.notFound,
  'status.not-allowed': exitCodes.notAllowed,
  'recall.not-a-recipient': exitCodes.notAllowed,
  'door.forbidden': exitCodes.notAllowed,
};

const usage: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'cli.usage',
  'cli.unknown-command',
  'cli.unknown-option',
  'cli.missing-argument',
  'cli.missing-option',
  'cli.missing-value',
  'cli.too-many-arguments',
  'cli.value',
]);

export function exitCodeOf(error: EdocError): ExitCode {
  if (usage.has(error.code)) return exitCodes.usage;
  return byCode[error.code] ?? (error.retryable ? exitCodes.tryLater : exitCodes.failed);
}
