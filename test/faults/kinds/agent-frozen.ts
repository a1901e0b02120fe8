/** A node stands still, as a machine does that is moved or out of memory: nothing is lost, and nothing happens. */
import { between, chosen, type Kind } from '../fault.js';

export const agentFrozen: Kind = {
  name: 'agent frozen',
  weight: 1,
  make(rig, random) {
    const node = chosen(random, rig.nodes);
    return {
      name: `agent of ${node.name} frozen`,
      key: `agent ${node.name}`,
      // Beyond 7 s its connection counts as lost at both ends.
      forMs: random() < 0.8 ? between(random, 300, 2_500) : between(random, 7_000, 9_000),
      do: async () => node.freeze(),
      undo: async () => node.thaw(),
    };
  },
};
