/**
 * Takes a sent document back: locally where it surely never left this node, otherwise by asking each recipient with a
 * status 13. The store decides which: what it has handed out to be published it does not withdraw, and what is being
 * withdrawn it does not hand out.
 */
import { mayRecall, parseOrganId } from '../edoc/index.js';
import { EdocError, isEdocError } from '../errors.js';
import type { AgentContext } from './context.js';
import type { RecallRequest, RecallResult } from './desk.js';
import { requireDirectoryInForce } from './directory.js';
import type { PacketIds } from './packet-ids.js';
import type { DeliveryRecord } from './ports.js';
import { chooseIdentity } from './served.js';
import { type NewStatus, sendStatus, storedDocument } from './statuses.js';

type Outcome = RecallResult['recipients'][number];
type Asking = Pick<NewStatus, 'from' | 'description' | 'concerns' | 'document'>;

/** @throws EdocError `document.unknown`, `reason.missing`, `recall.not-a-recipient`, `directory.…`. */
export async function recall(
  context: AgentContext,
  ids: PacketIds,
  request: RecallRequest,
): Promise<RecallResult> {
  const { packetId } = request;
  const reason = request.reason.trim();
  if (reason === '') throw new EdocError('reason.missing');
  const sent = await context.store.sentMessage(packetId);
  if (!sent) throw new EdocError('document.unknown', { detail: { packet: packetId } });
  const document = storedDocument(packetId, sent.bytes);
  const from = await chooseIdentity(context, sent.sender);
  const deliveries = await context.store.deliveries(packetId);
  const asked = await chosen(context, deliveries, request.recipients);
  const local = whollyHere(deliveries, asked);
  // Before anything is changed: a recall that must ask someone needs a directory in force.
  if (local.flat().length < asked.length) await requireDirectoryInForce(context);
  const withdrawn = new Set<string>();
  for (const group of local) {
    if (await withdraw(context, group, reason)) for (const { recipient } of group) withdrawn.add(recipient);
  }
  const recipients: Outcome[] = [];
  const asking = { from, description: reason, concerns: packetId, document };
  for (const { recipient } of asked) {
    recipients.push(
      withdrawn.has(recipient)
        ? { recipient, outcome: 'withdrawn' }
        : await askBack(context, ids, recipient, asking),
    );
  }
  return { packetId, recipients };
}

/** In the order asked for, each once. */
async function chosen(
  context: AgentContext,
  deliveries: readonly DeliveryRecord[],
  codes: readonly string[] | undefined,
): Promise<readonly DeliveryRecord[]> {
  if (codes === undefined) return deliveries;
  const asked = new Set<DeliveryRecord>();
  for (const code of codes) {
    const parsed = parseOrganId(code);
    const agency = parsed && (await context.store.agency(parsed));
    const names = [parsed, agency?.code, agency?.legacyCode];
    const delivery = deliveries.find(({ recipient }) => names.includes(recipient));
    if (!delivery) throw new EdocError('recall.not-a-recipient', { detail: { agency: code } });
    asked.add(delivery);
  }
  return [...asked];
}

/**
 * By node, what was never published and is asked back from all whom the node serves: a packet that still goes to the node
 * would be delivered to each agency that it names there.
 */
function whollyHere(
  deliveries: readonly DeliveryRecord[],
  asked: readonly DeliveryRecord[],
): DeliveryRecord[][] {
  const nodes = [...new Set(asked.map(({ node }) => node))];
  return nodes
    .map((node) => deliveries.filter((delivery) => delivery.node === node && delivery.state !== 'withdrawn'))
    .filter((there) =>
      there.every(
        (delivery) => delivery.state === 'queued' && !delivery.published && asked.includes(delivery),
      ),
    )
    .filter((there) => there.length > 0);
}

function withdraw(context: AgentContext, group: readonly DeliveryRecord[], reason: string): Promise<boolean> {
  const [first] = group;
  if (!first) return Promise.resolve(false);
  const { packetId } = first;
  return context.store.withdraw(
    packetId,
    group.map(({ recipient }) => recipient),
    reason,
    context.clock.now(),
    group.map(({ recipient }) => ({ kind: 'delivery.withdrawn', packetId, agency: recipient })),
  );
}

/** Looks again: since the recall began the packet may have been published, refused, or asked back by someone else. */
async function askBack(
  context: AgentContext,
  ids: PacketIds,
  recipient: DeliveryRecord['recipient'],
  asking: Asking,
): Promise<Outcome> {
  const deliveries = await context.store.deliveries(asking.concerns);
  const delivery = deliveries.find((each) => each.recipient === recipient);
  if (!delivery || !mayRecall({ ...delivery, delivery: delivery.state }))
    return { recipient, outcome: 'nothing' };
  const agency = await context.store.agency(recipient);
  try {
    const statusPacketId = await sendStatus(context, ids, {
      ...asking,
      addressee: recipient,
      addresseeNode: agency?.node ?? delivery.node,
      code: '13',
      effect: { recall: { packetId: asking.concerns, recipient, reason: asking.description } },
    });
    return { recipient, outcome: 'requested', statusPacketId };
  } catch (error) {
    if (isEdocError(error, 'status.not-allowed')) return { recipient, outcome: 'nothing' };
    throw error;
  }
}
