/** What a sender's desk says while the recipient is away, held against what is so. */
import type { AgentStatus } from '../../src/agent/index.js';
import { edoc } from '../e2e/support/edoc.js';
import { away, hourMs, restartHours, senders } from './plan.js';
import type { Scene, SenderCode } from './scene.js';

export interface Hour {
  /** Since the first document was written. */
  readonly hour: number;
  readonly begun: Date;
  readonly isBrokerFull: boolean;
}

/** In words, each with its sender; none where all is as it should be. */
export async function untruths(scene: Scene, hour: Hour): Promise<string[]> {
  const found: string[] = [];
  for (const { code } of senders) {
    const status = await scene.node(code).desk.status();
    const said = [
      ...(await registerSays(scene, code, hour)),
      ...workSays(status, code, scene.clock.now(), hour),
      ...attentionSays(status, code, hour),
    ];
    found.push(...said.map((words) => `${code} in hour ${hour.hour}: ${words}`));
  }
  return found;
}

/** Nothing is delivered or refused, and nothing is given up before its deadline. */
async function registerSays(scene: Scene, code: SenderCode, { hour }: Hour): Promise<string[]> {
  const { entries } = await scene.node(code).reader.counts();
  const { urgentHours = 24 } = senders.find((sender) => sender.code === code) ?? {};
  const mayBe = new Set(['queued', 'sent', 'withdrawn', ...(hour >= urgentHours ? ['problem'] : [])]);
  return entries
    .filter(({ box, state, count }) => box === 'out' && count > 0 && !mayBe.has(state))
    .map(({ state, count }) => `${count} documents are told as ${state}`);
}

function workSays(
  status: AgentStatus,
  code: SenderCode,
  now: Date,
  { hour, begun, isBrokerFull }: Hour,
): string[] {
  const wrong: string[] = [];
  const codes = new Set(status.findings.map((finding) => finding.code));
  const expected = isBrokerFull ? 'blocked' : 'connected';
  if (status.broker !== expected) wrong.push(`the broker is told as ${status.broker}`);
  if (isBrokerFull !== codes.has('agent.blocked')) wrong.push('the full broker is not told rightly');
  if (!status.healthy) wrong.push(`waiting is told as an error (${[...codes].join(', ')})`);
  const unanswered = status.work.find(({ state }) => state === 'unanswered');
  if (!unanswered || unanswered.count === 0) return [...wrong, 'nothing is told as unanswered'];
  const oldest = new Date(unanswered.oldest ?? 0).getTime();
  // The first was confirmed within moments of being written.
  if (oldest < begun.getTime() || oldest - begun.getTime() > hourMs / 2) {
    wrong.push(`the oldest is told as from ${unanswered.oldest}`);
  }
  const ageMs = now.getTime() - oldest;
  if (Math.abs(ageMs - (unanswered.ageSeconds ?? 0) * 1_000) > 60_000) {
    wrong.push(`the oldest is told as ${unanswered.ageSeconds} s old`);
  }
  if (unanswered.stuck !== ageMs > 4 * hourMs) wrong.push('stuck is not told rightly');
  const isSilent = status.silent.some(({ node }) => node === away.code.toLowerCase());
  // Two hours without an answer, since the node was started: one to be tried in, one to be silent in.
  const hoursUp = hour < restartHours[code] ? hour : hour - restartHours[code];
  if (hoursUp >= 3 && !isSilent) wrong.push('the node that is away is not told as silent');
  if (isSilent !== codes.has('agent.peer-silent')) wrong.push('the silent node is no finding');
  return wrong;
}

/** Three quarters of the time to the first deadline are the moment from which people are told. */
function attentionSays({ attention }: AgentStatus, code: SenderCode, { hour }: Hour): string[] {
  const { urgentHours = 24 } = senders.find((sender) => sender.code === code) ?? {};
  const wrong: string[] = [];
  if (hour < (urgentHours * 3) / 4 && attention.unanswered > 0) wrong.push('a deadline is told as near');
  const isToldFrom = Math.max((urgentHours * 3) / 4, restartHours[code]);
  if (hour >= isToldFrom && hour < urgentHours && attention.unanswered === 0) {
    wrong.push('nobody is told that a deadline is near');
  }
  if (hour < urgentHours && attention.givenUp > 0) wrong.push(`${attention.givenUp} were given up early`);
  // The last try comes at the deadline, and its answer is waited for until the hour after that.
  if (hour > urgentHours + 2 && attention.givenUp === 0) wrong.push('nothing is told as given up');
  return wrong;
}

/** What a clerk at a terminal sees of one document. */
export async function trackSays(
  scene: Scene,
  code: SenderCode,
  packetId: string,
  states: readonly string[],
): Promise<string[]> {
  const { directory } = scene.node(code);
  const { stdout } = await edoc(['track', packetId, '--json'], directory);
  const { deliveries }: { deliveries: readonly { readonly state: string }[] } = JSON.parse(stdout);
  return deliveries.every(({ state }) => states.includes(state))
    ? []
    : [
        `${code}: edoc track says ${deliveries.map(({ state }) => state).join()} instead of ${states.join(' or ')}`,
      ];
}
