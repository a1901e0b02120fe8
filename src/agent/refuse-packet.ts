/** Answers a packet that is not taken: kept in quarantine with the reason, refused to the node that sent it. */
import type { MissingContent, OrganId } from '../edoc/index.js';
import type { EdocError } from '../errors.js';
import type { AgentContext } from './context.js';
import type { Identity } from './identities.js';
import type { InboundMessage } from './ports.js';
import { type Received, refusingReceipt } from './receipts.js';

/** What is known of a packet so far; a refusal says as much as was found out before it. */
export interface Progress {
  /** Set when the packet could be read, and names agencies of this node. */
  read?: {
    readonly sender: OrganId;
    readonly addressed: readonly Identity[];
    /** All recipients, as the log names them. */
    readonly to: string;
  };
  /** Set when parts of its attachments have not come. */
  lacking?: readonly MissingContent[];
}

/**
 * Each agency that was addressed refuses; where it could not be read who was, the node's first one refuses for the node,
 * in a receipt that names no sender.
 *
 * A refusal is the stored answer to these octets from then on, with one exception: whoever passes on another agency's
 * packet (`transport.other-node`) is told so, but that says nothing about the packet, which may still come from where it should.
 * @throws EdocError `store.…`, `broker.…`; then the message must come again
 */
export async function refusePacket(
  context: AgentContext,
  message: InboundMessage,
  received: Received,
  { read }: Progress,
  error: EdocError,
): Promise<void> {
  const { store, bus, log, identities } = context;
  const answering = read?.addressed ?? [identities.primary];
  const receipts = await Promise.all(
    answering.map((identity) =>
      refusingReceipt(context, identity, { ...received, sender: read?.sender }, error),
    ),
  );
  const isOfThisNode = error.code === 'transport.other-node';
  await store.quarantine({
    type: message.type,
    messageId: message.messageId,
    senderNode: message.sender ?? '',
    code: error.code,
    ...(error.place === undefined ? {} : { place: error.place }),
    bytes: message.body,
    at: received.receivedAt,
    lane: message.lane,
    sentAt: message.sentAt,
    receipts: isOfThisNode ? [] : receipts,
    events: [
      {
        kind: 'packet.refused',
        packetId: received.packetId,
        detail: {
          code: error.code,
          sha256: received.sha256,
          node: message.sender ?? '',
          ...(read ? { sender: read.sender, to: read.to } : {}),
        },
      },
    ],
  });
  if (isOfThisNode && message.sender !== undefined) {
    for (const { bytes } of receipts) {
      const { messageId, sender } = message;
      await bus.publish({ type: 'receipt', messageId, lane: 'urgent', recipients: [sender], body: bytes });
    }
  }
  log.warn('packet.refused', { packet: received.packetId, code: error.code, peer: message.sender ?? '' });
}
