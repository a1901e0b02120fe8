/**
 * Takes a packet in: verify, check, store with its receipt in one transaction, and only then acknowledge. A packet seen
 * before is answered with the receipt stored then. A crash anywhere before the transaction leaves the message with the
 * broker; after it, the message comes again and finds the stored outcome.
 */
import {
  type DirectoryAgency,
  isPacketId,
  isPacketIdOf,
  type MissingContent,
  type OrganId,
  type Packet,
  readPacket,
} from '../edoc/index.js';
import { EdocError, isEdocError } from '../errors.js';
import { packetSeal, type Verified, verifySeal } from '../signing/index.js';
import { answerAgain } from './answer-again.js';
import { requireSignatures } from './attachment-watch.js';
import type { AgentContext } from './context.js';
import { knownAgency, requireSender } from './directory.js';
import type { RevocationWatch } from './evidence/watch.js';
import type { Identity } from './identities.js';
import type { MissingParts } from './missing-parts.js';
import type { PartReceiver } from './part-receiver.js';
import type { Decision, InboundMessage, NewReceipt, PacketRecord } from './ports.js';
import { acceptingReceipt, type Received, sha256Hex } from './receipts.js';
import type { Arrival } from './receive-order.js';
import { codesText, listedRecipients, recipientsOf } from './recipients.js';
import { type Progress, refusePacket } from './refuse-packet.js';
import { servedIdentity } from './served.js';

/** How a packet comes to be judged. */
interface Coming extends Received {
  /** What the store knew of these octets before. */
  readonly known?: 'new' | 'same' | 'conflict';
  /** An earlier refusal of these octets does not stand in the way. */
  readonly replay?: boolean;
  /** The accepting receipts that this node gave for the packet before it was restored (`spec/recovery.md`). */
  readonly given?: ReadonlyMap<Identity, NewReceipt>;
  /** Its place among what came from the same node. */
  readonly arrival?: Arrival;
}

/** @param mayHaveLost true where parts of the packet may have been taken by a node that is lost (`spec/recovery.md`, section 6) */
export async function receivePacket(
  context: AgentContext,
  parts: PartReceiver,
  missing: MissingParts,
  watch: RevocationWatch,
  message: InboundMessage,
  arrival: Arrival,
  isPassing: (error: unknown) => boolean,
  mayHaveLost: (packetId: string) => boolean = () => false,
): Promise<Decision> {
  const { store } = context;
  const received = comes(context, message);
  const known = await store.knownPacket(received.packetId, received.sha256);
  if (known === 'same') {
    await answerAgain(context, received.packetId, received.sha256);
    return 'ack';
  }
  const isLost = (error: EdocError) =>
    error.code === 'packet.attachment-missing' && mayHaveLost(received.packetId);
  const outcome = await takeOrRefuse(
    context,
    parts,
    watch,
    message,
    { ...received, known, arrival },
    {
      isPassing,
      // The sender sends the packet again, behind what it lacks.
      askFor: (lacking) => missing.ask(message, lacking),
      isLost,
    },
  );
  if (outcome !== 'asked') missing.forget(message);
  return 'ack';
}

/**
 * The same for a packet that its sender gives back after this node was restored, with the accepting receipts that this node gave
 * for it: where there are any, a refusal from before them does not stand in its way. Returns the reason where it is refused.
 * @throws EdocError where `isPassing`; then nothing was decided
 */
export async function receiveGivenBack(
  context: AgentContext,
  parts: PartReceiver,
  watch: RevocationWatch,
  message: InboundMessage,
  isPassing: (error: unknown) => boolean,
  given: ReadonlyMap<Identity, NewReceipt>,
): Promise<EdocError | undefined> {
  const { store } = context;
  const received = comes(context, message);
  const known = await store.knownPacket(received.packetId, received.sha256);
  const replay = given.size > 0;
  if (known === 'same' && !replay) {
    await answerAgain(context, received.packetId, received.sha256);
    return undefined;
  }
  const coming = { ...received, known, replay, given };
  const outcome = await takeOrRefuse(context, parts, watch, message, coming, { isPassing });
  return outcome instanceof EdocError ? outcome : undefined;
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
  const outcome = await takeOrRefuse(
    context,
    parts,
    watch,
    message,
    { ...comes(context, message), replay: true },
    { isPassing },
  );
  return outcome instanceof EdocError ? outcome : undefined;
}

/** @throws EdocError `packet.id` */
function comes({ clock }: AgentContext, { messageId, body }: InboundMessage): Received {
  if (!isPacketId(messageId)) throw new EdocError('packet.id');
  return { packetId: messageId, sha256: sha256Hex(body), receivedAt: clock.now() };
}

/** What may be the matter with a packet other than the packet itself. */
interface Troubles {
  readonly isPassing: (error: unknown) => boolean;
  /** Left out where the sender would not send them again. */
  readonly askFor?: (lacking: readonly MissingContent[]) => Promise<boolean>;
  /** Parts that a lost node had acknowledged: without an answer the packet comes again. */
  readonly isLost?: (error: EdocError) => boolean;
}

/** @returns the reason where it was refused; `asked` where it is not decided, since it is to come again behind its parts. */
async function takeOrRefuse(
  context: AgentContext,
  parts: PartReceiver,
  watch: RevocationWatch,
  message: InboundMessage,
  received: Coming,
  { isPassing, askFor, isLost }: Troubles,
): Promise<'taken' | 'asked' | EdocError> {
  const progress: Progress = {};
  try {
    if (received.known === 'conflict')
      throw new EdocError('packet.conflict', { detail: { packet: received.packetId } });
    await take(context, parts, watch, message, received, progress);
    return 'taken';
  } catch (error) {
    if (isPassing(error)) throw error;
    if (progress.lacking && (await askFor?.(progress.lacking))) return 'asked';
    const refusal = isEdocError(error) ? error : new EdocError('agent.internal', { cause: error });
    if (isLost?.(refusal)) {
      await context.store.appendEvents([{ kind: 'packet.awaited-again', packetId: received.packetId }]);
      return 'asked';
    }
    await refusePacket(context, message, received, progress, refusal);
    return refusal;
  }
}

async function take(
  context: AgentContext,
  parts: PartReceiver,
  watch: RevocationWatch,
  message: InboundMessage,
  received: Coming,
  progress: Progress,
): Promise<void> {
  const { trust } = context;
  const verified = await verifySeal(message.body, packetSeal, trust, { at: received.receivedAt });
  const { agency: sender, sealed } = await requireSender(
    context,
    verified.signer,
    received.receivedAt,
    message.sender,
  );
  watch.requireStanding(verified.signer, received.receivedAt);
  context.clocks?.compare({ agency: sender.code, theirs: verified.signingTime });
  const packet = readPacket(verified);
  if (packet.packetId !== received.packetId || !isPacketIdOf(packet.packetId, sealed)) {
    throw new EdocError('packet.id');
  }
  received.arrival?.is(packet);
  const from = await knownAgency(context, packet.message.from.organId, 'MessageHeader.From.OrganId');
  if (from.code !== sender.code) {
    throw new EdocError('packet.other-sender', { detail: { sealed: sender.code, from: from.code } });
  }
  const addressed = await addressedHere(context, packet);
  if (addressed.length === 0) throw new EdocError('packet.not-addressed', { detail: { node: context.node } });
  const to = codesText(await listedRecipients(context, packet.message));
  progress.read = { sender: sealed, addressed, to };
  const inParts = packet.contents.filter(({ transfer }) => transfer === 'parts');
  // What is found on the disk stays there until the register refers to it.
  await context.contents.use(
    inParts.map(({ sha256 }) => sha256),
    () =>
      keep(context, parts, message, received, progress, { packet, verified, sender, sealed, addressed, to }),
  );
}

/** A packet that is genuine, from its sender and for agencies of this node. */
interface Genuine {
  readonly packet: Packet;
  readonly verified: Verified;
  readonly sender: DirectoryAgency;
  /** The sender's code as its certificate has it. */
  readonly sealed: OrganId;
  readonly addressed: readonly Identity[];
  /** All recipients, as the log names them. */
  readonly to: string;
}

async function keep(
  context: AgentContext,
  parts: PartReceiver,
  message: InboundMessage,
  received: Coming,
  progress: Progress,
  { packet, verified, sender, sealed, addressed, to }: Genuine,
): Promise<void> {
  const { store } = context;
  const { given } = received;
  await requireParts(parts, sender.node, packet, progress);
  if (context.attachments?.required) {
    await requireSignatures(context, context.attachments, packet, received.receivedAt);
  }
  const record = recordOf(packet, received, message.body);
  const receipts = await Promise.all(
    addressed.map(
      (identity) =>
        given?.get(identity) ??
        acceptingReceipt(context, identity, { ...received, sender: sealed, attachments: record.attachments }),
    ),
  );
  const times = receipts.map(({ at }) => at.getTime());
  await received.arrival?.turn();
  const stored = await store.accept({
    packet: record,
    sender: sender.code,
    senderName: sender.name,
    senderNode: sender.node,
    receivedAt: given ? new Date(Math.min(...times)) : received.receivedAt,
    sealCertificateSha256: verified.signer.certificateSha256,
    ...(received.replay ? { replay: true } : {}),
    receipts,
    ...(given ? { returned: { at: received.receivedAt } } : {}),
    events: addressed.map((identity, index) => ({
      kind: 'packet.accepted',
      packetId: received.packetId,
      agency: identity.code,
      detail: {
        sha256: received.sha256,
        sender: sender.code,
        // Once is enough: a circular names thousands, and a node may serve a hundred of them.
        ...(index === 0 ? { to } : {}),
        certificate: verified.signer.certificateSha256,
      },
    })),
  });
  // The same packet twice at once: the one that came second answers with what the first stored.
  if (stored === 'duplicate') await answerAgain(context, received.packetId, received.sha256);
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
  const here = new Set<Identity>();
  for (const code of recipientsOf(packet.message)) {
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
