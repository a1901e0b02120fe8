/** After the faults the clerks see to what was given up meanwhile, as `edoc agent status` tells them, until nothing is. */
import type { FaultNode } from './node.js';
import { patiently } from './patiently.js';
import { rest } from './rest.js';
import type { Rig } from './rig.js';

/** A clerk's wish begins a new deadline: one time should do, unless something is wrong. */
const mostTimes = 4;
const lines = 1_000;

export interface MadeWhole {
  /** Documents about which something was sent again. */
  readonly again: number;
  readonly left: readonly string[];
}

export async function makeWhole(rig: Rig, restWithinMs: number): Promise<MadeWhole> {
  let again = 0;
  for (let time = 1; ; time += 1) {
    const givenUp = new Map<string, FaultNode>();
    for (const node of rig.nodes) for (const id of await givenUpBy(node)) givenUp.set(id, node);
    if (givenUp.size === 0 || time > mostTimes) return { again, left: [] };
    again += givenUp.size;
    for (const [key, node] of givenUp) {
      const [packetId = ''] = key.split(' ');
      await patiently(() => node.desk.resend({ packetId }));
    }
    const left = await rest(rig, restWithinMs);
    if (left.length > 0) return { again, left };
  }
}

/** Documents that are given up, or about which a status is, each with the node's name. */
async function givenUpBy({ name, reader }: FaultNode): Promise<string[]> {
  const ids: string[] = [];
  const isGivenUp = (state: string | undefined) => state === 'expired' || state === 'undeliverable';
  const entries = [...(await reader.outbox({ limit: lines })), ...(await reader.inbox({ limit: lines }))];
  for (const { packetId } of entries) {
    const deliveries = await reader.deliveries(packetId);
    const statuses = await reader.statuses(packetId);
    // What was asked back is not sent again, but for the asking.
    const wanted = deliveries.filter(({ recall }) => recall === 'none' || recall === 'declined');
    const states = [...wanted.map(({ state }) => state), ...statuses.map((each) => each.delivery?.state)];
    if (states.some(isGivenUp)) ids.push(`${packetId} ${name}`);
  }
  return ids;
}
