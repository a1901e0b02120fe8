/** What flowed when: the moments at which the receiving agents took documents, by their own logs. */
import type { AgentProcess } from '../e2e/support/agent-process.js';

/** Milliseconds since 1970, in order. */
export function taken({ lines }: AgentProcess): number[] {
  return lines
    .filter(({ msg }) => msg === 'packet.accepted')
    .map(({ time }) => Date.parse(String(time)))
    .sort((one, other) => one - other);
}

/** The longest time, in ms, in which a receiver took nothing between two moments. */
export function longestGapMs(agent: AgentProcess, fromMs: number, toMs: number): number {
  const within = taken(agent).filter((at) => at > fromMs && at < toMs);
  let [gap, last] = [0, fromMs];
  for (const at of [...within, toMs]) {
    gap = Math.max(gap, at - last);
    last = at;
  }
  return gap;
}

export function takenBetween(agents: readonly AgentProcess[], fromMs: number, toMs: number): number {
  return agents.reduce((sum, agent) => sum + taken(agent).filter((at) => at > fromMs && at < toMs).length, 0);
}
