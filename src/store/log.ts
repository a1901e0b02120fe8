/** The event log: what happened on this node, in order, each entry bound to the one before (`spec/log.md`). */
export {
  canonicalJson,
  emptyHead,
  entryHash,
  type LogEntry,
  type LogHead,
  type NewEvent,
  nextEntry,
} from './log-entry.js';
export { exportLog, verifyLogExport } from './log-export.js';
export { type LogVerdict, verifyLog, type WitnessedHead } from './log-verify.js';
