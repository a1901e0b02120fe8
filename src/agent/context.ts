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
  /** Until the same packet is published again, in order; the last one repeats. */
  readonly retryAfterMs: readonly number[];
  readonly deadlineMs: { readonly ordinary: number; readonly urgent: number };
  /** Messages handed to the broker and not yet confirmed. */
  readonly publishesInFlight: number;
  /** After a publish that failed, before the next look. */
  readonly pauseMs: number;
  /** How often a message waits for what may still come (a part, a directory page) before it is taken at its word. */
  readonly patience: number;
  /** From which age of the oldest that waits on it is an alert; 0: never. */
  readonly alertAfterMs: Readonly<Record<WorkState, number>>;
}

export const defaultPolicy: AgentPolicy = {
  retryAfterMs: [120_000, 900_000, 3_600_000],
  deadlineMs: { ordinary: 72 * 3_600_000, urgent: 24 * 3_600_000 },
  publishesInFlight: 128,
  pauseMs: 1_000,
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

/** When a packet published for the `attempt`th time (from 1) is published again, had no receipt come. */
export function retryAt(policy: AgentPolicy, at: Date, attempt: number): Date {
  const delays = policy.retryAfterMs;
  const delay = delays[Math.min(attempt, delays.length) - 1] ?? 3_600_000;
  return new Date(at.getTime() + delay);
}
