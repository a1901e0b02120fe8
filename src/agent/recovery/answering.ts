/**
 * Gives a restored node back what it has lost (`spec/recovery.md`, section 4): one request after the other, one packet after
 * the other, each confirmed by the broker before the next. The request is kept before it is acknowledged, and so is how far the
 * answer is, so that neither end has to begin again.
 */
import { allParts, joinSealed, partCount, readResync } from '../../edoc/index.js';
import { EdocError } from '../../errors.js';
import { resyncSeal, verifySeal } from '../../signing/index.js';
import { contentArchived } from '../archive.js';
import type { AgentContext } from '../context.js';
import { requireSender } from '../directory.js';
import { PartSender } from '../part-sender.js';
import type { Decision, InboundMessage } from '../ports.js';
import { acceptingReceipt, sha256Hex } from '../receipts.js';
import { servedIdentity } from '../served.js';
import type { ResyncJob, ReturnItem } from './ports.js';

const everyMs = 30_000;
/** Packets between two notes of how far the answer is. */
const pageItems = 20;
/** Of a packet with its receipts; what would go beyond it is left out, and the receiver seals anew. */
const mostOctets = 15 * 1024 * 1024;

export class Answering {
  readonly #context: AgentContext;
  readonly #sender: PartSender;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #woken = false;

  constructor(context: AgentContext) {
    this.#context = context;
    this.#sender = new PartSender(context);
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), everyMs);
    this.#timer.unref();
    this.#context.bus.onState(() => this.#look());
    this.#look();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#timer);
    await this.#round;
  }

  /** @throws EdocError `resync.form`, `resync.not-addressed`, `directory.…`, `transport.other-node` */
  async receive(message: InboundMessage): Promise<Decision> {
    const { store, clock, trust, log } = this.#context;
    const askedAt = clock.now();
    const verified = await verifySeal(message.body, resyncSeal, trust, { at: askedAt });
    const resync = readResync(verified.signed);
    const { agency, sealed } = await requireSender(this.#context, verified.signer, askedAt, message.sender);
    const identity = await servedIdentity(this.#context, resync.recipient);
    if (!identity || resync.sender !== sealed) {
      throw new EdocError('resync.not-addressed', { detail: { agency: resync.recipient } });
    }
    const { finished } = await store.returning.take({
      agency: agency.code,
      recipient: identity.code,
      node: agency.node,
      id: resync.resyncId,
      sha256: sha256Hex(message.body),
      since: resync.since,
      askedAt,
    });
    log.info('resync.received', { packet: resync.resyncId, peer: agency.code });
    if (finished) await this.#publishReceipt(resync.resyncId, agency.node, finished);
    else this.#look();
    return 'ack';
  }

  #look(): void {
    this.#woken = true;
    if (this.#stopping.signal.aborted || this.#round || this.#context.bus.state !== 'connected') return;
    this.#round = this.#answerAll()
      .catch((error: unknown) => {
        if (!this.#stopping.signal.aborted) this.#context.log.warn('resync.failed', { error });
      })
      .finally(() => {
        this.#round = undefined;
      });
  }

  async #answerAll(): Promise<void> {
    while (this.#woken) {
      this.#woken = false;
      for (const job of await this.#context.store.returning.jobs()) await this.#answer(job);
    }
  }

  async #answer(job: ResyncJob): Promise<void> {
    const { store, clock, log } = this.#context;
    const receipt = job.receipt ?? (await this.#giveAllBack(job));
    if (!receipt) return;
    await this.#publishReceipt(job.id, job.node, receipt);
    await store.returning.finish(job, clock.now());
    log.info('resync.answered', { packet: job.id, peer: job.agency });
  }

  /** The receipt that ends the answer; undefined where it cannot be given at present. */
  async #giveAllBack(job: ResyncJob): Promise<Buffer | undefined> {
    const { store } = this.#context;
    let { items } = job;
    for (;;) {
      // To the agency's own node alone, as the directory has it at this moment.
      if ((await store.agency(job.agency))?.node !== job.node) return undefined;
      const page = await store.returning.next(job, pageItems);
      for (const item of page) {
        if ((await this.#giveBack(job, item)) === 'unroutable') return undefined;
      }
      const last = page.at(-1);
      if (!last) break;
      await store.returning.advance(job, last, page.length);
      items += page.length;
    }
    const identity = await servedIdentity(this.#context, job.recipient);
    if (!identity) return undefined;
    const { bytes } = await acceptingReceipt(this.#context, identity, {
      packetId: job.id,
      sha256: job.sha256,
      receivedAt: job.askedAt,
      sender: job.agency,
      attachments: [],
    });
    await store.returning.keepReceipt({ ...job, items }, bytes);
    return bytes;
  }

  async #giveBack(job: ResyncJob, item: ReturnItem): Promise<'confirmed' | 'unroutable' | 'archived'> {
    if (await this.#isArchived(job, item)) return 'archived';
    let octets = item.packet.length;
    const receipts = item.receipts.filter((receipt) => {
      octets += receipt.length;
      return octets <= mostOctets;
    });
    return this.#sender.publish(
      {
        type: 'returned',
        packetId: item.packetId,
        lane: 'ordinary',
        recipients: [job.node],
        body: joinSealed(item.packet, receipts),
        parts: item.parts.map(({ sha256, size }) => ({
          sha256,
          size,
          remaining: allParts(partCount(size)),
          nodes: [job.node],
        })),
      },
      this.#stopping.signal,
    );
  }

  /** A packet without its attachments would be refused at the other end: people have to bring it from the archive. */
  async #isArchived(job: ResyncJob, { packetId, parts }: ReturnItem): Promise<boolean> {
    const { store, contents, log } = this.#context;
    const archived = parts.length === 0 ? undefined : await store.archive.recordOf(packetId);
    if (!archived) return false;
    const there = await Promise.all(parts.map(({ sha256 }) => contents.has(sha256)));
    if (there.every(Boolean)) return false;
    const error = contentArchived(packetId, archived);
    log.warn('packet.not-returned', { packet: packetId, peer: job.agency, error });
    const detail = { request: job.id, code: error.code };
    await store.appendEvents([{ kind: 'packet.not-returned', packetId, agency: job.agency, detail }]);
    return true;
  }

  /** In the lane of what it follows. */
  async #publishReceipt(id: string, node: string, body: Buffer): Promise<void> {
    await this.#context.bus.publish({
      type: 'receipt',
      messageId: id,
      lane: 'ordinary',
      recipients: [node],
      body,
    });
  }
}
