/** Takes a page of the directory: only the operator's seal counts, and a version comes into force as a whole. */
import { readDirectoryPage } from '../edoc/index.js';
import { directorySeal, verifySeal } from '../signing/index.js';
import type { AgentContext } from './context.js';
import type { Decision, InboundMessage } from './ports.js';

/** The organizationIdentifier of the operator's certificate (`spec/signature.md`, section 5). */
const operator = 'AXIS';

export async function receiveDirectory(context: AgentContext, message: InboundMessage): Promise<Decision> {
  const verified = await verifySeal(message.body, directorySeal, context.trust, {
    at: context.clock.now(),
    agency: operator,
  });
  const page = readDirectoryPage(verified.signed);
  const present = await context.store.directoryVersion();
  if (present && page.version <= present.version) return 'ack';
  // The store tells of it in the event log when the version comes into force.
  const inForce = await context.store.takeDirectoryPage(page, []);
  if (inForce) context.log.info('directory.in-force', { version: page.version, count: page.pages });
  return 'ack';
}
