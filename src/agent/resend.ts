/**
 * The clerk has a document sent again, with what this node said about it: all that has no answer yet goes out once more,
 * under the same ids and octet for octet. Whoever has it already answers with the same receipt.
 */
import { parseOrganId } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { AgentContext } from './context.js';
import type { ResendRequest, ResendResult } from './desk.js';
import { requireActive, requireDirectoryInForce } from './directory.js';
import type { Correspondence, Resending } from './ports.js';

const open: ReadonlySet<string> = new Set(['sent', 'expired', 'undeliverable']);

/** @throws EdocError `document.unknown`, `recall.not-a-recipient`, `directory.…` */
export async function resend(context: AgentContext, request: ResendRequest): Promise<ResendResult> {
  const { store, clock, policy } = context;
  const { packetId } = request;
  const all = await store.correspondence(packetId);
  if (all.length === 0) throw new EdocError('document.unknown', { detail: { packet: packetId } });
  const chosen = await chosenFrom(context, all, request.recipients);
  if (chosen.some(({ delivery }) => open.has(delivery.state))) await requireDirectoryInForce(context);
  const asked: Resending[] = [];
  for (const { delivery } of chosen) asked.push(await presently(context, delivery));
  const at = clock.now();
  const outcomes = await store.resend(asked, at, {
    ordinary: new Date(at.getTime() + policy.deadlineMs.ordinary),
    urgent: new Date(at.getTime() + policy.deadlineMs.urgent),
  });
  const deliveries = chosen.map(({ code, delivery }, index) => ({
    packetId: delivery.packetId,
    recipient: delivery.recipient,
    ...(code === undefined ? {} : { code }),
    outcome: outcomes[index] ?? 'nothing',
  }));
  for (const { packetId: packet, recipient, outcome } of deliveries) {
    context.log.info('packet.resent', { packet, peer: recipient, state: outcome });
  }
  return { packetId, deliveries };
}

async function chosenFrom(
  context: AgentContext,
  all: readonly Correspondence[],
  codes: readonly string[] | undefined,
): Promise<readonly Correspondence[]> {
  if (codes === undefined) return all;
  const chosen = new Set<Correspondence>();
  for (const code of codes) {
    const parsed = parseOrganId(code);
    const agency = parsed && (await context.store.agency(parsed));
    const names = [parsed, agency?.code, agency?.legacyCode];
    const to = all.filter(({ delivery }) => names.includes(delivery.recipient));
    if (to.length === 0) throw new EdocError('recall.not-a-recipient', { detail: { agency: code } });
    for (const one of to) chosen.add(one);
  }
  return all.filter((one) => chosen.has(one));
}

/** The agency may be served by another node than when the packet was sealed; who takes part no more gets nothing. */
async function presently(
  context: AgentContext,
  { packetId, recipient, node, state }: Correspondence['delivery'],
): Promise<Resending> {
  const agency = await context.store.agency(recipient);
  if (agency && open.has(state)) requireActive(agency);
  return { packetId, recipient, node: agency?.node ?? node };
}
