/**
 * `npm run bench:signing`: verifying and sealing one packet of 5 kB, by us and by others in the same run, beside the bare RSA
 * operation that none can do without. The engines take turns in every round, so that what disturbs the machine disturbs all,
 * and a figure is the median of the rounds. `--json` for programs, `--rounds N`.
 */
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Engine, median } from './signing/engine.js';
import { jdk } from './signing/jdk.js';
import { bareRsa, ours, oursAnew, xmlCrypto } from './signing/own.js';
import { type SealedPacket, sealedPacket } from './signing/sealed.js';
import { xmlsec1 } from './signing/xmlsec1.js';

/** How many times as fast as the others we must be. */
export const signingBars = {
  verify: { JDK: 1.5, xmlsec1: 3 },
  sign: { JDK: 2, xmlsec1: 1.2 },
} as const;

type Operation = keyof typeof signingBars;

/** Milliseconds of one operation in each round, by engine. */
type Rounds = Readonly<Record<string, readonly number[]>>;

const defaultRounds = 15;
/** What one batch takes, about. */
const batchMs = 120;
const mostInBatch = 4_000;

export interface SigningFigures {
  readonly packetBytes: number;
  readonly rounds: number;
  /** Milliseconds of one operation. */
  readonly ms: Readonly<Record<Operation, Readonly<Record<string, number>>>>;
  readonly missing: readonly string[];
  readonly bars: readonly Bar[];
}

export interface Bar {
  readonly operation: Operation;
  readonly peer: string;
  /** How many times as fast we are; undefined where the peer is missing. */
  readonly ratio?: number;
  readonly atLeast: number;
  readonly kept?: boolean;
}

export async function measureSigning(rounds: number): Promise<SigningFigures> {
  const packet = await sealedPacket();
  const { engines, missing } = await allEngines(packet);
  try {
    const measured = {
      verify: await measure(engines, 'verify', rounds),
      sign: await measure(engines, 'sign', rounds),
    };
    const ms = { verify: medians(measured.verify), sign: medians(measured.sign) };
    return { packetBytes: packet.file.length, rounds, ms, missing, bars: judged(measured) };
  } finally {
    for (const engine of engines) await engine.close?.();
    await rm(packet.folder, { recursive: true, force: true });
  }
}

async function allEngines(packet: SealedPacket): Promise<{ engines: Engine[]; missing: string[] }> {
  const peers = { JDK: await jdk(packet), xmlsec1: xmlsec1(packet) };
  const there = Object.values(peers).filter((engine) => engine !== undefined);
  return {
    engines: [ours(packet), oursAnew(packet), ...there, xmlCrypto(packet), bareRsa(packet)],
    missing: Object.entries(peers).flatMap(([name, engine]) => (engine ? [] : [name])),
  };
}

async function measure(engines: readonly Engine[], operation: Operation, rounds: number): Promise<Rounds> {
  const batches: {
    name: string;
    run: (count: number) => Promise<number>;
    count: number;
    figures: number[];
  }[] = [];
  for (const engine of engines) {
    const run = engine[operation];
    if (!run) continue;
    await run(100);
    const count = Math.ceil(Math.min(mostInBatch, batchMs / Math.max(0.001, await run(100))));
    batches.push({ name: engine.name, run, count, figures: [] });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { run, count, figures } of batches) figures.push(await run(count));
  }
  return Object.fromEntries(batches.map(({ name, figures }) => [name, figures]));
}

function medians(measured: Rounds): Record<string, number> {
  return Object.fromEntries(Object.entries(measured).map(([name, figures]) => [name, median(figures)]));
}

/** The ratio is the median of those of the rounds: two that took turns were disturbed alike. */
function judged(measured: Readonly<Record<Operation, Rounds>>): Bar[] {
  const operations = ['verify', 'sign'] as const;
  return operations.flatMap((operation) =>
    Object.entries(signingBars[operation]).map(([peer, atLeast]) => {
      const theirs = measured[operation][peer];
      if (theirs === undefined) return { operation, peer, atLeast };
      const own = measured[operation]['ours'] ?? [];
      const ratio = median(theirs.map((figure, round) => figure / (own[round] ?? Number.NaN)));
      return { operation, peer, atLeast, ratio, kept: ratio >= atLeast };
    }),
  );
}

/** True where no bar was missed. */
export async function benchSigning(
  print: (line: string) => void,
  rounds: number = defaultRounds,
): Promise<boolean> {
  const figures = await measureSigning(rounds);
  for (const line of table(figures)) print(line);
  return figures.bars.every(({ kept }) => kept !== false);
}

function table({ packetBytes: size, rounds, ms, missing, bars }: SigningFigures): string[] {
  const lines = [`one packet of ${size} octets, RSA-2048, path checked; median of ${rounds} rounds`];
  for (const operation of ['verify', 'sign'] as const) {
    const figures = ms[operation];
    const own = figures['ours'] ?? Number.NaN;
    const bare = figures['bare RSA'] ?? Number.NaN;
    lines.push('', `${operation.padEnd(24)}  ms each  to ours  bare RSA's share`);
    for (const [name, value] of Object.entries(figures)) {
      const share = `${((100 * bare) / value).toFixed(0)} %`;
      lines.push(
        `  ${name.padEnd(22)} ${value.toFixed(4).padStart(8)} ${(value / own).toFixed(2).padStart(8)} ${share.padStart(17)}`,
      );
    }
  }
  lines.push('', ...missing.map((name) => `MISSING: ${name} is not installed; it was not measured`));
  for (const { operation, peer, ratio, atLeast, kept } of bars) {
    const judgement =
      ratio === undefined ? 'not measured' : `${ratio.toFixed(2)} ${kept ? 'kept' : 'MISSED'}`;
    lines.push(`${operation.padEnd(6)} at least ${atLeast} times as fast as ${peer}: ${judgement}`);
  }
  return lines;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, rounds: { type: 'string' } } });
  const rounds = Number(values.rounds ?? defaultRounds);
  if (values.json) {
    const figures = await measureSigning(rounds);
    process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
    process.exitCode = figures.bars.some(({ kept }) => kept === false) ? 1 : 0;
  } else {
    const kept = await benchSigning((line) => process.stdout.write(`${line}\n`), rounds);
    process.exitCode = kept ? 0 : 1;
  }
}
