/**
 * One end of a node's connections goes away without the other hearing of it; or the broker hears the node, and the node does not
 * hear that it was heard.
 */
import { between, chosen, type Kind } from '../fault.js';

const ways = ['the broker is gone', 'the agent is gone', 'the agent is deaf'] as const;

export const lineHalfOpen: Kind = {
  name: 'line half open',
  weight: 3,
  make(rig, random) {
    const { name, line } = chosen(random, rig.nodes);
    const way = chosen(random, ways);
    let end = () => {};
    return {
      name: `line of ${name} half open: ${way}`,
      key: `line ${name}`,
      forMs: random() < 0.7 ? between(random, 200, 2_500) : between(random, 7_000, 10_000),
      do: async () => {
        if (way === 'the agent is deaf') end = line.deafen();
        else end = line.halfOpen(way === 'the broker is gone' ? 'broker' : 'agent');
      },
      undo: async () => end(),
    };
  },
};
