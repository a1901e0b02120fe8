/**
 * The clock of a node is set wrong and right again. By less than what would make seals look as if they were of the future to others
 * (`spec/signature.md`, 300 s), and by more than the deadlines of the campaign.
 */
import { X509Certificate } from 'node:crypto';
import { between, chosen, type Kind } from '../fault.js';

const furthestMs = 145_000;

export const clockJump: Kind = {
  name: 'clock jump',
  weight: 3,
  make(rig, random) {
    const node = chosen(random, rig.nodes);
    // Before the axis was there no certificate is valid.
    const { validFrom } = new X509Certificate(rig.axis.broker.broker.ca);
    const backMs = Math.min(furthestMs, Math.max(0, Date.now() - Date.parse(validFrom) - 5_000));
    const aheadMs = random() < 0.5 ? between(random, 20_000, furthestMs) : -between(random, 0, backMs);
    return {
      name: `clock of ${node.name} set by ${Math.round(aheadMs / 1_000)} s`,
      key: `clock ${node.name}`,
      // Longer than it takes to believe the clock again.
      forMs: random() < 0.6 ? between(random, 300, 3_000) : between(random, 4_000, 9_000),
      do: async () => node.setClock(aheadMs),
      undo: async () => node.setClock(0),
    };
  },
};
