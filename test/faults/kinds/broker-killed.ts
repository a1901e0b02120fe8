/** The power of the broker fails. What it had confirmed is on its disk. */
import { between, type Kind } from '../fault.js';
import { patiently } from '../patiently.js';

const startWithinMs = 180_000;

export const brokerKilled: Kind = {
  name: 'broker killed',
  weight: 1,
  make({ broker }, random) {
    return {
      name: 'broker killed',
      key: 'broker',
      forMs: between(random, 0, 1_500),
      do: () => broker.kill(),
      undo: () => patiently(() => broker.start(), startWithinMs),
    };
  },
};
