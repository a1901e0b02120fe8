/** Every connection of a node to the broker is reset, in the middle of whatever it says, and for a while there is none. */
import { between, chosen, type Kind } from '../fault.js';

export const lineCut: Kind = {
  name: 'line cut',
  weight: 4,
  make(rig, random) {
    const { name, line } = chosen(random, rig.nodes);
    return {
      name: `line of ${name} cut`,
      key: `line ${name}`,
      forMs: between(random, 0, 1_500),
      do: async () => line.cut(),
      undo: async () => line.mend(),
    };
  },
};
