/** Nothing passes on the line of a node for a while, and then everything that waited. */
import { between, chosen, type Kind } from '../fault.js';

export const lineStalled: Kind = {
  name: 'line stalled',
  weight: 3,
  make(rig, random) {
    const { name, line } = chosen(random, rig.nodes);
    return {
      name: `line of ${name} stalled`,
      key: `line ${name}`,
      // Beyond 7 s the node gives the connection up.
      forMs: random() < 0.8 ? between(random, 200, 3_000) : between(random, 7_000, 9_000),
      do: async () => line.hold(),
      undo: async () => line.mend(),
    };
  },
};
