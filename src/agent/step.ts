/** A step of the recipient's clerk on a received document, and the status that tells the sender of it. */
import { type BusinessCode, statusCodes } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { AgentContext } from './context.js';
import type { StepRequest, StepResult } from './desk.js';
import { knownAgency } from './directory.js';
import type { Identity } from './identities.js';
import type { PacketIds } from './packet-ids.js';
import { chooseIdentity } from './served.js';
import { sendStatus, storedDocument } from './statuses.js';

/** @throws EdocError `document.unknown`, `document.which-agency`, `reason.missing`, `status.not-allowed`. */
export async function takeStep(
  context: AgentContext,
  ids: PacketIds,
  request: StepRequest,
): Promise<StepResult> {
  const received = await context.store.receivedMessage(request.packetId);
  if (!received) throw new EdocError('document.unknown', { detail: { packet: request.packetId } });
  const reason = request.reason?.trim() ?? '';
  const status = statusCodes.find(({ code }) => code === request.code);
  if (status?.reason && reason === '') throw new EdocError('reason.missing');
  const identity = await chosen(context, received.agencies, request);
  const document = storedDocument(request.packetId, received.bytes);
  const sender = await knownAgency(context, received.sender);
  const code: BusinessCode = request.code;
  const packetId = await sendStatus(context, ids, {
    from: identity,
    addressee: sender.code,
    addresseeNode: sender.node,
    code,
    description: reason || (status?.vi ?? code),
    ...(request.staff ? { staff: request.staff } : {}),
    concerns: request.packetId,
    document,
    effect: {
      step: { packetId: request.packetId, agency: identity.code, code, ...(reason ? { reason } : {}) },
    },
  });
  return { packetId, concerns: request.packetId, agency: identity.code, code };
}

async function chosen(
  context: AgentContext,
  agencies: readonly string[],
  request: StepRequest,
): Promise<Identity> {
  if (request.agency !== undefined) {
    const identity = await chooseIdentity(context, request.agency);
    if (agencies.includes(identity.code)) return identity;
    throw new EdocError('document.unknown', { detail: { packet: request.packetId } });
  }
  const [only, ...others] = agencies;
  if (only === undefined) throw new EdocError('document.unknown', { detail: { packet: request.packetId } });
  if (others.length > 0)
    throw new EdocError('document.which-agency', { detail: { agencies: agencies.join(', ') } });
  return context.identities.choose(only);
}
