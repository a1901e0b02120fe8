/**
 * Takes what a peer gives back after a restore (`spec/recovery.md`, section 5). A packet that came in before the restore is
 * stored with the receipts that were given for it then; one of our own goes back into the register as sent, and the receipts
 * that came with it settle it. Everything is verified as if it came for the first time.
 */
import {
  type BusinessCode,
  isPacketIdOf,
  laneOf,
  type OrganId,
  type Packet,
  parseOrganId,
  readPacket,
  readReceipt,
  splitSealed,
} from '../../edoc/index.js';
import { EdocError, isEdocError } from '../../errors.js';
import { packetSeal, receiptSeal, type Verified, verifySeal } from '../../signing/index.js';
import { type AgentContext, retryAt } from '../context.js';
import { knownAgency, requireListed } from '../directory.js';
import type { RevocationWatch } from '../evidence/watch.js';
import type { Identity } from '../identities.js';
import type { PartReceiver } from '../part-receiver.js';
import type { Pings } from '../pings.js';
import type { Decision, InboundMessage, NewDelivery, NewReceipt, OutboundRecord } from '../ports.js';
import { sha256Hex } from '../receipts.js';
import { receiveGivenBack } from '../receive-packet.js';
import { receiveReceipt } from '../receive-receipt.js';
import { recipientsOf } from '../recipients.js';
import { servedIdentity } from '../served.js';
import { timeOf } from './asking.js';
import { GivenBack } from './given-back.js';

const steps: readonly BusinessCode[] = ['02', '03', '04', '05', '06', '15', '16'];

export class ReturnedReceiver {
  readonly #context: AgentContext;
  readonly #pings: Pings;
  readonly #watch: RevocationWatch;
  readonly #parts: PartReceiver;
  readonly #givenBack: GivenBack;
  /** One after the other: a status comes after the document that it speaks of, and shall find it. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(context: AgentContext, pings: Pings, watch: RevocationWatch, parts: PartReceiver) {
    this.#context = context;
    this.#pings = pings;
    this.#watch = watch;
    this.#parts = parts;
    this.#givenBack = new GivenBack(() => context.clock.elapsedMs());
  }

  /** To be called for each in the order of coming, before anything else is done about it. */
  came(message: InboundMessage): void {
    this.#givenBack.came(message);
  }

  /** It was refused, or the broker gave it up. */
  decided(message: InboundMessage): void {
    this.#givenBack.decided(message);
  }

  async receive(message: InboundMessage, isPassing: (error: unknown) => boolean): Promise<Decision> {
    await this.take(message, isPassing);
    return 'ack';
  }

  /** The same, and tells why it was refused where it was. @throws EdocError where nothing was decided */
  take(message: InboundMessage, isPassing: (error: unknown) => boolean): Promise<EdocError | undefined> {
    const taken = this.#last.then(async () => {
      const refusal = await this.#take(message, isPassing);
      this.#givenBack.decided(message);
      return refusal;
    });
    this.#last = taken.catch(() => undefined);
    return taken;
  }

  /** Whether all that the node gave back before is decided; waits for what is in hand. */
  async isThrough(node: string): Promise<boolean> {
    await this.#last;
    return !this.#givenBack.isLeft(node);
  }

  async #take(
    message: InboundMessage,
    isPassing: (error: unknown) => boolean,
  ): Promise<EdocError | undefined> {
    const { store, clock, trust } = this.#context;
    const node = message.sender ?? '';
    if (!(await store.recovery.waitsFor(node)))
      throw new EdocError('recovery.not-asked', { detail: { node } });
    const { packet, receipts } = splitSealed(message.body);
    const verified = await verifySeal(packet, packetSeal, trust, { at: clock.now() });
    const sealed = parseOrganId(verified.signer.organization);
    const own = sealed && (await servedIdentity(this.#context, sealed));
    if (own) {
      await this.#takeOwn({ ...message, body: packet }, verified, own, receipts);
      return undefined;
    }
    const given = await this.#givenBefore(message.messageId, packet, receipts);
    const incoming = { ...message, type: 'packet', body: packet };
    return receiveGivenBack(this.#context, this.#parts, this.#watch, incoming, isPassing, given);
  }

  /** Our own receipts for the packet, by agency. One that does not stand is not missed: a new one is given. */
  async #givenBefore(
    packetId: string,
    packet: Buffer,
    receipts: readonly Buffer[],
  ): Promise<ReadonlyMap<Identity, NewReceipt>> {
    const { clock, trust, log } = this.#context;
    const given = new Map<Identity, NewReceipt>();
    for (const bytes of receipts) {
      try {
        const { signed, signer } = await verifySeal(bytes, receiptSeal, trust, { at: clock.now() });
        const receipt = readReceipt(signed);
        const identity = await servedIdentity(this.#context, receipt.recipient);
        const ours = identity && parseOrganId(signer.organization) === receipt.recipient;
        const answers = receipt.packetId === packetId && receipt.packetSha256 === sha256Hex(packet);
        if (!ours || !answers || receipt.outcome !== 'accepted') continue;
        requireListed(await knownAgency(this.#context, receipt.recipient), signer, clock.now());
        given.set(identity, { agency: identity.code, outcome: 'accepted', bytes, at: receipt.receivedAt });
      } catch (error) {
        if (!isEdocError(error)) throw error;
        log.warn('recovery.receipt-dropped', { packet: packetId, error });
      }
    }
    return given;
  }

  async #takeOwn(
    message: InboundMessage,
    verified: Verified,
    own: Identity,
    receipts: readonly Buffer[],
  ): Promise<void> {
    const { store, clock, log } = this.#context;
    const now = clock.now();
    const agency = await knownAgency(this.#context, own.code);
    requireListed(agency, verified.signer, now);
    const packet = readPacket(verified);
    const { packetId } = packet;
    const sealed = parseOrganId(verified.signer.organization);
    if (packetId !== message.messageId || !sealed || !isPacketIdOf(packetId, sealed)) {
      throw new EdocError('packet.id');
    }
    const inParts = packet.contents.filter(({ transfer }) => transfer === 'parts');
    const digests = inParts.map(({ sha256 }) => sha256);
    const stored = await this.#context.contents.use(digests, async () => {
      for (const content of inParts) {
        const missing = await this.#parts.complete(message.sender ?? '', content);
        if (missing.length > 0) throw new EdocError('packet.attachment-missing', { place: content.name });
      }
      return store.takeBack({
        ...(await this.#recordOf(packet, message.body, agency.code)),
        node: message.sender ?? '',
        returnedAt: now,
        retryAt: retryAt(this.#context, now, 1),
      });
    });
    for (const body of receipts) await this.#settle({ ...message, type: 'receipt', body });
    log.info('packet.returned', { packet: packetId, peer: message.sender ?? '', state: stored });
  }

  async #recordOf(packet: Packet, bytes: Buffer, sender: OrganId): Promise<OutboundRecord> {
    const { clock, policy } = this.#context;
    const { message, packetId, concerns } = packet;
    const lane = message.kind === 'document' ? laneOf(message.otherInfo?.priority) : 'ordinary';
    const deliveries: NewDelivery[] = [];
    for (const code of recipientsOf(message)) {
      const recipient = await knownAgency(this.#context, code);
      deliveries.push({ recipient: recipient.code, node: recipient.node });
    }
    return {
      packet: {
        packetId,
        sha256: sha256Hex(bytes),
        bytes,
        message,
        ...(concerns === undefined ? {} : { concerns }),
        attachments: packet.contents.map(({ name, contentType, sha256, size, transfer }) => ({
          name,
          contentType,
          sha256,
          size,
          transfer,
        })),
      },
      sender,
      lane,
      deliveries,
      at: timeOf(packetId),
      deadlineAt: new Date(clock.now().getTime() + policy.deadlineMs[lane]),
      ...effectOf(packet, sender, deliveries),
      events: [],
    };
  }

  /** What does not stand is not missed: the packet is published again, and answered again. */
  async #settle(message: InboundMessage): Promise<void> {
    try {
      await receiveReceipt(this.#context, this.#pings, this.#watch, message);
    } catch (error) {
      if (!isEdocError(error) || /^(store|content)\./.test(error.code)) throw error;
      this.#context.log.warn('recovery.receipt-dropped', { packet: message.messageId, error });
    }
  }
}

/** What our clerk did with the document that the status speaks of. */
function effectOf(
  { message, concerns }: Packet,
  agency: OrganId,
  [first]: readonly NewDelivery[],
): Pick<OutboundRecord, 'step' | 'recall'> {
  if (message.kind !== 'status' || concerns === undefined || !first) return {};
  const code = steps.find((one) => one === message.statusCode);
  if (code) return { step: { packetId: concerns, agency, code } };
  if (message.statusCode !== '13') return {};
  return { recall: { packetId: concerns, recipient: first.recipient, reason: message.description ?? '' } };
}
