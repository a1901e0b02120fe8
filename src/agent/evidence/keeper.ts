/**
 * Raises the evidence of what is kept, in the background: nothing that is sent or received waits for it. The store is the
 * only memory: what is below the level asked for is found again after a crash. A source that does not answer is left alone
 * for a while, longer each time; the gap is recorded in the event log when it opens and when it closes.
 */
import {
  claimedLevel,
  packetSeal,
  raise,
  readProperties,
  receiptSeal,
  sealParts,
  writeProperties,
} from '../../signing/index.js';
import type { AgentContext } from '../context.js';
import type { UpgradeResult } from '../desk.js';
import { Resting } from '../resting.js';
import type { Evidence } from './evidence.js';
import type { EvidenceItem, EvidenceLevel, RaisedEvidence } from './ports.js';
import { Sources } from './sources.js';

const batch = 64;
/** Files worked on at a time: the sources are asked so often at once. */
const atOnce = 8;
const lookEveryMs = 5_000;
const firstPauseMs = 5_000;
const longestPauseMs = 5 * 60_000;
/** What failed for a reason of its own is looked at again after this long, doubled up to a minute (`resting.ts`). */
const restMs = 30_000;
/** Before the certificate of the last time stamp's authority runs out, an archive time stamp goes over it. */
const renewEveryMs = 24 * 3_600_000;
const renewBeforeMs = 90 * 24 * 3_600_000;

/** A source that does not answer. */
export interface EvidenceGap {
  readonly source: 'time-stamp' | 'revocation';
  readonly code: string;
  readonly since: Date;
}

export class EvidenceKeeper {
  readonly #context: AgentContext;
  readonly #evidence: Evidence;
  readonly #sources: Sources;
  readonly #resting: Resting<number>;
  readonly #below: readonly EvidenceLevel[];
  #gap: EvidenceGap | undefined;
  #pauseMs = firstPauseMs;
  #timer: NodeJS.Timeout | undefined;
  #pass: Promise<void> | undefined;
  /** The key of the last file that was looked at; 0 begins anew. */
  #cursor = 0;
  #nextRenewal = 0;
  readonly #stopping = new AbortController();

  constructor(context: AgentContext, evidence: Evidence) {
    this.#context = context;
    this.#evidence = evidence;
    this.#sources = new Sources(context, evidence, this.#stopping.signal);
    this.#resting = new Resting(restMs, () => context.clock.now().getTime());
    this.#below = evidence.policy.target === 'T' ? ['B'] : ['B', 'T'];
  }

  get gap(): EvidenceGap | undefined {
    return this.#gap;
  }

  get below(): readonly EvidenceLevel[] {
    return this.#below;
  }

  start(): void {
    if (this.#evidence.policy.timeStamp) this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#pass;
  }

  /** Now, whatever failed before: at most `limit` files. */
  async upgrade(limit: number): Promise<UpgradeResult> {
    let raised = 0;
    await this.#once(async () => {
      let after = 0;
      for (let left = limit; left > 0; ) {
        const items = await this.#context.store.evidenceBelow(this.#below, after, Math.min(batch, left));
        const last = items.at(-1);
        if (!last) return;
        const outcome = await this.#raiseAll(items);
        raised += outcome.raised;
        if (outcome.down) return;
        left -= items.length;
        after = last.key;
      }
    });
    const gap = this.#gap && { ...this.#gap, since: this.#gap.since.toISOString() };
    const { target } = this.#evidence.policy;
    return { raised, left: await this.#waiting(), target, ...(gap ? { gap } : {}) };
  }

  async #waiting(): Promise<number> {
    const { levels } = await this.#context.store.evidenceCounts(this.#below);
    return this.#below.reduce((sum, level) => sum + levels[level], 0);
  }

  #schedule(ms: number): void {
    if (this.#stopping.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#turn(), ms);
    this.#timer.unref();
  }

  async #turn(): Promise<void> {
    let more = false;
    await this.#once(async () => {
      more = await this.#look();
    });
    this.#schedule(more ? 0 : this.#gap ? this.#pauseMs : lookEveryMs);
  }

  /** One piece of work at a time. */
  async #once(work: () => Promise<void>): Promise<void> {
    while (this.#pass !== undefined) await this.#pass;
    if (this.#stopping.signal.aborted) return;
    this.#pass = work()
      .catch((error: unknown) => this.#context.log.error('evidence.failed', { error }))
      .finally(() => {
        this.#pass = undefined;
      });
    await this.#pass;
  }

  /** One batch from where the last one ended. True where there is more. */
  async #look(): Promise<boolean> {
    const { store, clock } = this.#context;
    const items = await store.evidenceBelow(this.#below, this.#cursor, batch);
    const { down } = await this.#raiseAll(this.#rested(items));
    if (down) return false;
    this.#cursor = items.at(-1)?.key ?? 0;
    if (items.length === batch) return true;
    this.#cursor = 0;
    if (clock.now().getTime() >= this.#nextRenewal) await this.#renew();
    return false;
  }

  /** Archive time stamps over what would soon prove nothing. Once a day: until the authority has a new certificate there is no use. */
  async #renew(): Promise<void> {
    const { store, clock } = this.#context;
    const now = clock.now().getTime();
    this.#nextRenewal = now + renewEveryMs;
    for (;;) {
      const items = await store.evidenceEnding(new Date(now + renewBeforeMs), batch);
      const { raised, down } = await this.#raiseAll(items, 'LTA');
      if (raised < batch || down || this.#stopping.signal.aborted) return;
    }
  }

  #rested(items: readonly EvidenceItem[]): EvidenceItem[] {
    const resting = this.#resting.and(new Set());
    return items.filter(({ key }) => !resting.has(key));
  }

  /** Stops where a source does not answer: there is no use in asking it for the next file. */
  async #raiseAll(
    items: readonly EvidenceItem[],
    target: 'T' | 'LT' | 'LTA' = this.#evidence.policy.target,
  ): Promise<{ readonly raised: number; readonly down: boolean }> {
    let raised = 0;
    for (let start = 0; start < items.length; start += atOnce) {
      const group = items.slice(start, start + atOnce);
      const outcomes = await Promise.all(group.map((item) => this.#raise(item, target)));
      // What failed because this node stops says nothing of the source.
      if (this.#stopping.signal.aborted) return { raised, down: true };
      const changed = outcomes.flatMap((outcome) => (outcome.changed ? [outcome.changed] : []));
      if (changed.length > 0) await this.#context.store.keepEvidence(changed);
      raised += changed.filter(({ gap }) => gap === undefined).length;
      const down = outcomes.find((outcome) => outcome.down)?.down;
      if (down) {
        await this.#open(down.source, down.code);
        return { raised, down: true };
      }
      await this.#close();
    }
    return { raised, down: false };
  }

  async #raise(
    item: EvidenceItem,
    target: 'T' | 'LT' | 'LTA',
  ): Promise<{ changed?: RaisedEvidence; down?: { source: EvidenceGap['source']; code: string } }> {
    const context = this.#context;
    const parts = sealParts(item.bytes, item.kind === 'packet' ? packetSeal : receiptSeal);
    if (!parts) {
      // It was verified before it was stored: this is a file that changed on the disk, and not for the keeper to judge.
      this.#resting.failed(item.key);
      context.log.error('evidence.unreadable', { packet: item.packetId, kind: item.kind });
      return {};
    }
    const present = item.properties === undefined ? [] : readProperties(item.properties);
    const { properties, level, provenAt, renewBefore, failure } = await raise(parts, present, this.#sources, {
      trust: this.#evidence.trust,
      target,
      now: context.clock.now(),
    });
    if (failure) {
      this.#resting.failed(item.key);
      context.log.warn('evidence.gap', { packet: item.packetId, kind: item.kind, error: failure });
    } else this.#resting.recovered(item.key);
    // A stamp of the same authority's certificate would last no longer than the one that is there.
    if (!failure && item.renewBefore && !(renewBefore && renewBefore > item.renewBefore) && target === 'LTA')
      return {};
    const changed: RaisedEvidence = {
      key: item.key,
      level,
      properties: properties.length === 0 ? '' : writeProperties(properties),
      ...(provenAt ? { provenAt } : {}),
      ...(renewBefore ? { renewBefore } : {}),
      ...(failure ? { gap: failure.code } : {}),
    };
    if (!failure) return { changed };
    // A time stamp has nothing to do with the file: whatever keeps one from being had keeps it from all.
    const stamping = claimedLevel(properties) === 'B' || target === 'LTA';
    const source = stamping ? 'time-stamp' : 'revocation';
    return stamping || failure.retryable ? { changed, down: { source, code: failure.code } } : { changed };
  }

  async #open(source: EvidenceGap['source'], code: string): Promise<void> {
    this.#pauseMs = this.#gap ? Math.min(longestPauseMs, this.#pauseMs * 2) : firstPauseMs;
    if (this.#gap) return;
    this.#gap = { source, code, since: this.#context.clock.now() };
    await this.#context.store.appendEvents([{ kind: 'evidence.source-down', detail: { source, code } }]);
    this.#context.log.warn('evidence.source-down', { kind: source, code });
  }

  async #close(): Promise<void> {
    if (!this.#gap) return;
    const { source, since } = this.#gap;
    this.#gap = undefined;
    await this.#context.store.appendEvents([
      { kind: 'evidence.source-back', detail: { source, since: since.toISOString() } },
    ]);
    this.#context.log.info('evidence.source-back', { kind: source });
  }
}
