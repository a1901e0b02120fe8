/** The power of a node fails, and it is off for a while. */
import { between, chosen, type Kind } from '../fault.js';

export const agentKilled: Kind = {
  name: 'agent killed',
  weight: 4,
  make(rig, random) {
    const node = chosen(random, rig.nodes);
    return {
      name: `agent of ${node.name} killed`,
      key: `agent ${node.name}`,
      forMs: between(random, 0, 1_500),
      do: () => node.kill(),
      undo: async () => node.start(),
    };
  },
};
