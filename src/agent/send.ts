/** Sends a clerk's document, or says what would happen: seal, store with its deliveries, and leave the rest to the dispatcher. */
import type { DocumentMessage } from '../edoc/index.js';
import { isEdocError, throwIfErrors } from '../errors.js';
import { type Composed, compose } from './compose.js';
import type { AgentContext } from './context.js';
import type { SendCheck, SendRequest, SendResult } from './desk.js';
import type { Identity } from './identities.js';
import type { PacketIds } from './packet-ids.js';
import { sealPacket, unsealedPacket } from './packets.js';
import { codesText } from './recipients.js';
import { describeSigner, presentSigner } from './signers.js';

/** @throws EdocError with every finding that stops the sending. */
export function send(context: AgentContext, ids: PacketIds, request: SendRequest): Promise<SendResult> {
  const digests = request.attachments.map(({ sha256 }) => sha256);
  return context.contents.use(digests, () => sendNow(context, ids, request));
}

async function sendNow(context: AgentContext, ids: PacketIds, request: SendRequest): Promise<SendResult> {
  const composed = await compose(context, request);
  throwIfErrors(composed.findings);
  const { sender, message } = composed;
  // Both are there whenever there is no error among the findings.
  if (!sender || !message) throw new Error('a composed document without sender or message');
  return ids.use(sender.code, (packetId) => submit(context, composed, { packetId, sender, message }));
}

async function submit(
  context: AgentContext,
  composed: Composed,
  { packetId, sender, message }: { packetId: string; sender: Identity; message: DocumentMessage },
): Promise<SendResult> {
  const packet = await sealPacket(context, { packetId, message, contents: composed.contents }, sender);
  const at = context.clock.now();
  await context.store.submit({
    packet,
    sender: sender.code,
    lane: composed.lane,
    deliveries: composed.deliveries,
    at,
    deadlineAt: new Date(at.getTime() + context.policy.deadlineMs[composed.lane]),
    events: [
      {
        kind: 'packet.submitted',
        packetId,
        agency: sender.code,
        detail: {
          sha256: packet.sha256,
          recipients: composed.deliveries.length,
          to: codesText(composed.deliveries.map(({ recipient }) => recipient)),
          attachments: packet.attachments.length,
        },
      },
    ],
  });
  context.log.info('packet.submitted', {
    packet: packetId,
    agency: sender.code,
    bytes: packet.bytes.length,
    count: composed.deliveries.length,
  });
  return {
    packetId,
    documentId: message.documentId,
    deliveries: composed.recipients.map(({ code, name }) => ({ recipient: code, name, state: 'queued' })),
    bytes: packet.bytes.length,
    broker: context.bus.state,
  };
}

/** Never throws for what is wrong with the request: all of it is in the findings. */
export async function checkSending(
  context: AgentContext,
  ids: PacketIds,
  request: SendRequest,
): Promise<SendCheck> {
  const composed = await compose(context, request);
  const { sender, message, contents } = composed;
  const now = context.clock.now();
  const directory = await context.store.directoryVersion();
  const findings = [...composed.findings];
  let packet: Buffer = Buffer.alloc(0);
  try {
    if (sender && message) packet = unsealedPacket({ packetId: ids.next(sender.code), message, contents });
  } catch (error) {
    if (!isEdocError(error, 'send.too-large')) throw error;
    findings.push(...error.findings);
  }
  return {
    ok: packet.length > 0,
    findings,
    ...(sender
      ? {
          from: { code: sender.code, name: composed.senderName },
          certificate: describeSigner(await presentSigner(context, sender)),
        }
      : {}),
    recipients: composed.recipients.map(({ code, name, node, state }) => ({ code, name, node, state })),
    attachments: contents.map(({ name, contentType, size, transfer }) => ({
      name,
      contentType,
      size,
      transfer,
    })),
    packetBytes: packet.length,
    ...(directory
      ? { directory: { version: directory.version, validUntil: directory.validUntil.toISOString() } }
      : {}),
    lane: composed.lane,
    deadlineAt: new Date(now.getTime() + context.policy.deadlineMs[composed.lane]).toISOString(),
    broker: context.bus.state,
    ...(packet.length > 0 ? { xml: packet.toString('utf8') } : {}),
  };
}
