/** Whether certificates were revoked: lists (RFC 5280) and OCSP (RFC 6960). `spec/revocation.md` is the rule. */
export { type RevocationData, revocationAnswers } from './revocation/answers.js';
export {
  type Crl,
  type CrlEntry,
  crlEntries,
  crlEntryOf,
  type ListedCertificate,
  readCrl,
} from './revocation/crl.js';
export { type CrlOptions, issueCrl, type RevokedCertificate } from './revocation/crl-issue.js';
export { requireNewerCrl } from './revocation/crl-trust.js';
export { judgeRevocation, type RevocationJudgement } from './revocation/judge.js';
export { type RevocationAnswer, type RevocationReason, revocationReasons } from './revocation/model.js';
export { isOcspEntryOf, type OcspEntry } from './revocation/ocsp-cert-id.js';
export {
  issueOcspResponse,
  type OcspIssueOptions,
  type OcspResponder,
  type OcspStatement,
  writeOcspFailure,
} from './revocation/ocsp-issue.js';
export { type OcspRequest, readOcspRequest, writeOcspRequest } from './revocation/ocsp-request.js';
export { type OcspAnswer, type OcspResponse, readOcspResponse } from './revocation/ocsp-response.js';
