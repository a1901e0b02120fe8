/**
 * A node that was restored from a backup asks every other node for what is younger (`spec/recovery.md`, section 3), until all
 * have answered. What it asked is kept before it is published, so that a request keeps its id whatever happens.
 */
import { type Resync, sealedFile, writeResync } from '../../edoc/index.js';
import type { Finding } from '../../errors.js';
import { resyncSeal, seal } from '../../signing/index.js';
import type { AgentContext } from '../context.js';
import type { Identity } from '../identities.js';
import type { PacketIds } from '../packet-ids.js';
import { sha256Hex } from '../receipts.js';
import { sealSigner } from '../signers.js';
import type { OpenRestore, RecoveryCounts } from './ports.js';

/** How far two clocks may be apart, and a backup that was begun and one that was read. */
const marginMs = 3_600_000;
/** Without an answer the request is published again: it may be lost only if its queue is. */
const againAfterMs = 6 * 3_600_000;
const everyMs = 15_000;
const atATime = 50;

export class Asking {
  readonly #context: AgentContext;
  readonly #ids: PacketIds;
  #restore: OpenRestore | undefined;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #woken = false;
  #stopped = false;

  constructor(context: AgentContext, ids: PacketIds) {
    this.#context = context;
    this.#ids = ids;
  }

  /** Resolves when it is known whether there is anything to ask. */
  async start(): Promise<void> {
    const { store, bus, log } = this.#context;
    this.#restore = await store.recovery.open();
    if (!this.#restore) return;
    log.warn('recovery.under-way');
    this.#timer = setInterval(() => this.#look(), everyMs);
    this.#timer.unref();
    bus.onState(() => this.#look());
    this.#look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  /** Something was answered, or a directory came. */
  wake(): void {
    if (this.#restore) this.#look();
  }

  /** This node was restored, and does not have all answers. */
  get isUnderWay(): boolean {
    return this.#restore !== undefined;
  }

  /** What the directory of the backup does not know may be in one that reached the node that is lost. */
  get directoryIsOld(): boolean {
    return this.#restore?.directoryIsOld === true;
  }

  /** True where parts of the packet may have been acknowledged by the node that is lost. */
  mayHaveLost(packetId: string): boolean {
    return this.#restore !== undefined && timeOf(packetId) < this.#restore.restoredAt;
  }

  #look(): void {
    this.#woken = true;
    if (this.#stopped || this.#round !== undefined) return;
    this.#round = this.#whileWoken()
      .catch((error: unknown) => this.#context.log.warn('recovery.not-asked', { error }))
      .finally(() => {
        this.#round = undefined;
      });
  }

  async #whileWoken(): Promise<void> {
    while (this.#woken && !this.#stopped) {
      this.#woken = false;
      await this.#ask();
    }
  }

  async #ask(): Promise<void> {
    const { store, clock, bus, identities, log } = this.#context;
    const restore = await store.recovery.open();
    this.#restore = restore;
    if (!restore || !(await store.directoryVersion())) return;
    for (const identity of identities.all) await this.#prepare(restore, identity);
    if (bus.state === 'connected') await this.#publishDue(restore);
    // A later directory may name nodes that have not been asked.
    if (restore.directoryIsOld || !(await store.recovery.finish(restore.key, clock.now()))) return;
    log.info('recovery.done');
    this.#restore = undefined;
    clearInterval(this.#timer);
  }

  async #prepare(restore: OpenRestore, identity: Identity): Promise<void> {
    const { store, clock, node } = this.#context;
    for (;;) {
      const peers = await store.recovery.unasked(restore.key, identity.code, node, atATime);
      if (peers.length === 0 || this.#stopped) return;
      const sentAt = clock.now();
      const requests = [];
      for (const { node: peer, recipient } of peers) {
        const id = this.#ids.next(identity.code);
        const since = new Date(restore.backupAt.getTime() - marginMs);
        const resync = { resyncId: id, sender: identity.code, recipient, since, sentAt };
        const bytes = await this.#sealed(identity, resync);
        requests.push({
          restore: restore.key,
          agency: identity.code,
          node: peer,
          id,
          sha256: sha256Hex(bytes),
          bytes,
          publishAt: sentAt,
        });
      }
      await store.recovery.keepRequests(requests);
    }
  }

  async #sealed(identity: Identity, resync: Resync): Promise<Buffer> {
    const { head, tail } = writeResync(resync);
    const signer = await sealSigner(this.#context, identity);
    return sealedFile(head, await seal({ head, tail }, resyncSeal, signer, resync.sentAt), tail);
  }

  async #publishDue(restore: OpenRestore): Promise<void> {
    const { store, clock, bus, log } = this.#context;
    for (;;) {
      const due = await store.recovery.due(restore.key, clock.now(), atATime);
      for (const { id, node, bytes } of due) {
        if (this.#stopped) return;
        const outcome = await bus.publish({
          type: 'resync',
          messageId: id,
          lane: 'ordinary',
          recipients: [node],
          body: bytes,
        });
        await store.recovery.published(id, new Date(clock.now().getTime() + againAfterMs));
        log.info('resync.asked', { packet: id, peer: node, state: outcome });
      }
      if (due.length < atATime) return;
    }
  }
}

export function recoveryFindings(counts: RecoveryCounts | undefined, directoryIsOld: boolean): Finding[] {
  if (!counts) return [];
  const { backupAt, asked, answered, returned, waitingFor } = counts;
  const detail = {
    backup: backupAt.toISOString(),
    asked,
    answered,
    returned,
    waiting: waitingFor.join(', ') || '–',
  };
  return [
    { code: 'recovery.under-way', severity: 'warning', detail },
    ...(directoryIsOld ? [{ code: 'recovery.directory-old', severity: 'warning' } as const] : []),
  ];
}

/** When the packet was made, by its id (a UUIDv7). */
export function timeOf(packetId: string): Date {
  return new Date(Number.parseInt(packetId.replaceAll('-', '').slice(0, 12), 16));
}
