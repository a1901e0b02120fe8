/**
 * Raises the evidence of what is kept, in the background: nothing that is sent or received waits for it. The store is the
 * only memory: what is below the level asked for is found again after a crash. A source that does not answer is left alone
 * for a while, longer each time; the gap is recorded in the event log when it opens and when it closes.
 */
import type { AgentContext } from '../context.js';
import type { UpgradeRequest, UpgradeResult } from '../desk.js';
import { Resting } from '../resting.js';
import type { Evidence } from './evidence.js';
import { Failures } from './failures.js';
import type { EvidenceItem, EvidenceLevel } from './ports.js';
import { raiseItem, type SourceDown } from './raise-item.js';
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
export interface EvidenceGap extends SourceDown {
  readonly since: Date;
}

/** What became of some files. */
interface Outcome {
  readonly raised: number;
  readonly failures: Failures;
  /** A source does not answer, or the node stops: the files behind were not tried. */
  readonly down: boolean;
  /** A new stamp would prove nothing for longer than those that are there. */
  readonly futile: boolean;
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

  /**
   * Now, whatever failed before: at most `limit` files, from the one behind the key `after` on.
   * @throws whatever the store throws
   */
  async upgrade({ limit, after }: UpgradeRequest): Promise<UpgradeResult> {
    let raised = 0;
    let next: number | undefined;
    const failures = new Failures();
    await this.#once(async () => {
      let key = after ?? 0;
      for (let left = limit; left > 0; ) {
        const count = Math.min(batch, left);
        const items = await this.#context.store.evidence.below(this.#below, key, count);
        const outcome = await this.#raiseAll(items);
        raised += outcome.raised;
        failures.addAll(outcome.failures);
        if (outcome.down || items.length < count) return;
        left -= items.length;
        key = items.at(-1)?.key ?? key;
      }
      next = key;
    });
    const gap = this.#gap && { ...this.#gap, since: this.#gap.since.toISOString() };
    return {
      raised,
      left: await this.#waiting(),
      target: this.#evidence.policy.target,
      failed: failures.list,
      ...(next === undefined ? {} : { next }),
      ...(gap ? { gap } : {}),
    };
  }

  async #waiting(): Promise<number> {
    const { levels } = await this.#context.store.evidence.counts(this.#below);
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
    try {
      await this.#once(async () => {
        more = await this.#look();
      });
    } catch (error) {
      this.#context.log.error('evidence.failed', { error });
    }
    this.#schedule(more ? 0 : this.#gap ? this.#pauseMs : lookEveryMs);
  }

  /** One piece of work at a time. */
  async #once(work: () => Promise<void>): Promise<void> {
    while (this.#pass !== undefined) await this.#pass;
    if (this.#stopping.signal.aborted) return;
    const working = work();
    this.#pass = working
      .catch(() => undefined)
      .finally(() => {
        this.#pass = undefined;
      });
    await working;
  }

  /** One batch from where the last one ended. True where there is more. */
  async #look(): Promise<boolean> {
    const { store, clock } = this.#context;
    const items = await store.evidence.below(this.#below, this.#cursor, batch);
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
    const before = new Date(now + renewBeforeMs);
    for (let after: EvidenceItem | undefined; ; ) {
      const items = await store.evidence.ending(before, batch, after);
      const { down, futile } = await this.#raiseAll(items, 'LTA');
      if (items.length < batch || down || futile || this.#stopping.signal.aborted) return;
      after = items.at(-1);
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
  ): Promise<Outcome> {
    let raised = 0;
    let futile = false;
    const failures = new Failures();
    for (let start = 0; start < items.length; start += atOnce) {
      const group = items.slice(start, start + atOnce);
      const outcomes = await Promise.all(group.map((item) => this.#raise(item, target)));
      // What failed because this node stops says nothing of the source.
      if (this.#stopping.signal.aborted) return { raised, failures, down: true, futile };
      const changed = outcomes.flatMap((outcome) => (outcome.changed ? [outcome.changed] : []));
      if (changed.length > 0) await this.#context.store.evidence.keep(changed);
      raised += changed.filter(({ gap }) => gap === undefined).length;
      for (const [index, { packetId }] of group.entries()) {
        const outcome = outcomes[index];
        if (outcome?.futile) futile = true;
        if (outcome?.failure && !outcome.down) failures.add(packetId, outcome.failure);
      }
      const down = outcomes.find((outcome) => outcome.down)?.down;
      if (down) {
        await this.#open(down);
        return { raised, failures, down: true, futile };
      }
      await this.#close();
    }
    return { raised, failures, down: false, futile };
  }

  async #raise(item: EvidenceItem, target: 'T' | 'LT' | 'LTA') {
    const { clock, log, trust } = this.#context;
    const outcome = await raiseItem(item, {
      ...{ sources: this.#sources, trust, stampTrust: this.#evidence.stampTrust },
      ...{ target, now: clock.now() },
    });
    const { failure } = outcome;
    if (failure) {
      this.#resting.failed(item.key);
      log.warn('evidence.gap', { packet: item.packetId, kind: item.kind, error: failure });
    } else this.#resting.recovered(item.key);
    return outcome;
  }

  async #open({ source, code }: SourceDown): Promise<void> {
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
