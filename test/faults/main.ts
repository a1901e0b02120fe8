/**
 * `npm run test:faults [-- --faults 1000 --minutes 5 --seed 20261122 --round 7 --kind 'disk full']`: documents, statuses and recalls flow between three
 * nodes while everything around them fails, in an order that the printed seed gives. Ends with 1 where anything was lost, shown twice,
 * went backwards, or is told differently at two ends.
 */
import { randomInt } from 'node:crypto';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { clusterBroker } from '../support/broker.js';
import { campaign, type Failure } from './campaign.js';
import { kinds } from './kinds.js';

const { values } = parseArgs({
  options: {
    faults: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    round: { type: 'string' },
    kind: { type: 'string', multiple: true },
  },
});
const seed = Number(values.seed);
const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
const faults = values.faults === undefined ? undefined : Number(values.faults);
const among = kinds.filter(({ name }) => values.kind?.includes(name) ?? true);
if (among.length < (values.kind?.length ?? 0)) {
  throw new Error(`the kinds are: ${kinds.map(({ name }) => name).join(', ')}`);
}

const began = performance.now();
console.log(`Faults in random order; seed ${seed}`);
const cluster = await clusterBroker(1);
try {
  console.log(`  RabbitMQ ${cluster.cluster.version}`);
  const ending = new AbortController();
  process.once('SIGINT', () => {
    console.log('  ends with this round');
    ending.abort();
  });
  const { failure, byKind, leftOut, refusals, figures, ...ends } = await campaign(cluster, {
    seed,
    // By itself a number ends it, or a time; with neither it is the number that a release is tried with.
    faults: faults ?? (minutes === undefined ? 1_000 : Number.POSITIVE_INFINITY),
    ...(minutes === undefined ? {} : { withinMs: minutes * 60_000 }),
    ...(values.round === undefined ? {} : { only: Number(values.round) }),
    kinds: among,
    keep: true,
    signal: ending.signal,
    say: (line) => console.log(line),
  });
  for (const [what, figure] of Object.entries({ ...ends, ...figures }))
    console.log(`  ${what.padEnd(20)} ${figure}`);
  for (const { name } of among) {
    const reason = leftOut.get(name);
    if (reason === undefined) console.log(`  ${name.padEnd(20)} ${byKind.get(name) ?? 0}`);
    else console.log(`  ${name.padEnd(20)} LEFT OUT: ${reason}`);
  }
  for (const [code, count] of refusals) console.log(`  clerks were told ${code} ${count} times`);
  console.log(`  ${'minutes'.padEnd(20)} ${((performance.now() - began) / 60_000).toFixed(1)}`);
  if (failure) {
    tell(failure);
    process.exitCode = 1;
  }
} finally {
  await cluster.stop();
}

function tell({ round, happened, wrong, directory }: Failure): void {
  console.log(`\nRound ${round} of seed ${seed} went wrong`);
  for (const { name, fromMs, toMs, failed } of [...happened].sort((a, b) => a.fromMs - b.fromMs)) {
    const times = `${(fromMs / 1_000).toFixed(2).padStart(7)} to ${(toMs / 1_000).toFixed(2).padStart(6)} s`;
    console.log(`  ${times}  ${name}${failed === undefined ? '' : ` (not done: ${failed})`}`);
  }
  for (const words of wrong) console.log(`  WRONG: ${words}`);
  if (directory) {
    console.log(`  kept: ${directory}, and the agents beside it, each with its agent.log`);
    console.log(`  to be rid of it: umount ${dirname(directory)}/agents/*/data; rm -r ${dirname(directory)}`);
  }
  console.log(`  the same faults again: npm run test:faults -- --seed ${seed} --round ${round}`);
}
