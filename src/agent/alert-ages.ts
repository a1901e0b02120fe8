/** From which age on what waits is an alert (`alertMinutes` in `agent.json`), in minutes; 0: never. */
import type { WorkState } from './desk.js';

export type AlertMinutes = Readonly<Record<WorkState, number>>;

/**
 * What a well node does in moments is told soon; what people do, and what other nodes do, after as long as it usually takes
 * at most.
 */
export const defaultAlertMinutes = {
  outbox: 15,
  unanswered: 4 * 60,
  inbox: 2 * 24 * 60,
  staging: 6 * 60,
  quarantine: 24 * 60,
  deadLetters: 30,
  statuses: 24 * 60,
  evidence: 24 * 60,
} as const satisfies AlertMinutes;

export function alertsAfterMs(minutes: AlertMinutes): AlertMinutes {
  const ms = (state: WorkState) => minutes[state] * 60_000;
  return {
    outbox: ms('outbox'),
    unanswered: ms('unanswered'),
    inbox: ms('inbox'),
    staging: ms('staging'),
    quarantine: ms('quarantine'),
    deadLetters: ms('deadLetters'),
    statuses: ms('statuses'),
    evidence: ms('evidence'),
  };
}
