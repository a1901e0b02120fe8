/**
 * Kills the sending agent at random moments while a client hands documents in at its door. The client tries again whatever
 * it got no answer for: such a document may go out twice, as two packets; what was acknowledged goes out exactly once.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Desk } from '../../../src/agent/index.js';
import { type ErrorCode, isEdocError } from '../../../src/errors.js';
import { type Campaign, from, shared, submit, withTwoAgents } from './campaign.js';
import { seeded } from './random.js';
import type { Document, Reckoning } from './reckoning.js';

export interface SenderKills extends Reckoning {
  /** Documents that the client got an answer for. */
  readonly acknowledged: number;
  /** Kills that came while the client waited for an answer. */
  readonly struck: number;
  /** How often the client had to try again. */
  readonly retries: number;
}

/** What a client hears of an agent that is gone, or goes away while it asks. */
const noAnswer: readonly ErrorCode[] = ['agent.not-running', 'agent.stopping', 'door.interrupted'];
const pauseMs = 100;
/** Documents are handed in, and the agent is killed, within so long. */
const workMs = 200;

export function killSender({ documents, kills, seed }: Campaign): Promise<SenderKills> {
  const random = seeded(seed);
  return withTwoAgents(async (agents) => {
    const desk = await agents.desk();
    const acknowledged: Document[] = [];
    let [struck, retries, asking] = [0, 0, 0];
    const client = async (number: number) => {
      await delay(random() * workMs);
      asking += 1;
      for (;;) {
        const document = await answered(desk, number);
        if (document) {
          acknowledged.push(document);
          break;
        }
        retries += 1;
        await delay(pauseMs);
      }
      asking -= 1;
    };
    const clients: Promise<void>[] = [];
    for (const [life, numbers] of shared(documents, kills).entries()) {
      const sender = life === 0 ? agents.agent(from) : agents.start(from);
      clients.push(...numbers.map(client));
      await sender.says('agent.ready');
      await delay(random() * workMs);
      if (asking > 0) struck += 1;
      await sender.kill();
    }
    await agents.start(from).says('agent.ready');
    await Promise.all(clients);
    const reckoning = await agents.reckon(acknowledged);
    return { ...reckoning, acknowledged: acknowledged.length, struck, retries };
  });
}

/** Undefined where the agent was gone before it answered. */
async function answered(desk: Desk, number: number): Promise<Document | undefined> {
  try {
    return await submit(desk, number);
  } catch (error) {
    if (isEdocError(error) && noAnswer.includes(error.code)) return undefined;
    throw error;
  }
}
