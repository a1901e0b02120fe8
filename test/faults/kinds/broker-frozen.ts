/** The broker stands still, and every line to it with it. */
import { between, type Kind } from '../fault.js';

export const brokerFrozen: Kind = {
  name: 'broker frozen',
  weight: 1,
  make({ broker }, random) {
    return {
      name: 'broker frozen',
      key: 'broker',
      forMs: random() < 0.7 ? between(random, 300, 2_000) : between(random, 7_000, 8_500),
      do: async () => void process.kill(broker.pid, 'SIGSTOP'),
      undo: async () => void process.kill(broker.pid, 'SIGCONT'),
    };
  },
};
