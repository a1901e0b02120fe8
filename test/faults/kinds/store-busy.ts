/** Another process, such as somebody's own backup, has the database of a node to itself. */
import { join } from 'node:path';
import { Database } from '../../../src/store/database.js';
import { storeFile } from '../../../src/store/pragmas.js';
import { between, chosen, type Kind } from '../fault.js';

export const storeBusy: Kind = {
  name: 'store busy',
  weight: 3,
  make(rig, random) {
    const { name, data } = chosen(random, rig.nodes);
    let other: Database | undefined;
    return {
      name: `store of ${name} busy`,
      key: `store ${name}`,
      // A node waits for 5 s before it gives up a transaction.
      forMs: random() < 0.7 ? between(random, 300, 2_500) : between(random, 5_500, 7_500),
      do: async () => {
        other = await Database.open(join(data, storeFile), 'write');
        await other.exec('PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE');
      },
      // Closing ends the transaction as well.
      undo: async () => other?.close(),
    };
  },
};
