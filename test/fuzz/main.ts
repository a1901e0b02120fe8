/**
 * `npm run fuzz -- --count N --seed S [--minutes M] [--target NAME]... [--workers N] [--coverage]`: tries changed inputs on all
 * that reads octets from outside. A fault is kept as a file under `var/fuzz`, and `npm run fuzz -- --replay FILE` tries it
 * again. Ends with 1 where there was a fault.
 */
import { createHash, randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type CampaignResult, runCampaign } from './campaign.js';
import { loadTarget, targetNames } from './targets.js';
import { tryInput } from './try-input.js';
import type { Found } from './worker.js';

const kept = fileURLToPath(new URL('../../../var/fuzz', import.meta.url));
const defaultCount = 100_000;
const slowMs = 1_000;
const mostCodes = 12;
const printEveryMs = 10_000;

const { values } = parseArgs({
  options: {
    count: { type: 'string' },
    seed: { type: 'string' },
    minutes: { type: 'string' },
    target: { type: 'string', multiple: true },
    workers: { type: 'string' },
    coverage: { type: 'boolean' },
    replay: { type: 'string' },
  },
});
process.exitCode = values.replay === undefined ? await fuzz() : await replay(values.replay);

async function fuzz(): Promise<number> {
  const targets = values.target ?? targetNames;
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
  const count = Number(values.count ?? defaultCount);
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes) / targets.length;
  for (const number of [seed, count, minutes ?? 0]) {
    if (!(Number.isFinite(number) && number >= 0)) throw new RangeError('a number is missing');
  }
  console.log(`seed ${seed}, ${count.toLocaleString('en-US')} inputs for each of: ${targets.join(', ')}`);
  let faults = 0;
  for (const target of targets) {
    const result = await runCampaign({
      target,
      seed,
      count,
      slowMs,
      coverage: values.coverage ?? false,
      ...(minutes === undefined ? {} : { minutes }),
      ...(values.workers === undefined ? {} : { workers: Number(values.workers) }),
      progress: progressLine(),
    });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    console.log(summary(result));
    for (const found of result.found) console.log(`  ${keep(target, seed, found)}`);
    faults += result.found.length;
  }
  console.log(faults === 0 ? 'no faults' : `${faults} FAULTS`);
  return faults === 0 ? 0 : 1;
}

/** On a terminal one line that changes, elsewhere one every ten seconds. */
function progressLine(): (result: CampaignResult) => void {
  let printed = Date.now();
  return ({ target, done, seconds, found }) => {
    const line = `${target}: ${done.toLocaleString('en-US')} inputs, ${(done / seconds).toFixed(0)}/s, ${found.length} faults`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
    else if (Date.now() - printed >= printEveryMs) {
      printed = Date.now();
      process.stderr.write(`${line}\n`);
    }
  };
}

function summary(result: CampaignResult): string {
  const { target, done, accepted, seconds, slowestMs, newOutcomes, peakBytes } = result;
  const codes = Object.entries(result.codes).sort(([, one], [, other]) => other - one);
  const shown = codes.slice(0, mostCodes).map(([code, count]) => `${code} ${count}`);
  return [
    `${target}: ${done.toLocaleString('en-US')} inputs in ${seconds.toFixed(1)} s (${(done / seconds).toFixed(0)}/s), ` +
      `${accepted} accepted, ${newOutcomes} different outcomes, ${result.found.length} faults`,
    ...(result.newPieces === 0 ? [] : [`  ${result.newPieces} pieces of code run`]),
    `  slowest ${slowestMs.toFixed(0)} ms, memory at most ${(peakBytes / 2 ** 20).toFixed(0)} MB`,
    `  ${codes.length} first codes: ${shown.join(', ')}${codes.length > mostCodes ? ', …' : ''}`,
  ].join('\n');
}

/** Writes the input of a fault, and how to try it again. */
function keep(target: string, seed: number, { index, input, fault }: Found): string {
  mkdirSync(kept, { recursive: true });
  const digest = createHash('sha256').update(input).digest('hex').slice(0, 12);
  const file = join(kept, `${target}-${digest}.bin`);
  writeFileSync(file, input);
  writeFileSync(`${file}.json`, `${JSON.stringify({ target, seed, index, ...fault }, null, 2)}\n`);
  return `${fault.kind}: ${fault.what.split('\n', 1)[0]}; npm run fuzz -- --replay ${relative(process.cwd(), file)}`;
}

async function replay(file: string): Promise<number> {
  const { target } = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as { target: string };
  const { outcome, fault, ms } = await tryInput(await loadTarget(target), readFileSync(file), slowMs);
  console.log(
    `${target}: ${outcome?.verdict ?? 'no outcome'} ${outcome?.codes.join(' ') ?? ''} in ${ms.toFixed(1)} ms`,
  );
  console.log(fault ? `${fault.kind}: ${fault.what}` : 'no fault');
  return fault ? 1 : 0;
}
