/**
 * Time stamps and revocation over HTTP: the server that the operator runs, and the client that nodes and auditors use with
 * any authority.
 *
 * Promises: DER goes through as it is; every size, time and number of callers is bounded (`limits.ts`); a slow or silent
 * caller keeps nobody else waiting; a failure says by its code whether trying again can help.
 *
 * Refuses: understanding what it carries, checking a signature, logging anything of a request, and other schemes than
 * `http:` and `https:`.
 */
export { type FetchOptions, fetchCrl, fetchOcsp, fetchTimeStamp } from './client.js';
export type { AuthorityHandlers, RevocationList } from './handlers.js';
export { limits as authorityLimits } from './limits.js';
export { authorityPaths } from './paths.js';
export { type Authority, type AuthorityOptions, openAuthority, type ServerBounds } from './server.js';
