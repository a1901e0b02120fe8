/**
 * The operator's side of the axis: its authority, who is enrolled, the directory, and what the broker lets in.
 *
 * Promises: every step is in the register, durably, before it takes effect; every step may be repeated after a crash
 * and then does what is missing; nobody gets a name, code or key's place that belongs to somebody else.
 *
 * Refuses: to hold a node's or an agency's private key, to use a directory version's number twice, and to open files,
 * speak to the broker or ask the time itself: the ports in `ports.ts` do, and `cli` puts them together.
 */
export { settleAllAccess } from './access.js';
export {
  type AxisConfig,
  axisHosts,
  brokerUrls,
  managementUrls,
  parseAxisConfig,
  type ServiceUrls,
  serviceUrls,
} from './config.js';
export { type AxisContext, type AxisPorts, openAxis } from './context.js';
export { type AxisCrl, issueAxisCrl, issueCrlIfDue } from './crl.js';
export { type EnrolOptions, enrol } from './enroll.js';
export { type Enrolment, readEnrolment, writeEnrolment } from './enrolment-file.js';
export {
  type NodeAccess,
  type OwnCertificateName,
  ownCertificateNames,
  type RegisterEntry,
  type RegisterEvent,
  type RevocationCause,
  readRegisterEntry,
  revocationCauses,
} from './events.js';
export { FollowedCertificates } from './followed.js';
export { requireAgency, requireNode } from './known.js';
export { answerOcsp, type OcspService } from './ocsp.js';
export { registerOwnCertificates } from './own.js';
export {
  type AxisPkiOptions,
  brokerHosts,
  type ClusterPair,
  createAxisRoot,
  createBrokerServer,
  createClusterPair,
  createOcspResponder,
  createOperatorClient,
  createOperatorSeal,
  createTimeStamper,
  type KeyPair,
  operatorNode,
} from './pki.js';
export type {
  BrokerAdmin,
  Clock,
  CrlFile,
  DirectoryBus,
  FollowedRegister,
  NodeOverview,
  Register,
} from './ports.js';
export { publishDirectory, publishIfDue } from './publish.js';
export type {
  AgencyRecord,
  CertificateRecord,
  CrlRecord,
  DirectoryRecord,
  IssuedCertificate,
  NodeRecord,
} from './records.js';
export { isNodeName, keySha256, type NodeRequest, type RequestedAgency, readNodeRequest } from './request.js';
export {
  type Revocation,
  revokeCertificate,
  revokeNodeCertificates,
  revokeOwnCertificates,
} from './revoke.js';
export {
  type Closing,
  closeAgency,
  resumeAgency,
  resumeNode,
  suspendAgency,
  suspendNode,
} from './standing.js';
export { AxisState } from './state.js';
export {
  type AxisStatus,
  axisStatus,
  type ExpiringCertificate,
  type NodeStatus,
  type OwnCertificate,
  type Problem,
  warningDays,
} from './status.js';
export { answerTimeStamp, type TimeStampService } from './time-stamps.js';
