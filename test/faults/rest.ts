/** Whether anything is still under way between the nodes, and waiting until nothing is. */
import { setTimeout as delay } from 'node:timers/promises';
import { openProvisioning } from '../../src/broker/index.js';
import { patiently } from './patiently.js';
import type { Rig } from './rig.js';

const lookEveryMs = 400;
/** The broker counts what lies in its queues every half second. */
const quietForMs = 700;

/** In words what was still under way after so long; nothing where all came to rest. */
export async function rest(rig: Rig, withinMs: number): Promise<string[]> {
  const { vhost, broker } = rig.axis.broker;
  const operator = openProvisioning({ ...broker.management, vhost });
  const deadline = Date.now() + withinMs;
  let quietSince: number | undefined;
  try {
    for (;;) {
      const left = [...(await inStores(rig)), ...(await inQueues(() => operator.axisOverview()))];
      const now = Date.now();
      quietSince = left.length === 0 ? (quietSince ?? now) : undefined;
      if (quietSince !== undefined && now - quietSince >= quietForMs) return [];
      if (now > deadline && left.length > 0) return left;
      await delay(lookEveryMs);
    }
  } finally {
    operator.close();
  }
}

async function inStores(rig: Rig): Promise<string[]> {
  const left: string[] = [];
  for (const { name, reader } of rig.nodes) {
    const { waiting, unanswered, inParts } = await reader.counts();
    const counts = { ...waiting, unanswered, 'documents in parts': inParts.documents };
    for (const [what, count] of Object.entries(counts)) {
      if (count > 0) left.push(`${name} still has ${count} ${what}`);
    }
  }
  return left;
}

async function inQueues(
  look: () => Promise<readonly { node: string; ordinary: number; urgent: number }[]>,
): Promise<string[]> {
  const queues = await patiently(look);
  return queues
    .filter(({ ordinary, urgent }) => ordinary + urgent > 0)
    .map(({ node, ordinary, urgent }) => `the queues of ${node} still hold ${ordinary + urgent} messages`);
}
