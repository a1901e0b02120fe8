/** Settles a delivery with a recipient's receipt, after checking that it answers what this node sent. */
import { type DirectoryAgency, type Receipt, readReceipt } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { receiptSeal, verifySeal } from '../signing/index.js';
import { givenOutAt } from './clock-watch.js';
import type { AgentContext } from './context.js';
import { requireSender } from './directory.js';
import type { RevocationWatch } from './evidence/watch.js';
import type { Pings } from './pings.js';
import type { AttachmentRecord, Decision, DeliveryRecord, InboundMessage } from './ports.js';
import { answersResync } from './recovery/answered.js';

export async function receiveReceipt(
  context: AgentContext,
  pings: Pings,
  watch: RevocationWatch,
  message: InboundMessage,
  /** Whether all that the node gave back before this receipt is decided. */
  isThrough: (node: string) => Promise<boolean> = async () => true,
): Promise<Decision> {
  const { store, clock, log } = context;
  const at = clock.now();
  const verified = await verifySeal(message.body, receiptSeal, context.trust, { at });
  const receipt = readReceipt(verified.signed);
  const { agency, sealed } = await requireSender(context, verified.signer, at, message.sender);
  watch.requireStanding(verified.signer, at);
  if (sealed !== receipt.recipient) {
    throw new EdocError('receipt.other-agency', { detail: { sealed, recipient: receipt.recipient } });
  }
  if (pings.answered(receipt, agency, at)) {
    compareClocks(context, receipt, agency);
    return 'ack';
  }
  const sent = await store.sentPacket(receipt.packetId);
  if (!sent) {
    const decision = await answersResync(context, receipt, agency, at, isThrough);
    if (decision) return decision;
    throw new EdocError('receipt.unknown-packet', { detail: { packet: receipt.packetId } });
  }
  requireSameContent(receipt, sent);
  compareClocks(context, receipt, agency);
  for (const recipient of await settledBy(context, receipt, agency)) {
    const outcome = await store.settle({
      packetId: receipt.packetId,
      recipient,
      outcome: receipt.outcome,
      ...(receipt.outcome === 'refused' ? { code: receipt.code, reason: receipt.reason } : {}),
      bytes: message.body,
      at,
      events: [
        {
          kind: `delivery.${receipt.outcome}`,
          packetId: receipt.packetId,
          agency: recipient,
          detail: {
            head: receipt.logHead.hash,
            sequence: receipt.logHead.sequence,
            ...(receipt.outcome === 'refused' ? { code: receipt.code } : {}),
          },
        },
      ],
    });
    log.info('receipt.settled', {
      packet: receipt.packetId,
      peer: recipient,
      state: receipt.outcome,
      kind: outcome,
    });
  }
  return 'ack';
}

/** Ping and packet have left at the moment that their id says, and not before. */
function compareClocks({ clocks }: AgentContext, { packetId, receivedAt }: Receipt, agency: DirectoryAgency) {
  clocks?.compare({ agency: agency.code, theirs: receivedAt, notBefore: givenOutAt(packetId) });
}

/** The receipt speaks of the octets that were sent, and of every attachment. */
function requireSameContent(
  receipt: Receipt,
  sent: { readonly sha256: string; readonly attachments: readonly AttachmentRecord[] },
): void {
  const detail = { packet: receipt.packetId };
  if (receipt.packetSha256 !== sent.sha256) throw new EdocError('receipt.other-digest', { detail });
  if (receipt.outcome !== 'accepted') return;
  const same =
    receipt.contents.length === sent.attachments.length &&
    receipt.contents.every(
      (content, index) =>
        content.sha256 === sent.attachments[index]?.sha256 && content.size === sent.attachments[index]?.size,
    );
  if (!same) throw new EdocError('receipt.other-digest', { detail });
}

/**
 * The deliveries that a receipt decides: the issuer's own. A refusal that does not say whose packet it refuses, or by an
 * agency that was not addressed, is that of a node that could not read to whom it was addressed: it decides all
 * deliveries to that node.
 */
async function settledBy(
  { store }: AgentContext,
  receipt: Receipt,
  issuer: DirectoryAgency,
): Promise<DeliveryRecord['recipient'][]> {
  const { packetId, outcome } = receipt;
  const codes = [issuer.code, ...(issuer.legacyCode === undefined ? [] : [issuer.legacyCode])];
  const own = await store.deliveries(packetId, codes);
  const unread = outcome === 'refused' && (own.length === 0 || receipt.sender === undefined);
  // All of them are read only then: a circular has thousands, and a receipt for each.
  const decided = unread
    ? (await store.deliveries(packetId)).filter(({ node }) => node === issuer.node)
    : own;
  if (decided.length === 0) {
    throw new EdocError('receipt.not-a-recipient', {
      detail: { packet: packetId, agency: receipt.recipient },
    });
  }
  return decided.map(({ recipient }) => recipient);
}
