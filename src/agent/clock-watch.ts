/**
 * Compares this node's clock with those of its peers, by the times that they seal. A time that comes over the bus is
 * old by as long as it was under way, so only what cannot be is held against a clock: a moment that is still to come, or
 * one before the question that it answers.
 */
import type { Finding } from '../errors.js';
import type { Log } from '../log.js';
import type { Clock } from './ports.js';

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
  /** When that was, and when it was last told, by the machine's own clock: the other one may be what is wrong. */
  readonly atMs: number;
  readonly toldAtMs: number;
}

interface ClockAndLog {
  readonly clock: Clock;
  readonly log: Log;
}

export class ClockWatch {
  readonly #context: ClockAndLog;
  /** Peers whose clock differs, by agency. */
  readonly #seen = new Map<string, Seen>();

  constructor(context: ClockAndLog) {
    this.#context = context;
  }

  compare({ agency, theirs, notBefore }: ClockSample): void {
    const now = this.#context.clock.now().getTime();
    const ahead = theirs.getTime() - now;
    // A question from the future was asked before this clock was set back: it says nothing of the peer's.
    const asked = notBefore && notBefore.getTime() <= now ? notBefore.getTime() : undefined;
    const behind = asked === undefined ? 0 : asked - theirs.getTime();
    const aheadMs = ahead > clockWarningMs ? ahead : behind > clockWarningMs ? -behind : undefined;
    if (aheadMs !== undefined) this.#differs(agency, aheadMs);
    // An answer that came at once could not have hidden a difference; one that was long under way says nothing.
    else if (asked !== undefined && now - asked < clockWarningMs) this.#seen.delete(agency);
  }

  findings(): Finding[] {
    const nowMs = this.#context.clock.elapsedMs();
    const recent = [...this.#seen].filter(([, { atMs }]) => nowMs - atMs < dayMs);
    if (recent.length === 0) return [];
    const [first] = recent.sort(([, one], [, other]) => Math.abs(other.aheadMs) - Math.abs(one.aheadMs));
    const seconds = Math.round((first?.[1].aheadMs ?? 0) / 1_000);
    const detail = { agency: first?.[0] ?? '', seconds: Math.abs(seconds), count: recent.length };
    return [{ code: seconds > 0 ? 'agent.clock-behind' : 'agent.clock-ahead', severity: 'warning', detail }];
  }

  #differs(agency: string, aheadMs: number): void {
    const atMs = this.#context.clock.elapsedMs();
    const before = this.#seen.get(agency);
    const isDue = before === undefined || atMs - before.toldAtMs > tellAgainMs;
    if (isDue) {
      const code = aheadMs > 0 ? 'agent.clock-behind' : 'agent.clock-ahead';
      this.#context.log.warn(code, { agency, durationMs: Math.abs(aheadMs) });
    }
    if (before === undefined && this.#seen.size >= mostPeers) this.#seen.clear();
    this.#seen.set(agency, { aheadMs, atMs, toldAtMs: isDue ? atMs : before.toldAtMs });
  }
}

/** When a packet id was given out: its first 48 bits are milliseconds since 1970 (RFC 9562, 5.7). */
export function givenOutAt(packetId: string): Date {
  return new Date(Number.parseInt(packetId.replaceAll('-', '').slice(0, 12), 16));
}
