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
  #stopped = false;

  constructor(context: AgentContext, evidence: Evidence) {
    this.#context = context;
    this.#evidence = evidence;
    this.#sources = new Sources(context, evidence);
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
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#pass;
  }

  /** Now, whatever failed before: at most `limit` files. */
  async upgrade(limit: number): Promise<UpgradeResult> {
    await this.#pass;
    const before = await this.#waiting();
    let left = limit;
    await this.#once(async () => {
      let after = 0;
      while (left > 0) {
        const items = await this.#context.store.evidenceBelow(this.#below, after, Math.min(batch, left));
        const last = items.at(-1);
        if (!last || !(await this.#raiseAll(items))) return;
        left -= items.length;
        after = last.key;
      }
    });
    const after = await this.#waiting();
    const gap = this.#gap && { ...this.#gap, since: this.#gap.since.toISOString() };
    return {
      raised: Math.max(0, before - after),
      left: after,
      target: this.#evidence.policy.target,
      ...(gap ? { gap } : {}),
    };
  }

  async #waiting(): Promise<number> {
    const { levels } = await this.#context.store.evidenceCounts(this.#below);
    return this.#below.reduce((sum, level) => sum + levels[level], 0);
  }

  #schedule(ms: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#once(() => this.#look()).then(() => this.#schedule(this.#gap ? this.#pauseMs : lookEveryMs));
    }, ms);
    this.#timer.unref();
  }

  /** One pass at a time. */
  async #once(work: () => Promise<void>): Promise<void> {
    while (this.#pass !== undefined) await this.#pass;
    if (this.#stopped) return;
    this.#pass = work()
      .catch((error: unknown) => this.#context.log.error('evidence.failed', { error }))
      .finally(() => {
        this.#pass = undefined;
      });
    await this.#pass;
  }

  async #look(): Promise<void> {
    const { store, clock } = this.#context;
    let after = 0;
    for (;;) {
      const items = await store.evidenceBelow(this.#below, after, batch);
      const last = items.at(-1);
      if (!last) break;
      const resting = this.#resting.and(new Set());
      if (!(await this.#raiseAll(items.filter(({ key }) => !resting.has(key)))) || this.#stopped) return;
      after = last.key;
    }
    const ending = await store.evidenceEnding(new Date(clock.now().getTime() + renewBeforeMs), batch);
    const resting = this.#resting.and(new Set());
    await this.#raiseAll(
      ending.filter(({ key }) => !resting.has(key)),
      'LTA',
    );
  }

  /** False where a source does not answer: there is no use in asking it for the next file. */
  async #raiseAll(
    items: readonly EvidenceItem[],
    target: 'T' | 'LT' | 'LTA' = this.#evidence.policy.target,
  ): Promise<boolean> {
    for (let start = 0; start < items.length; start += atOnce) {
      const group = items.slice(start, start + atOnce);
      const raised = await Promise.all(group.map((item) => this.#raise(item, target)));
      const changed = raised.flatMap(({ changed: one }) => (one ? [one] : []));
      if (changed.length > 0) await this.#context.store.keepEvidence(changed);
      const down = raised.find(({ down: one }) => one !== undefined)?.down;
      if (down) {
        await this.#open(down.source, down.code);
        return false;
      }
      if (group.length > 0) await this.#close();
    }
    return true;
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
