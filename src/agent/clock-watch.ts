/**
 * Compares this node's clock with those of its peers, by the times that they seal. A time that comes over the bus is
 * old by as long as it was under way, so only what cannot be is held against a clock: a moment that is still to come, or
 * one before the question that it answers.
 */
import type { Finding } from '../errors.js';
import type { AgentContext } from './context.js';

/** From when on the people are told; a seal from further ahead than 300 s is refused (spec/signature.md). */
export const clockWarningMs = 30_000;
const dayMs = 24 * 3_600_000;
/** Told in the log again after so long. */
const tellAgainMs = 3_600_000;
const mostPeers = 10_000;

/** A moment by a peer's clock that lies between two by ours. */
export interface ClockSample {
  readonly agency: string;
  readonly theirs: Date;
  /** When what they answered left; undefined where it answers nothing of ours. */
  readonly notBefore?: Date | undefined;
}

interface Seen {
  /** Theirs less ours, at least; positive where theirs is ahead. */
  readonly aheadMs: number;
  readonly at: number;
  readonly toldAt: number;
}

export class ClockWatch {
  readonly #context: Pick<AgentContext, 'clock' | 'log'>;
  /** Peers whose clock differs, by agency. */
  readonly #seen = new Map<string, Seen>();

  constructor(context: Pick<AgentContext, 'clock' | 'log'>) {
    this.#context = context;
  }

  compare({ agency, theirs, notBefore }: ClockSample): void {
    const now = this.#context.clock.now().getTime();
    const ahead = theirs.getTime() - now;
    const behind = notBefore ? notBefore.getTime() - theirs.getTime() : 0;
    const aheadMs = ahead > clockWarningMs ? ahead : behind > clockWarningMs ? -behind : undefined;
    if (aheadMs !== undefined) this.#differs(agency, aheadMs, now);
    // An answer that came at once could not have hidden a difference; one that was long under way says nothing.
    else if (notBefore && now - notBefore.getTime() < clockWarningMs) this.#seen.delete(agency);
  }

  findings(now: Date): Finding[] {
    const recent = [...this.#seen].filter(([, { at }]) => now.getTime() - at < dayMs);
    if (recent.length === 0) return [];
    const [first] = recent.sort(([, one], [, other]) => Math.abs(other.aheadMs) - Math.abs(one.aheadMs));
    const seconds = Math.round((first?.[1].aheadMs ?? 0) / 1_000);
    const detail = { agency: first?.[0] ?? '', seconds: Math.abs(seconds), count: recent.length };
    return [{ code: seconds > 0 ? 'agent.clock-behind' : 'agent.clock-ahead', severity: 'warning', detail }];
  }

  #differs(agency: string, aheadMs: number, now: number): void {
    const before = this.#seen.get(agency);
    const isDue = before === undefined || now - before.toldAt > tellAgainMs;
    if (isDue) {
      const code = aheadMs > 0 ? 'agent.clock-behind' : 'agent.clock-ahead';
      this.#context.log.warn(code, { agency, durationMs: Math.abs(aheadMs) });
    }
    if (before === undefined && this.#seen.size >= mostPeers) this.#seen.clear();
    this.#seen.set(agency, { aheadMs, at: now, toldAt: isDue ? now : before.toldAt });
  }
}

/** When a packet id was given out: its first 48 bits are milliseconds since 1970 (RFC 9562, 5.7). */
export function givenOutAt(packetId: string): Date {
  return new Date(Number.parseInt(packetId.replaceAll('-', '').slice(0, 12), 16));
}
