/**
 * The long form of the kill tests: `npm run test:kill [-- --kills 50 --documents 500 --seed 20261122]`. Prints the seed, so
 * that a campaign that failed can be repeated, and ends with 1 where anything was lost or came twice.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { stopSharedBroker } from '../../support/broker.js';
import { killReceiver } from './receiver.js';
import { killSender } from './sender.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    documents: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
});
const campaign = {
  kills: Number(values.kills),
  documents: Number(values.documents),
  seed: Number(values.seed),
};

try {
  for (const [name, run] of [
    ['receiver', killReceiver],
    ['sender', killSender],
  ] as const) {
    const { kills, documents, seed } = campaign;
    console.log(`The ${name} is killed ${kills} times while ${documents} documents flow (seed ${seed})`);
    const began = performance.now();
    const { wrong, ...figures } = await run(campaign);
    for (const [what, figure] of Object.entries(figures)) console.log(`  ${what.padEnd(18)} ${figure}`);
    console.log(`  ${'seconds'.padEnd(18)} ${Math.round((performance.now() - began) / 1_000)}`);
    for (const words of wrong) console.log(`  WRONG: ${words}`);
    if (wrong.length > 0) process.exitCode = 1;
  }
} finally {
  await stopSharedBroker();
}
