/** Which of the agencies that this node serves goes by a code; the directory knows both forms of it. */
import { type OrganId, parseOrganId } from '../edoc/index.js';
import type { AgentContext } from './context.js';
import type { Identity } from './identities.js';

/** By either code form; undefined where this node does not serve the agency. */
export async function servedIdentity(
  { identities, store }: AgentContext,
  code: OrganId,
): Promise<Identity | undefined> {
  const direct = identities.find(code);
  if (direct) return direct;
  const agency = await store.agency(code);
  return agency && (identities.find(agency.code) ?? identities.find(agency.legacyCode ?? agency.code));
}

/** The agency named by either of its codes, or the only one. @throws EdocError `agency.not-served`, `agency.which`. */
export async function chooseIdentity(context: AgentContext, code: string | undefined): Promise<Identity> {
  const parsed = code === undefined ? undefined : parseOrganId(code);
  const served = parsed && (await servedIdentity(context, parsed));
  return served ?? context.identities.choose(code);
}
