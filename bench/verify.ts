/**
 * `npm run bench -- verify`: an archive of packets of 5 kB under RSA-2048 seals at level B, examined by `edoc verify` as a
 * process on all cores, beside the bare verification of the same seals in one thread. Keys and packets are made for the run.
 * The archive is examined once, and given three times over in one call: what the second takes more is what files cost while the
 * program runs, without starting it and without the first seconds, in which the engine still compiles what it runs. The floor is a
 * process that reads the files and verifies their seals on all cores, and does nothing else.
 * Bare and whole take turns in every round, so that what disturbs the machine disturbs both; figures are medians. By itself,
 * `node dist/bench/verify.js [--files N] [--rounds N] [--json]`.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packetSeal, type Trust, verifySeal } from '../src/signing/index.js';
import { median, timed } from './signing/engine.js';
import { packetMaker, sealedAt, sealer } from './signing/sealed.js';
import { type Process, runProcess } from './verify/process.js';

/** The share of the bare rate that a core must keep. */
export const verifyBar = 0.5;

const defaults = { files: 10_000, rounds: 3 } as const;
/** Packets that the bare verification goes through, in memory. */
const bareFiles = 500;
const barePasses = 8;
const program = fileURLToPath(new URL('../../bin/edoc.js', import.meta.url));
const bareProgram = fileURLToPath(new URL('./verify/bare.js', import.meta.url));

export interface VerifyFigures {
  readonly files: number;
  readonly packetBytes: number;
  readonly cores: number;
  readonly rounds: number;
  /** `verifySeal` with the path checked, one thread, in memory; files in a second, and in a second of a processor's work. */
  readonly bare: number;
  readonly bareByCpu: number;
  /** The whole process: start, reading from disk, examining, the report as JSON. */
  readonly whole: ProcessFigures;
  /** The same without what a process costs that is given one file. */
  readonly withoutStart: ProcessFigures;
  /** Of files beyond these, while it runs. */
  readonly running: ProcessFigures;
  /** The same two of the floor. */
  readonly floorWhole: ProcessFigures;
  readonly floorRunning: ProcessFigures;
  /** What `edoc verify` has of the floor's rate, by the time that passed; the median of the rounds. */
  readonly ofFloorWhole: number;
  readonly ofFloorRunning: number;
  /** Octets of memory that the process had at most. */
  readonly peakRssBytes: number;
  readonly atLeast: number;
  /** While it runs. */
  readonly kept: boolean;
}

/** Files in a second. */
interface ProcessFigures {
  readonly perSecond: number;
  /** By the time that passed, times the cores. */
  readonly perCore: number;
  /** By the seconds that processors worked, those of the system included. */
  readonly perCpuSecond: number;
  /** What a core keeps of the bare rate, by the time that passed; the median of the rounds. */
  readonly ofBare: number;
  readonly ofBareByCpu: number;
}

interface Round {
  readonly bare: number;
  readonly bareByCpu: number;
  readonly one: Process;
  readonly all: Process;
  readonly thrice: Process;
  readonly floorAll: Process;
  readonly floorThrice: Process;
}

interface Archive {
  readonly folder: string;
  readonly packets: string;
  readonly first: string;
  readonly trustFile: string;
  readonly trust: Trust;
  /** Some of the packets. */
  readonly inMemory: readonly Buffer[];
}

export async function measureVerify(files: number, rounds: number): Promise<VerifyFigures> {
  const archive = await makeArchive(files);
  try {
    const measured: Round[] = [];
    // One more that does not count: it brings the files and the program into the system's memory.
    for (let round = 0; round <= rounds; round += 1) measured.push(await measureRound(archive));
    return figuresOf(measured.slice(1), archive.inMemory[0]?.length ?? 0, files);
  } finally {
    await rm(archive.folder, { recursive: true, force: true });
  }
}

async function measureRound(archive: Archive): Promise<Round> {
  const { first, packets, trustFile, trust, inMemory } = archive;
  const verify = (...what: readonly string[]) =>
    runProcess([program, 'verify', ...what, '--trust', trustFile, '--json']);
  const cpuBefore = process.cpuUsage();
  const ms = await timed(barePasses, async () => {
    for (const packet of inMemory) await verifySeal(packet, packetSeal, trust, { at: sealedAt });
  });
  const { user, system } = process.cpuUsage(cpuBefore);
  // Both end with 0 only where every file passed.
  const one = await verify(first);
  const all = await verify(packets);
  const thrice = await verify(packets, packets, packets);
  const floor = (...folders: readonly string[]) => runProcess([bareProgram, trustFile, ...folders]);
  const floorAll = await floor(packets);
  const floorThrice = await floor(packets, packets, packets);
  return {
    bare: (1_000 * inMemory.length) / ms,
    bareByCpu: (1e6 * barePasses * inMemory.length) / (user + system),
    one,
    all,
    thrice,
    floorAll,
    floorThrice,
  };
}

async function makeArchive(files: number): Promise<Archive> {
  const { signer, trust, trustPem } = await sealer();
  const folder = await mkdtemp(join(tmpdir(), 'edoc-verify-'));
  const packets = join(folder, 'packets');
  const trustFile = join(folder, 'trust.pem');
  await mkdir(packets);
  await writeFile(trustFile, trustPem);
  const nameOf = (number: number) => join(packets, `${String(number).padStart(6, '0')}.edxml`);
  const make = await packetMaker(signer);
  const inMemory: Buffer[] = [];
  for (let number = 1; number <= files; number += 1) {
    const { file } = await make(number);
    await writeFile(nameOf(number), file);
    if (number <= bareFiles) inMemory.push(file);
  }
  return { folder, packets, first: nameOf(1), trustFile, trust, inMemory };
}

function figuresOf(rounds: readonly Round[], packetBytes: number, files: number): VerifyFigures {
  const of = (figure: (round: Round) => number) => median(rounds.map(figure));
  const figures = (count: number, seconds: (round: Round, of: 'wallMs' | 'cpuMs') => number) => {
    const wall = (round: Round) => count / seconds(round, 'wallMs');
    const cpu = (round: Round) => count / seconds(round, 'cpuMs');
    return {
      perSecond: of(wall),
      perCore: of(wall) / cores,
      perCpuSecond: of(cpu),
      ofBare: of((round) => wall(round) / cores / round.bare),
      ofBareByCpu: of((round) => cpu(round) / round.bareByCpu),
    };
  };
  const cores = availableParallelism();
  const whole = figures(files, ({ all }, kind) => all[kind] / 1_000);
  const running = figures(2 * files, ({ all, thrice }, kind) => (thrice[kind] - all[kind]) / 1_000);
  const floorWhole = figures(files, ({ floorAll }, kind) => floorAll[kind] / 1_000);
  const floorRunning = figures(
    2 * files,
    ({ floorAll, floorThrice }, kind) => (floorThrice[kind] - floorAll[kind]) / 1_000,
  );
  return {
    files,
    packetBytes,
    cores,
    rounds: rounds.length,
    bare: of(({ bare }) => bare),
    bareByCpu: of(({ bareByCpu }) => bareByCpu),
    whole,
    withoutStart: figures(files - 1, ({ all, one }, kind) => (all[kind] - one[kind]) / 1_000),
    running,
    floorWhole,
    floorRunning,
    ofFloorWhole: of(({ all, floorAll }) => floorAll.wallMs / all.wallMs),
    ofFloorRunning: of(
      ({ all, thrice, floorAll, floorThrice }) =>
        (floorThrice.wallMs - floorAll.wallMs) / (thrice.wallMs - all.wallMs),
    ),
    peakRssBytes: of(({ thrice }) => thrice.peakRssBytes),
    atLeast: verifyBar,
    kept: running.ofBare >= verifyBar,
  };
}

/** True where the bar was not missed. */
export async function benchVerify(
  print: (line: string) => void,
  files: number = defaults.files,
  rounds: number = defaults.rounds,
): Promise<boolean> {
  const figures = await measureVerify(files, rounds);
  for (const line of lines(figures)) print(line);
  return figures.kept;
}

function lines(figures: VerifyFigures): string[] {
  const {
    files,
    packetBytes: size,
    cores,
    rounds,
    bare,
    bareByCpu,
    whole,
    withoutStart,
    running,
    floorWhole,
    floorRunning,
    peakRssBytes,
  } = figures;
  const verdict = ({ ofBare }: ProcessFigures) =>
    `${ofBare.toFixed(2)} ${ofBare >= verifyBar ? 'kept' : 'MISSED'}`;
  const row = (name: string, told: ProcessFigures) =>
    name.padEnd(28) +
    [told.perSecond, told.perCore, told.perCpuSecond].map((rate) => rate.toFixed(0).padStart(12)).join('') +
    `${told.ofBare.toFixed(2)} (CPU ${told.ofBareByCpu.toFixed(2)})`.padStart(20);
  return [
    `${files} packets of ${size} octets, RSA-2048, path checked, ${cores} cores; median of ${rounds} rounds`,
    `bare verification of the seals, one thread: ${bare.toFixed(0)} files/s, ${bareByCpu.toFixed(0)} per CPU s`,
    '',
    `${'edoc verify --json'.padEnd(28)}${'files/s'.padStart(12)}${'per core'.padStart(12)}${'per CPU s'.padStart(12)}${'of bare'.padStart(20)}`,
    row('  with its start', whole),
    row('  without its start', withoutStart),
    row('  while it runs', running),
    'the floor: seals alone',
    row('  with its start', floorWhole),
    row('  while it runs', floorRunning),
    `at most ${(peakRssBytes / 1e6).toFixed(0)} MB of memory for ${3 * files} files`,
    '',
    `per core at least ${verifyBar} of the bare rate: ${verdict(running)} while it runs, ${verdict(whole)} with its start`,
    `of the floor's rate: ${figures.ofFloorRunning.toFixed(2)} while it runs, ${figures.ofFloorWhole.toFixed(2)} with its start`,
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, files: { type: 'string' }, rounds: { type: 'string' } },
  });
  const files = Number(values.files ?? defaults.files);
  const rounds = Number(values.rounds ?? defaults.rounds);
  if (values.json) {
    const figures = await measureVerify(files, rounds);
    process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
    process.exitCode = figures.kept ? 0 : 1;
  } else {
    const kept = await benchVerify((line) => process.stdout.write(`${line}\n`), files, rounds);
    process.exitCode = kept ? 0 : 1;
  }
}
