/**
 * Takes a packet in: verify, check, store with its receipt in one transaction, and only then acknowledge. A packet seen
 * before is answered with the receipt stored then. A crash anywhere before the transaction leaves the message with the
 * broker; after it, the message comes again and finds the stored outcome.
 */
import {
  isPacketId,
  isPacketIdOf,
  type MissingContent,
  type OrganId,
  type Packet,
  readPacket,
} from '../edoc/index.js';
import { EdocError, isEdocError } from '../errors.js';
import { packetSeal, type Verified, verifySeal } from '../signing/index.js';
import { requireSignatures } from './attachment-watch.js';
import type { AgentContext } from './context.js';
import { knownAgency, requireSender } from './directory.js';
import type { RevocationWatch } from './evidence/watch.js';
import type { Identity } from './identities.js';
import type { MissingParts } from './missing-parts.js';
import type { PartReceiver } from './part-receiver.js';
import type { Decision, InboundMessage, PacketRecord } from './ports.js';
import { acceptingReceipt, type Received, sha256Hex } from './receipts.js';
import { type Progress, refusePacket } from './refuse-packet.js';
import { servedIdentity } from './served.js';

export async function receivePacket(
  context: AgentContext,
  parts: PartReceiver,
  missing: MissingParts,
  watch: RevocationWatch,
  message: InboundMessage,
  isPassing: (error: unknown) => boolean,
): Promise<Decision> {
  const { store, clock } = context;
  if (!isPacketId(message.messageId)) throw new EdocError('packet.id');
  const received: Received = {
    packetId: message.messageId,
    sha256: sha256Hex(message.body),
    receivedAt: clock.now(),
  };
  const known = await store.knownPacket(received.packetId, received.sha256);
  if (known === 'same') {
    await store.resendReceipts(received.packetId, received.sha256);
    return 'ack';
  }
  // The sender sends the packet again, behind what it lacks.
  const askFor = (lacking: readonly MissingContent[]) => missing.ask(message, lacking);
  const outcome = await takeOrRefuse(
    context,
    parts,
    watch,
    message,
    { ...received, known },
    isPassing,
    askFor,
  );
  if (outcome !== 'asked') missing.forget(message);
  return 'ack';
}

/**
 * The same for a packet that was refused before, given again by the operator: what was answered then does not stand in its
 * way. Returns the reason where it is refused again; its sender then has the answer of the first time, or this one where there
 * was none. Missing parts are not asked for: most senders take the delivery for decided.
 * @throws EdocError where `isPassing`; then nothing was decided
 */
export async function replayPacket(
  context: AgentContext,
  parts: PartReceiver,
  watch: RevocationWatch,
  message: InboundMessage,
  isPassing: (error: unknown) => boolean,
): Promise<EdocError | undefined> {
  if (!isPacketId(message.messageId)) return new EdocError('packet.id');
  const received = {
    packetId: message.messageId,
    sha256: sha256Hex(message.body),
    receivedAt: context.clock.now(),
    replay: true,
  };
  const nobody = () => Promise.resolve(false);
  const outcome = await takeOrRefuse(context, parts, watch, message, received, isPassing, nobody);
  return outcome instanceof EdocError ? outcome : undefined;
}

/** @returns the reason where it was refused; `asked` where it is not decided, since parts were asked for. */
async function takeOrRefuse(
  context: AgentContext,
  parts: PartReceiver,
  watch: RevocationWatch,
  message: InboundMessage,
  received: Received & { readonly known?: string; readonly replay?: boolean },
  isPassing: (error: unknown) => boolean,
  askFor: (lacking: readonly MissingContent[]) => Promise<boolean>,
): Promise<'taken' | 'asked' | EdocError> {
  const progress: Progress = {};
  try {
    if (received.known === 'conflict')
      throw new EdocError('packet.conflict', { detail: { packet: received.packetId } });
    await take(context, parts, watch, message, received, progress);
    return 'taken';
  } catch (error) {
    if (isPassing(error)) throw error;
    if (progress.lacking && (await askFor(progress.lacking))) return 'asked';
    const refusal = isEdocError(error) ? error : new EdocError('agent.internal', { cause: error });
    await refusePacket(context, message, received, progress, refusal);
    return refusal;
  }
}

async function take(
  context: AgentContext,
  parts: PartReceiver,
  watch: RevocationWatch,
  message: InboundMessage,
  received: Received & { readonly replay?: boolean },
  progress: Progress,
): Promise<void> {
  const { store, trust } = context;
  const verified = await verifySeal(message.body, packetSeal, trust, { at: received.receivedAt });
  const { agency: sender, sealed } = await requireSender(
    context,
    verified.signer,
    received.receivedAt,
    message.sender,
  );
  watch.requireStanding(verified.signer, received.receivedAt);
  const packet = readPacket(verified);
  if (packet.packetId !== received.packetId || !isPacketIdOf(packet.packetId, sealed)) {
    throw new EdocError('packet.id');
  }
  const from = await knownAgency(context, packet.message.from.organId, 'MessageHeader.From.OrganId');
  if (from.code !== sender.code) {
    throw new EdocError('packet.other-sender', { detail: { sealed: sender.code, from: from.code } });
  }
  const addressed = await addressedHere(context, packet);
  if (addressed.length === 0) throw new EdocError('packet.not-addressed', { detail: { node: context.node } });
  progress.read = { sender: sealed, addressed };
  await requireParts(parts, sender.node, packet, progress);
  if (context.attachments?.required) {
    await requireSignatures(context, context.attachments, packet, received.receivedAt);
  }
  const record = recordOf(packet, received, message.body);
  const receipts = await Promise.all(
    addressed.map((identity) =>
      acceptingReceipt(context, identity, { ...received, sender: sealed, attachments: record.attachments }),
    ),
  );
  const stored = await store.accept({
    packet: record,
    sender: sender.code,
    senderName: sender.name,
    senderNode: sender.node,
    receivedAt: received.receivedAt,
    sealCertificateSha256: verified.signer.certificateSha256,
    ...(received.replay ? { replay: true } : {}),
    receipts,
    events: addressed.map((identity) => ({
      kind: 'packet.accepted',
      packetId: received.packetId,
      agency: identity.code,
      detail: {
        sha256: received.sha256,
        sender: sender.code,
        certificate: verified.signer.certificateSha256,
      },
    })),
  });
  // The same packet twice at once: the one that came second answers with what the first stored.
  if (stored === 'duplicate') await store.resendReceipts(received.packetId, received.sha256);
  logTaken(context, packet, verified, sender.code);
}

/** @throws EdocError `packet.attachment-missing`, after it was noted which parts of which attachments have not come. */
async function requireParts(
  parts: PartReceiver,
  node: string,
  packet: Packet,
  progress: Progress,
): Promise<void> {
  const lacking = new Map<string, MissingContent>();
  let first: string | undefined;
  for (const content of packet.contents) {
    if (content.transfer !== 'parts' || lacking.has(content.sha256)) continue;
    const missing = await parts.complete(node, content);
    if (missing.length === 0) continue;
    first ??= content.name;
    lacking.set(content.sha256, { sha256: content.sha256, parts: missing });
  }
  if (lacking.size === 0) return;
  progress.lacking = [...lacking.values()];
  throw new EdocError('packet.attachment-missing', { place: first });
}

function logTaken(context: AgentContext, packet: Packet, verified: Verified, sender: OrganId): void {
  context.log.info('packet.accepted', {
    packet: packet.packetId,
    kind: packet.message.kind,
    peer: sender,
    bytes: verified.signed.length,
    count: packet.contents.length,
  });
}

/** The agencies of this node that the packet names; codes are compared through the directory. */
async function addressedHere(context: AgentContext, packet: Packet): Promise<Identity[]> {
  const { message } = packet;
  const named =
    message.kind === 'document' ? message.to.map((organ) => organ.organId) : [message.responseFor.organId];
  const here = new Set<Identity>();
  for (const code of named) {
    const identity = await servedIdentity(context, code);
    if (identity) here.add(identity);
  }
  return [...here];
}

function recordOf(packet: Packet, received: Received, bytes: Buffer): PacketRecord {
  return {
    packetId: packet.packetId,
    sha256: received.sha256,
    bytes,
    message: packet.message,
    ...(packet.concerns === undefined ? {} : { concerns: packet.concerns }),
    attachments: packet.contents.map(({ name, contentType, sha256, size, transfer }) => ({
      name,
      contentType,
      sha256,
      size,
      transfer,
    })),
  };
}
