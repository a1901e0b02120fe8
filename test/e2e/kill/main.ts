/**
 * The long form of the kill tests: `npm run test:kill [-- --kills 50 --documents 500 --seed 20261122]`. Prints the seed, so
 * that a campaign that failed can be repeated, and ends with 1 where anything was lost or came twice. With `--large 2GiB` one
 * document of that size to three recipients instead, all four agents killed five times (`--kills`) on its way.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { octets } from '../../../bench/large/octets.js';
import { requireRoom, sizeOf } from '../../../bench/large/sizes.js';
import { stopSharedBroker } from '../../support/broker.js';
import { killLarge } from './large.js';
import { killReceiver } from './receiver.js';
import { killSender } from './sender.js';

/** At the sender, at three recipients twice while it is put together, and in the broker's queues and their logs. */
const copies = 11;
/** A document that moves slower than this does not move. */
const slowestBytesPerSecond = 500_000;

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    large: { type: 'string' },
    documents: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
});
const campaign = {
  kills: Number(values.kills ?? 50),
  documents: Number(values.documents),
  seed: Number(values.seed),
};

try {
  if (values.large === undefined) await small();
  else await large(sizeOf(values.large), Number(values.kills ?? 5));
} finally {
  await stopSharedBroker();
}

async function small(): Promise<void> {
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
}

async function large(size: number, kills: number): Promise<void> {
  await requireRoom(copies * size);
  const recipients = ['H41', 'H53', 'H14'];
  console.log(
    `A document of ${size} octets to ${recipients.length} agencies; all agents are killed ${kills} times on its way`,
  );
  const began = performance.now();
  const withinMs = 60_000 + (1_000 * size) / slowestBytesPerSecond;
  const seconds = () => Math.round((performance.now() - began) / 1_000);
  const { parts, again, wrong } = await killLarge({ size, kills, recipients, withinMs, octets }, (death) =>
    console.log(`  death ${death} after ${seconds()} s`),
  );
  console.log(`  parts              ${parts}`);
  console.log(`  sent again         ${(100 * again).toFixed(1)} %`);
  console.log(`  seconds            ${seconds()}`);
  for (const words of wrong) console.log(`  WRONG: ${words}`);
  if (wrong.length > 0) process.exitCode = 1;
}
