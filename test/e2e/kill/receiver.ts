/** Kills the receiving agent at random moments while documents flow to it, and starts it again each time. */
import { setTimeout as delay } from 'node:timers/promises';
import type { AgentProcess } from '../support/agent-process.js';
import { type Campaign, from, shared, submit, to, withTwoAgents } from './campaign.js';
import { seeded } from './random.js';
import { type Document, heldBy, type Reckoning } from './reckoning.js';

export interface ReceiverKills extends Reckoning {
  readonly submitted: number;
  /** Kills that came while documents were under way: submitted, and the sender without their receipt. */
  readonly struck: number;
  /** Of these, kills that came before the receiver had stored all of them. */
  readonly struckUnread: number;
  /** Receipts that the sender got again, because an agent was killed between sending one and noting it. */
  readonly repeatedReceipts: number;
}

/** One life in so many ends at any moment at all, most of them while the agent still starts. */
const anyMomentEvery = 5;
/** The others end within so long after the agent has taken a document. */
const workMs = 30;
const burstMs = 50;
const firstLifeMs = 500;

export function killReceiver({ documents, kills, seed }: Campaign): Promise<ReceiverKills> {
  const random = seeded(seed);
  return withTwoAgents(async (agents) => {
    const desk = await agents.desk();
    const submitted: Document[] = [];
    /** All at about the same time, at some moment of the life. */
    const flow = async (numbers: readonly number[], lifeMs: number) => {
      await delay(random() * lifeMs);
      const one = async (number: number) => {
        await delay(random() * burstMs);
        submitted.push(await submit(desk, number));
      };
      await Promise.all(numbers.map(one));
    };
    const sender = agents.agent(from);
    let [struck, struckUnread, lifeMs] = [0, 0, firstLifeMs];
    for (const [life, numbers] of shared(documents, kills).entries()) {
      const began = performance.now();
      const receiver = life === 0 ? agents.agent(to) : agents.start(to);
      const flowing = flow(numbers, lifeMs);
      if (life % anyMomentEvery === anyMomentEvery - 1) {
        await delay(random() * lifeMs);
      } else {
        // This life's own documents alone are enough for it to come to that.
        await receiver.says('packet.accepted', Math.ceil(random() * numbers.length));
        await delay(random() * workMs);
      }
      const [before, settled] = [submitted.length, receipts(sender, 'settled')];
      await receiver.kill();
      lifeMs = performance.now() - began;
      if (settled < before) struck += 1;
      if ((await heldBy(agents.directory(to))) < before) struckUnread += 1;
      await flowing;
    }
    await agents.start(to).says('agent.ready');
    const reckoning = await agents.reckon(submitted);
    const repeatedReceipts = receipts(sender, 'repeated');
    return { ...reckoning, submitted: submitted.length, struck, struckUnread, repeatedReceipts };
  });
}

function receipts({ lines }: AgentProcess, outcome: 'settled' | 'repeated'): number {
  return lines.filter(({ msg, kind }) => msg === 'receipt.settled' && kind === outcome).length;
}
