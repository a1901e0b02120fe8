/** What every part of a running agent works with: ports, identities, trust and policy. Built once, passed on. */
import type { Log } from '../log.js';
import type { Trust } from '../signing/index.js';
import { alertsAfterMs, defaultAlertMinutes } from './alert-ages.js';
import type { AttachmentPolicy } from './attachment-ports.js';
import type { WorkState } from './desk.js';
import type { Evidence } from './evidence/evidence.js';
import type { Identities } from './identities.js';
import type { AgentStore, Bus, Clock, ContentStore } from './ports.js';

export interface AgentPolicy {
  /** Until the same packet is published again, in order; the last one repeats. Up to a fifth is added by chance. */
  readonly retryAfterMs: readonly number[];
  readonly deadlineMs: { readonly ordinary: number; readonly urgent: number };
  /** Messages handed to the broker and not yet confirmed. */
  readonly publishesInFlight: number;
  /** After the last try, which a packet without receipt gets when its deadline has passed; then it expires. */
  readonly lastWaitMs: number;
  /** What is overdue for so long, while the clock went evenly, expires without a last try: the broker is not to be reached. */
  readonly unreachableMs: number;
  /**
   * A node is silent after so many packets published again, over so long a time, without any receipt; then one is tried
   * every so often.
   */
  readonly silence: { readonly repeats: number; readonly afterMs: number; readonly tryEveryMs: number };
  /** After a publish that failed, before the next look. */
  readonly pauseMs: number;
  /** Failures without a code, one after the other, after which an item is ended as `agent.internal`. */
  readonly mostFailures: number;
  /** How often a message waits for what may still come (a part, a directory page) before it is taken at its word. */
  readonly patience: number;
  /** From which age of the oldest that waits on it is an alert; 0: never. */
  readonly alertAfterMs: Readonly<Record<WorkState, number>>;
}

export const defaultPolicy: AgentPolicy = {
  retryAfterMs: [120_000, 900_000, 3_600_000],
  deadlineMs: { ordinary: 72 * 3_600_000, urgent: 24 * 3_600_000 },
  lastWaitMs: 120_000,
  unreachableMs: 3_600_000,
  silence: { repeats: 8, afterMs: 60_000, tryEveryMs: 3_600_000 },
  publishesInFlight: 128,
  pauseMs: 1_000,
  mostFailures: 60,
  patience: 5,
  alertAfterMs: alertsAfterMs(defaultAlertMinutes),
};

export interface AgentContext {
  readonly node: string;
  readonly identities: Identities;
  readonly trust: Trust;
  readonly store: AgentStore;
  readonly contents: ContentStore;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: (octets: number) => Uint8Array;
  readonly log: Log;
  readonly policy: AgentPolicy;
  /** Undefined where the node has no services of an authority: what it keeps stays at level B. */
  readonly evidence?: Evidence;
  /** Undefined where nobody looks at the signatures inside attachments. */
  readonly attachments?: AttachmentPolicy;
}

/**
 * When a packet published for the `attempt`th time (from 1) is published again, had no receipt come. Chance spreads what
 * was published at one moment, so that it does not come back at one moment; it only ever adds.
 */
export function retryAt(
  { policy, random }: Pick<AgentContext, 'policy' | 'random'>,
  at: Date,
  attempt: number,
): Date {
  const delays = policy.retryAfterMs;
  const delay = delays[Math.min(attempt, delays.length) - 1] ?? 3_600_000;
  const [chance = 0] = random(1);
  return new Date(at.getTime() + Math.round(delay * (1 + chance / 1_280)));
}
