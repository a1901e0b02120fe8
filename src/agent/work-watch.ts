/**
 * Looks once a minute for what is stuck: work that waits too long, deliveries near their deadline. Each alert is told once in the
 * log when its limit is crossed, and once when it is over; between the two nothing is said again, also where the node is started anew.
 */
import type { UnansweredDelivery, WaitingWork } from './attention-ports.js';
import type { AgentContext } from './context.js';
import type { WorkState, WorkStatus } from './desk.js';
import type { EvidenceLevel } from './evidence/ports.js';

const everyMs = 60_000;
/** An alert is over when the oldest is younger than this share of the limit: what wavers around it is told once. */
const overBelow = 0.8;
/** Deliveries near their deadline that are told one by one. */
const mostTold = 20;

/** The event in the log, and the code of the finding in the status. */
export const stuckCodes = {
  outbox: 'stuck.outbox',
  unanswered: 'stuck.unanswered',
  inbox: 'stuck.inbox',
  staging: 'stuck.staging',
  quarantine: 'stuck.quarantine',
  deadLetters: 'stuck.dead-letters',
  statuses: 'stuck.statuses',
  evidence: 'stuck.evidence',
} as const satisfies Record<WorkState, string>;

/** The order in which the status shows them: out, in, and what is left over. */
const states: readonly WorkState[] = [
  'outbox',
  'unanswered',
  'inbox',
  'statuses',
  'staging',
  'quarantine',
  'deadLetters',
  'evidence',
];

export interface WorkSources {
  /** What the broker gave up on and could not be taken. */
  readonly deadLetters: () => WaitingWork;
  /** The levels of evidence that the node raises; empty where it raises none. */
  readonly below: readonly EvidenceLevel[];
}

export class WorkWatch {
  readonly #context: AgentContext;
  readonly #sources: WorkSources;
  readonly #raised = new Set<WorkState>();
  /** What of it the store holds, for the next run. */
  readonly #kept = new Set<WorkState>();
  #keepingFails = false;
  #loaded: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<unknown> = Promise.resolve();

  constructor(context: AgentContext, sources: WorkSources) {
    this.#context = context;
    this.#sources = sources;
  }

  /** Looks at once, and then every minute. */
  start(): void {
    const look = () => {
      this.#looking = Promise.all([this.look(), this.#warn()]).catch((error: unknown) => {
        this.#context.log.warn('work.not-looked-at', { error });
      });
    };
    this.#timer = setInterval(look, everyMs);
    this.#timer.unref();
    look();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** How much waits where, now. Tells what crossed its limit since the last look. */
  async look(): Promise<readonly WorkStatus[]> {
    const { store, contents, clock } = this.#context;
    this.#loaded ??= this.#load().catch((error: unknown) => {
      this.#loaded = undefined;
      throw error;
    });
    await this.#loaded;
    const waiting: Readonly<Record<WorkState, WaitingWork>> = {
      ...(await store.attention.waitingWork(this.#sources.below)),
      staging: await contents.staged(),
      deadLetters: this.#sources.deadLetters(),
    };
    const now = clock.now();
    const judged = states.map((state) => this.#judge(state, waiting[state], now));
    // Told first: who dies in between tells it twice, and not never.
    await this.#keep(now);
    return judged;
  }

  /** What cannot be kept, as with a full disk, is tried again at the next look: a question about the state is answered all the same. */
  async #keep(now: Date): Promise<void> {
    const { store, log } = this.#context;
    try {
      for (const state of states) {
        const isRaised = this.#raised.has(state);
        if (isRaised === this.#kept.has(state)) continue;
        await store.attention.keepAlert(state, isRaised, now);
        if (isRaised) this.#kept.add(state);
        else this.#kept.delete(state);
      }
      this.#keepingFails = false;
    } catch (error) {
      if (!this.#keepingFails) log.warn('alert.not-kept', { error });
      this.#keepingFails = true;
    }
  }

  /** What the run before has told. A state that this version does not know is none of its. */
  async #load(): Promise<void> {
    const kept = await this.#context.store.attention.raisedAlerts();
    for (const state of states) {
      if (!kept.includes(state)) continue;
      this.#raised.add(state);
      this.#kept.add(state);
    }
  }

  #judge(state: WorkState, { count, oldest }: WaitingWork, now: Date): WorkStatus {
    const limitMs = this.#context.policy.alertAfterMs[state];
    const ageMs = oldest ? Math.max(0, now.getTime() - oldest.getTime()) : 0;
    this.#tell(state, count, ageMs, limitMs);
    return {
      state,
      count,
      ...(oldest ? { oldest: oldest.toISOString(), ageSeconds: Math.floor(ageMs / 1_000) } : {}),
      ...(limitMs > 0 ? { alertAfterSeconds: limitMs / 1_000 } : {}),
      stuck: this.#raised.has(state),
    };
  }

  #tell(state: WorkState, count: number, ageMs: number, limitMs: number): void {
    const { log } = this.#context;
    const fields = { code: stuckCodes[state], count, delayMs: ageMs };
    if (!this.#raised.has(state)) {
      if (limitMs === 0 || ageMs <= limitMs) return;
      this.#raised.add(state);
      log.warn('alert.raised', fields);
    } else if (limitMs === 0 || ageMs < limitMs * overBelow) {
      this.#raised.delete(state);
      log.info('alert.cleared', fields);
    }
  }

  async #warn(): Promise<void> {
    const { store, clock, log, policy } = this.#context;
    const longestMs = Math.max(policy.deadlineMs.ordinary, policy.deadlineMs.urgent);
    const warned: UnansweredDelivery[] = await store.attention.warnUnanswered(clock.now(), longestMs);
    for (const { packetId, node, recipient, since } of warned.slice(0, mostTold)) {
      log.warn('delivery.unanswered', {
        packet: packetId,
        peer: node,
        agency: recipient,
        delayMs: clock.now().getTime() - since.getTime(),
      });
    }
    if (warned.length > mostTold) log.warn('deliveries.unanswered', { count: warned.length });
  }
}
