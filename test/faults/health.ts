/** What each node says of itself once all is well again: an operator who is woken by something that is over loses trust in it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultNode } from './node.js';
import type { Rig } from './rig.js';

const withinMs = 20_000;
const pauseMs = 250;

/** In words what a node still calls wrong after a while; nothing where all are healthy. */
export async function unhealthy({ nodes }: Rig): Promise<string[]> {
  return (await Promise.all(nodes.map(complaint))).filter((words) => words !== undefined);
}

async function complaint({ name, desk }: FaultNode): Promise<string | undefined> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const { healthy, findings } = await desk.status();
    if (healthy) return undefined;
    if (Date.now() > deadline) {
      return `${name} calls itself unhealthy: ${findings.map(({ code }) => code).join(', ')}`;
    }
    await delay(pauseMs);
  }
}
