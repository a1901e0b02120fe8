/**
 * The rehearsal: under load brokers are killed one after the other, one stands still without a word, then two are lost
 * at once. Everything that a clerk was told is taken arrives once, and flow resumes within ten seconds while a killed one is away.
 */
import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterMember } from '../../src/broker/index.js';
import { edoc, edocJson } from '../e2e/support/edoc.js';
import { longestGapMs, takenBetween } from './flow.js';
import { Load } from './load.js';
import { each, spent } from './processor.js';
import { comesToRest, type Reckoning, reckon, waiting } from './reckoning.js';
import { from, type Rig, to } from './rig.js';

export interface Plan {
  /** Of each phase under load. */
  readonly seconds: number;
  /** Documents a second that are handed in. */
  readonly rate: number;
  /** Under load before the first phase: programs that have just been started are still being compiled. */
  readonly warmUpSeconds?: number;
}

export interface Rehearsal extends Reckoning {
  /** Documents a second that arrived before anything was lost. */
  readonly perSecond: number;
  /** The longest time in which a receiver got nothing, in seconds: with all brokers, and after each that was lost. */
  readonly quietGap: number;
  readonly gaps: readonly number[];
  /** After two lost brokers came back. */
  readonly returnGap: number;
  /** In words; none where all is as it should be. */
  readonly wrong: readonly string[];
}

const resumeWithinSeconds = 10;
/** A flow that does not resume in time must be seen not to. */
const longEnoughSeconds = 15;
/** The other brokers need up to ten seconds to give it up, and agents some to find the new leaders. */
const longFrozenSeconds = 45;
const restWithinMs = 180_000;

export async function rehearse(rig: Rig, plan: Plan, say: (line: string) => void): Promise<Rehearsal> {
  const wrong: string[] = [];
  const load = new Load(await rig.desk(), plan.rate);
  await load.start();
  if (plan.warmUpSeconds) {
    const { perSecond } = await watched(rig, plan.warmUpSeconds, async () => {});
    say(`  just started       ${perSecond.toFixed(0)} documents/s arrive`);
  }
  const before = await spent(rig);
  const quiet = await watched(rig, plan.seconds, async () => {});
  const after = await spent(rig);
  say(
    `  all brokers        ${quiet.perSecond.toFixed(0)} documents/s arrive; longest gap ${quiet.gap.toFixed(1)} s`,
  );
  if (before && after) say(`  processor time     ${each(before, after, quiet.count)}`);
  const gaps: number[] = [];
  const lose = async (member: ClusterMember, how: string, happens: () => Promise<void>) => {
    const { gap, perSecond } = await watched(
      rig,
      Math.max(plan.seconds, how === 'frozen' ? longFrozenSeconds : longEnoughSeconds),
      happens,
    );
    say(
      `  ${member.name} ${how}  ${perSecond.toFixed(0)} documents/s arrive; longest gap ${gap.toFixed(1)} s`,
    );
    // One that stands still is for the other brokers to notice (docs/adr/0019): printed, and not judged.
    if (how === 'killed') gaps.push(gap);
    if (how === 'killed' && gap > resumeWithinSeconds) {
      wrong.push(`nothing arrived for ${gap.toFixed(1)} s after ${member.name} was ${how}`);
    }
    // One that stands still is then switched off and on again, as people do it.
    await member.kill();
    await member.start();
    await inStep(rig.members);
  };
  for (const member of rig.members) await lose(member, 'killed', () => member.kill());
  const [first] = rig.members;
  if (first) await lose(first, 'frozen', async () => void process.kill(first.pid, 'SIGSTOP'));
  const returnGap = await loseTwo(rig, plan, load, wrong, say);
  await load.stop();
  for (const error of load.refused.slice(0, 3)) wrong.push(`a clerk was refused: ${String(error)}`);
  if (!(await comesToRest(rig, restWithinMs))) wrong.push('the sender still waits for receipts');
  await rig.stopAgents();
  const reckoning = await reckon(rig, load.sent);
  const { lost, doubled, unanswered } = reckoning;
  if (lost > 0) wrong.push(`${lost} documents were lost`);
  if (doubled > 0) wrong.push(`${doubled} documents arrived twice`);
  if (unanswered > 0) wrong.push(`${unanswered} documents have no receipt`);
  return { ...reckoning, perSecond: quiet.perSecond, quietGap: quiet.gap, gaps, returnGap, wrong };
}

/** Does something, and watches the flow for so long after it. */
async function watched(rig: Rig, seconds: number, happens: () => Promise<void>) {
  const began = Date.now();
  await happens();
  await delay(seconds * 1_000);
  const ended = Date.now();
  const agents = to.map((code) => rig.agent(code));
  const count = takenBetween(agents, began, ended);
  return {
    gap: Math.max(...agents.map((agent) => longestGapMs(agent, began, ended))) / 1_000,
    count,
    perSecond: count / ((ended - began) / 1_000),
  };
}

/** The broker that is left stops serving by itself; clerks go on, and are told that their documents wait. */
async function loseTwo(
  rig: Rig,
  plan: Plan,
  load: Load,
  wrong: string[],
  say: (line: string) => void,
): Promise<number> {
  const two = rig.members.slice(0, 2);
  await Promise.all(two.map((member) => member.kill()));
  const before = load.sent.size;
  await delay(plan.seconds * 1_000);
  const taken = load.sent.size - before;
  if (taken === 0) wrong.push('no clerk could send while two brokers were lost');
  const newest = [...load.sent.keys()].at(-1) ?? '';
  const status = await statusOf(rig.directory(from));
  if (status.broker === 'connected') wrong.push('the status says connected while two brokers are lost');
  if (!status.findings.some(({ code }) => code === 'agent.not-connected' || code === 'agent.blocked')) {
    wrong.push('the status does not say that documents wait');
  }
  const track = await edocJson<Tracked>(['track', newest], rig.directory(from));
  const states = [...new Set(track.deliveries.map(({ state }) => state))].join();
  if (states !== 'queued') wrong.push(`a document that waits is shown as "${states}"`);
  say(
    `  two lost           ${taken} documents taken, ${await waiting(rig)} wait; status "${status.broker}", track "${states}"`,
  );
  const back = Date.now();
  await Promise.all(two.map((member) => member.start()));
  const served = Date.now();
  await delay(plan.seconds * 1_000);
  const agents = to.map((code) => rig.agent(code));
  const first = Math.max(...agents.map((agent) => firstAfter(agent.lines, served)));
  const gap = (first - served) / 1_000;
  say(`  both back          after ${((served - back) / 1_000).toFixed(1)} s; flow ${gap.toFixed(1)} s later`);
  return gap;
}

interface Tracked {
  readonly deliveries: readonly { readonly state: string }[];
}

interface Status {
  readonly broker: string;
  readonly findings: readonly { readonly code: string }[];
}

/** Ends with 1 while something is wrong, and prints the same. */
async function statusOf(directory: string): Promise<Status> {
  const { stdout } = await edoc(['agent', 'status', '--json'], directory);
  return JSON.parse(stdout);
}

function firstAfter(
  lines: readonly { readonly msg: string; readonly [field: string]: unknown }[],
  at: number,
): number {
  for (const { msg, time } of lines) {
    const moment = Date.parse(String(time));
    if (msg === 'packet.accepted' && moment > at) return moment;
  }
  return Date.now();
}

/** The next broker is lost only when the one that came back has caught up: two at once is another rehearsal. */
async function inStep(members: readonly ClusterMember[]): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const critical = await Promise.all(members.map(isQuorumCritical));
    if (!critical.includes(true)) return;
    if (Date.now() > deadline) throw new Error('a broker that came back does not catch up');
    await delay(1_000);
  }
}

/** Whether some queue would lose its majority without this member, by RabbitMQ's own check. */
function isQuorumCritical(member: ClusterMember): Promise<boolean> {
  const { command, env } = member.tool('rabbitmq-queues');
  return new Promise((resolve) => {
    execFile(command, ['-q', 'check_if_node_is_quorum_critical'], { env }, (error) =>
      resolve(error !== null),
    );
  });
}
