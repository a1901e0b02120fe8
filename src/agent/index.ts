/**
 * One agency's node, or that of several agencies: takes documents from clerks, seals and sends them, receives, verifies
 * and answers what comes, and keeps the truth about every delivery.
 *
 * Promises: persist, then act, then acknowledge; a retry is the same packet with the same id; a duplicate is answered with
 * the receipt stored the first time; one bad message is never in the way of the next. Refuses: drivers, the process, the
 * clock and randomness other than through its ports.
 */

export { type Agent, startAgent } from './agent.js';
export { alertsAfterMs, defaultAlertMinutes } from './alert-ages.js';
export type { ArchiveStore } from './archive-ports.js';
export type { AttachmentPolicy, FoundSignatures } from './attachment-ports.js';
export type * from './attention-ports.js';
export { type AgentConfig, parseAgentConfig, passphraseSource, type SecretSource } from './config.js';
export { type AgentContext, type AgentPolicy, defaultPolicy } from './context.js';
export type * from './desk.js';
export { Identities, type Identity } from './identities.js';
export type * from './ports.js';
