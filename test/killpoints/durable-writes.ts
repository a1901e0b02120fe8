/**
 * Everything by which an agent changes what outlives it: the methods of its ports, and the messages that it publishes. The
 * tables are as complete as the types: a method that is added to a port does not compile until it stands here. That each one is
 * what it is called here, is looked at by `units.test.ts` (a method that reads commits nothing) and by the flows.
 */
import type { AgentStore, ContentStore, MessageType } from '../../src/agent/index.js';

type Methods<Port> = {
  [Name in keyof Port & string]: Port[Name] extends (...values: never[]) => unknown ? Name : never;
}[keyof Port & string];

export type StoreMethod =
  | Methods<AgentStore>
  | `evidence.${Methods<AgentStore['evidence']>}`
  | `attention.${Methods<AgentStore['attention']>}`
  | `recovery.${Methods<AgentStore['recovery']>}`
  | `returning.${Methods<AgentStore['returning']>}`
  | `archive.${Methods<AgentStore['archive']>}`;

/** `around`: it runs what others write, and writes nothing itself. */
type Kind = 'writes' | 'reads' | 'around';

export const storeMethods = {
  logHead: 'reads',
  submit: 'writes',
  markWaitingAsPublished: 'writes',
  // What was handed out is remembered in memory alone.
  outbox: 'reads',
  outboxDone: 'writes',
  retries: 'reads',
  retryDone: 'writes',
  postponeRetries: 'writes',
  limitRetries: 'writes',
  expireTried: 'writes',
  expire: 'writes',
  nextDue: 'reads',
  partsSent: 'writes',
  askedForParts: 'writes',
  knownPacket: 'reads',
  accept: 'writes',
  givenReceipts: 'reads',
  resendReceipts: 'writes',
  quarantine: 'writes',
  settle: 'writes',
  correspondence: 'reads',
  resend: 'writes',
  sentPacket: 'reads',
  sentMessage: 'reads',
  receivedMessage: 'reads',
  storedEvidence: 'reads',
  deliveries: 'reads',
  withdraw: 'writes',
  directoryVersion: 'reads',
  agency: 'reads',
  takeDirectoryPage: 'writes',
  appendEvents: 'writes',
  quarantined: 'reads',
  replayed: 'writes',
  discard: 'writes',
  'attention.waitingWork': 'reads',
  'attention.warnUnanswered': 'writes',
  'attention.raisedAlerts': 'reads',
  'attention.keepAlert': 'writes',
  'attention.since': 'reads',
  'attention.undeliveredStatuses': 'reads',
  'evidence.below': 'reads',
  'evidence.ending': 'reads',
  'evidence.keep': 'writes',
  'evidence.acknowledge': 'writes',
  'evidence.counts': 'reads',
  'evidence.crl': 'reads',
  'evidence.keepCrl': 'writes',
  attachmentsToInspect: 'reads',
  keepSignatures: 'writes',
  takeBack: 'writes',
  'recovery.open': 'reads',
  'recovery.unasked': 'reads',
  'recovery.keepRequests': 'writes',
  'recovery.due': 'reads',
  'recovery.published': 'writes',
  'recovery.request': 'reads',
  'recovery.answered': 'writes',
  'recovery.waitsFor': 'reads',
  'recovery.finish': 'writes',
  'recovery.counts': 'reads',
  'returning.take': 'writes',
  'returning.jobs': 'reads',
  'returning.next': 'reads',
  'returning.advance': 'writes',
  'returning.keepReceipt': 'writes',
  'returning.finish': 'writes',
  'archive.record': 'writes',
  'archive.recordOf': 'reads',
  'archive.unfinished': 'reads',
  'archive.contents': 'reads',
  'archive.isNeeded': 'reads',
  'archive.isQuarantined': 'reads',
  'archive.removed': 'writes',
} as const satisfies Record<StoreMethod, Kind>;

export type WritingMethod = {
  [Name in StoreMethod]: (typeof storeMethods)[Name] extends 'writes' ? Name : never;
}[StoreMethod];

export const contentMethods = {
  has: 'reads',
  use: 'around',
  removing: 'writes',
  put: 'writes',
  read: 'reads',
  readRange: 'reads',
  putPart: 'writes',
  assemble: 'writes',
  staged: 'reads',
} as const satisfies Record<Methods<ContentStore>, Kind>;

/** By whom it is published. */
export const messageTypes = {
  packet: 'node',
  receipt: 'node',
  part: 'node',
  missing: 'node',
  ping: 'node',
  resync: 'node',
  returned: 'node',
  directory: 'operator',
} as const satisfies Record<MessageType, 'node' | 'operator'>;

/** Every name by which a point of a flow can be called, without `before` and `after`. */
export function durableWrites(): string[] {
  const writing = (table: Readonly<Record<string, Kind>>) =>
    Object.entries(table).flatMap(([name, kind]) => (kind === 'writes' ? [name] : []));
  return [
    ...writing(storeMethods),
    ...writing(contentMethods),
    ...Object.entries(messageTypes).flatMap(([type, by]) => (by === 'node' ? [`publish ${type}`] : [])),
  ];
}
