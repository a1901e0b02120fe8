/** Takes a page of the directory: only the operator's seal counts, and a version comes into force as a whole. */
import { readDirectoryPage } from '../edoc/index.js';
import { directorySeal, verifySeal } from '../signing/index.js';
import type { AgentContext } from './context.js';
import type { RevocationWatch } from './evidence/watch.js';
import type { Decision, InboundMessage } from './ports.js';

/** The organizationIdentifier of the operator's certificate (`spec/signature.md`, section 5). */
const operator = 'AXIS';

/** @throws EdocError `seal.…`, `certificate.…`, `revocation.revoked`, `directory.form` */
export async function receiveDirectory(
  context: AgentContext,
  watch: RevocationWatch,
  message: InboundMessage,
): Promise<Decision> {
  const at = context.clock.now();
  const verified = await verifySeal(message.body, directorySeal, context.trust, { at, agency: operator });
  // Under the hard policy, too, a list that cannot be had holds up no directory: without one nothing goes on.
  watch.requireNotRevoked(verified.signer, at);
  const page = readDirectoryPage(verified.signed);
  const present = await context.store.directoryVersion();
  if (present && page.version <= present.version) return 'ack';
  // The store tells of it in the event log when the version comes into force.
  const inForce = await context.store.takeDirectoryPage(page, []);
  if (inForce) context.log.info('directory.in-force', { version: page.version, count: page.pages });
  return 'ack';
}
