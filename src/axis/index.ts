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
export { type AxisConfig, brokerUrl, parseAxisConfig } from './config.js';
export { type AxisContext, type AxisPorts, openAxis } from './context.js';
export { type EnrolOptions, enrol } from './enroll.js';
export { type Enrolment, readEnrolment, writeEnrolment } from './enrolment-file.js';
export { type NodeAccess, type RegisterEntry, type RegisterEvent, readRegisterEntry } from './events.js';
export {
  type AxisPkiOptions,
  brokerHosts,
  createAxisRoot,
  createBrokerServer,
  createOperatorClient,
  createOperatorSeal,
  type KeyPair,
  operatorNode,
} from './pki.js';
export type { BrokerAdmin, Clock, DirectoryBus, NodeOverview, Register } from './ports.js';
export { publishDirectory, publishIfDue } from './publish.js';
export { isNodeName, keySha256, type NodeRequest, type RequestedAgency, readNodeRequest } from './request.js';
export {
  type Closing,
  closeAgency,
  requireAgency,
  resumeAgency,
  resumeNode,
  revokeCertificate,
  suspendAgency,
  suspendNode,
} from './standing.js';
export {
  type AgencyRecord,
  AxisState,
  type CertificateRecord,
  type DirectoryRecord,
  type NodeRecord,
} from './state.js';
export {
  type AxisStatus,
  axisStatus,
  type ExpiringCertificate,
  type NodeStatus,
  type OwnCertificate,
  type Problem,
  warningDays,
} from './status.js';
