/**
 * Pings: a sealed test message through the whole chain and its receipt back, with a time for each leg. Nothing is kept
 * but a line in the event log of who asked; a ping that is not answered is simply over, and so is an answer that comes
 * after all.
 */
import {
  type DirectoryAgency,
  type OrganId,
  type Receipt,
  readPing,
  sealedFile,
  writePing,
} from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { pingSeal, seal, verifySeal } from '../signing/index.js';
import type { AgentContext } from './context.js';
import type { PingResult } from './desk.js';
import { knownAgency, requireActive, requireDirectoryInForce, requireSender } from './directory.js';
import type { Identity } from './identities.js';
import type { PacketIds } from './packet-ids.js';
import type { Decision, InboundMessage } from './ports.js';
import { acceptingReceipt, sha256Hex } from './receipts.js';
import { servedIdentity } from './served.js';
import { sealSigner } from './signers.js';

interface Answer {
  readonly receipt: Receipt;
  readonly at: Date;
}

interface Waiting {
  readonly agency: OrganId;
  readonly sha256: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: EdocError) => void;
}

/** Pings that are over, remembered for an answer that comes late or twice. */
const mostRemembered = 1_000;

export class Pings {
  readonly #context: AgentContext;
  readonly #ids: PacketIds;
  readonly #waiting = new Map<string, Waiting>();
  readonly #over = new Set<string>();

  constructor(context: AgentContext, ids: PacketIds) {
    this.#context = context;
    this.#ids = ids;
  }

  /** @throws EdocError `ping.unanswered` after `timeoutMs`, and what would stop a sending. */
  async ping(agency: OrganId, from: Identity, timeoutMs: number): Promise<PingResult> {
    const { clock, bus, store } = this.#context;
    await requireDirectoryInForce(this.#context);
    const peer = await knownAgency(this.#context, agency);
    requireActive(peer);
    const signer = await sealSigner(this.#context, from);
    const started = clock.now();
    const pingId = this.#ids.next(from.code);
    const { head, tail } = writePing({ pingId, sender: from.code, recipient: peer.code, sentAt: started });
    const file = sealedFile(head, await seal({ head, tail }, pingSeal, signer, started), tail);
    const sealed = clock.now();
    const answered = this.#answer(pingId, { agency: peer.code, sha256: sha256Hex(file) }, timeoutMs);
    try {
      const publishing = bus.publish({
        type: 'ping',
        messageId: pingId,
        lane: 'urgent',
        recipients: [peer.node],
        body: file,
      });
      // The time may be over before the broker answers; then nobody asks any more how that ended.
      publishing.catch(() => {});
      const published = await Promise.race([publishing, answered.answer.then(() => 'confirmed' as const)]);
      if (published === 'unroutable') throw new EdocError('ping.unroutable', { detail: { node: peer.node } });
      const confirmed = clock.now();
      const { receipt, at } = await answered.answer;
      await store.appendEvents([{ kind: 'ping.answered', packetId: pingId, agency: peer.code }]);
      const between = (from: Date, to: Date) => to.getTime() - from.getTime();
      return {
        agency: peer.code,
        node: peer.node,
        outcome: receipt.outcome,
        ...(receipt.outcome === 'refused' ? { code: receipt.code } : {}),
        legsMs: {
          seal: between(started, sealed),
          confirm: between(sealed, confirmed),
          arrive: between(sealed, receipt.receivedAt),
          answer: between(receipt.receivedAt, at),
          total: between(started, at),
        },
      };
    } finally {
      answered.cancel();
    }
  }

  /**
   * True where the receipt answers a ping of this run of the node, be it too late.
   * @throws EdocError `receipt.not-a-recipient`, `receipt.other-digest`
   */
  answered(receipt: Receipt, issuer: DirectoryAgency, at: Date): boolean {
    const waiting = this.#waiting.get(receipt.packetId);
    if (!waiting) return this.#over.has(receipt.packetId);
    const detail = { packet: receipt.packetId, agency: issuer.code };
    if (issuer.code !== waiting.agency) throw new EdocError('receipt.not-a-recipient', { detail });
    if (receipt.packetSha256 !== waiting.sha256) throw new EdocError('receipt.other-digest', { detail });
    waiting.resolve({ receipt, at });
    return true;
  }

  /** Nobody waits any longer. */
  stop(): void {
    for (const { reject } of this.#waiting.values()) reject(new EdocError('agent.stopping'));
  }

  /** Answers a ping with a receipt, straight away: there is nothing to keep, so there is nothing to lose. */
  async receive(message: InboundMessage): Promise<Decision> {
    const receivedAt = this.#context.clock.now();
    const verified = await verifySeal(message.body, pingSeal, this.#context.trust, { at: receivedAt });
    const ping = readPing(verified.signed);
    const sender = await requireSender(this.#context, verified.signer, receivedAt, message.sender);
    const identity = await servedIdentity(this.#context, ping.recipient);
    if (!identity || ping.sender !== sender.sealed) {
      throw new EdocError('ping.not-addressed', { detail: { agency: ping.recipient } });
    }
    const receipt = await acceptingReceipt(this.#context, identity, {
      packetId: ping.pingId,
      sha256: sha256Hex(message.body),
      receivedAt,
      sender: sender.sealed,
      attachments: [],
    });
    await this.#context.bus.publish({
      type: 'receipt',
      messageId: ping.pingId,
      lane: 'urgent',
      recipients: [sender.agency.node],
      body: receipt.bytes,
    });
    this.#context.log.info('ping.answered', { packet: ping.pingId, peer: sender.agency.code });
    return 'ack';
  }

  #answer(
    pingId: string,
    expected: Pick<Waiting, 'agency' | 'sha256'>,
    timeoutMs: number,
  ): { answer: Promise<Answer>; cancel: () => void } {
    let timer: NodeJS.Timeout | undefined;
    const answer = new Promise<Answer>((resolve, reject) => {
      timer = setTimeout(
        () => reject(new EdocError('ping.unanswered', { detail: { timeoutMs } })),
        timeoutMs,
      );
      this.#waiting.set(pingId, { ...expected, resolve, reject });
    });
    // The publish may fail first; then nobody waits for this one any more.
    answer.catch(() => {});
    return {
      answer,
      cancel: () => {
        clearTimeout(timer);
        this.#waiting.delete(pingId);
        if (this.#over.size >= mostRemembered) this.#over.clear();
        this.#over.add(pingId);
      },
    };
  }
}
