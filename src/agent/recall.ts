/**
 * Takes a sent document back: locally where it surely never left this node, otherwise by asking each recipient with a
 * status 13. While it decides, the dispatcher keeps its hands off the packet, so that "never left" stays true.
 */
import { mayRecall } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { AgentContext } from './context.js';
import type { RecallRequest, RecallResult } from './desk.js';
import { knownAgency } from './directory.js';
import type { Dispatcher } from './dispatcher.js';
import type { PacketIds } from './packet-ids.js';
import type { DeliveryRecord } from './ports.js';
import { sendStatus, storedDocument } from './statuses.js';

type Outcome = RecallResult['recipients'][number];

/** @throws EdocError `document.unknown`, `reason.missing`, `recall.not-a-recipient`. */
export async function recall(
  context: AgentContext,
  ids: PacketIds,
  dispatcher: Dispatcher,
  request: RecallRequest,
): Promise<RecallResult> {
  const reason = request.reason.trim();
  if (reason === '') throw new EdocError('reason.missing');
  const sent = await context.store.sentMessage(request.packetId);
  if (!sent) throw new EdocError('document.unknown', { detail: { packet: request.packetId } });
  const document = storedDocument(request.packetId, sent.bytes);
  const from = context.identities.choose(sent.sender);
  const recipients = await dispatcher.withHeld(request.packetId, async (touched) => {
    const deliveries = await context.store.deliveries(request.packetId);
    const asked = chosen(deliveries, request.recipients);
    const outcomes: Outcome[] = [];
    for (const delivery of asked) {
      if (!touched && isWhollyHere(delivery, deliveries, asked) && (await withdrawn(context, delivery, reason))) {
        outcomes.push({ recipient: delivery.recipient, outcome: 'withdrawn' });
      } else if (mayRecall({ ...delivery, delivery: delivery.state })) {
        const { recipient } = delivery;
        const statusPacketId = await sendStatus(context, ids, {
          from,
          addressee: recipient,
          addresseeNode: (await knownAgency(context, recipient)).node,
          code: '13',
          description: reason,
          concerns: request.packetId,
          document,
          effect: { recall: { packetId: request.packetId, recipient, reason } },
        });
        outcomes.push({ recipient, outcome: 'requested', statusPacketId });
      } else {
        outcomes.push({ recipient: delivery.recipient, outcome: 'nothing' });
      }
    }
    return outcomes;
  });
  dispatcher.wake();
  return { packetId: request.packetId, recipients };
}

function chosen(
  deliveries: readonly DeliveryRecord[],
  codes: readonly string[] | undefined,
): readonly DeliveryRecord[] {
  if (codes === undefined) return deliveries;
  const asked: DeliveryRecord[] = [];
  for (const code of codes) {
    const delivery = deliveries.find(({ recipient }) => recipient === code);
    if (!delivery) throw new EdocError('recall.not-a-recipient', { detail: { agency: code } });
    asked.push(delivery);
  }
  return asked;
}

/**
 * The packet was never published, and every delivery to the same node is recalled with it: a packet that still goes to the
 * node would be delivered to each agency that it names there.
 */
function isWhollyHere(
  delivery: DeliveryRecord,
  deliveries: readonly DeliveryRecord[],
  asked: readonly DeliveryRecord[],
): boolean {
  const toNode = deliveries.filter(({ node }) => node === delivery.node);
  return toNode.every((other) => !other.published && asked.includes(other)) && delivery.state === 'queued';
}

function withdrawn(context: AgentContext, delivery: DeliveryRecord, reason: string): Promise<boolean> {
  const { packetId, recipient } = delivery;
  return context.store.withdraw(packetId, recipient, reason, context.clock.now(), [
    { kind: 'delivery.withdrawn', packetId, agency: recipient },
  ]);
}
