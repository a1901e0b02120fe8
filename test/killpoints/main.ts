/**
 * `npm run test:killpoints [-- --flow 'recall' --mode stopped|killed --every N]`: every flow dies at each of its points, stopped inside this
 * process and as a process that kills itself; every write of the store at each of its COMMITs; backup, restore and archiving before each of
 * their steps. Prints a table and ends with 1 where any outcome was another one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Office } from '../e2e/support/office.js';
import { testAxis } from '../support/axis.js';
import { stopSharedBroker } from '../support/broker.js';
import { archiveKills } from './archive-kills.js';
import { backupKills, restoreKills, thinningKills, withBackedUpNode } from './copy-kills.js';
import type { WritingMethod } from './durable-writes.js';
import type { Mode } from './dying.js';
import type { Flow } from './flow.js';
import { twoNodes } from './flow-sample.js';
import { flows } from './flows.js';
import { Stage } from './stage.js';
import { unitCases } from './unit-cases.js';
import { checkUnit, killUnit } from './unit-deaths.js';

const { values } = parseArgs({
  options: {
    flow: { type: 'string', default: '' },
    mode: { type: 'string', default: '' },
    // One in so many points, for a shorter run.
    every: { type: 'string', default: '1' },
  },
});
const every = Number(values.every);
const modes = (['stopped', 'killed'] as const).filter((mode) => mode.includes(values.mode));
const wrong: string[] = [];

function row(name: string, points: number, died: number, how: string, failed: number): void {
  const outcome = failed === 0 ? 'as promised' : `${failed} WRONG`;
  console.log(
    `${name.padEnd(48)} ${String(points).padStart(6)} ${String(died).padStart(6)}  ${how.padEnd(8)} ${outcome}`,
  );
}

/** Runs it at each of the points chosen; returns how many outcomes were wrong. */
async function each<Point>(
  points: readonly Point[],
  die: (point: Point) => Promise<unknown>,
): Promise<number> {
  let failed = 0;
  for (const point of points) {
    try {
      await die(point);
    } catch (error) {
      failed += 1;
      const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
      console.log(`WRONG: ${words.split('\n')[0]}`);
      wrong.push(words);
    }
  }
  return failed;
}

/** Each on an axis of its own: what the flows before have left would be asked for again by a node that is restored. */
async function runOnAxis(flow: Flow): Promise<void> {
  const axis = await testAxis('Trục thử nghiệm', twoNodes);
  const office = Office.on(axis);
  try {
    await runFlow(office, flow);
  } finally {
    await office.stopAll();
    await axis.remove();
  }
}

async function runFlow(office: Office, flow: Flow): Promise<void> {
  const stage = await Stage.open(office, flow);
  try {
    const points = await stage.points();
    const chosen = points.filter((_point, index) => index % every === 0);
    for (const mode of modes.filter((one: Mode) => one === 'stopped' || !flow.dying)) {
      const failed = await each(chosen, (point) => stage.dieAt(mode, point));
      row(flow.name, points.length, chosen.length, mode, failed);
    }
  } finally {
    await stage.close();
  }
}

async function runUnits(folder: string): Promise<void> {
  for (const mode of modes) {
    let points = 0;
    const failed = await each(Object.keys(unitCases) as WritingMethod[], async (method) => {
      const run = mode === 'stopped' ? checkUnit : killUnit;
      points += await run(method, join(folder, `${method}-${mode}`));
    });
    row(`writes of the store (${Object.keys(unitCases).length})`, points, points, mode, failed);
  }
}

async function runCopies(): Promise<void> {
  await withBackedUpNode(async (node) => {
    for (const [name, run] of [
      ['edoc agent backup', backupKills],
      ['edoc agent backup --keep', thinningKills],
      ['edoc agent restore', restoreKills],
    ] as const) {
      let counts = { points: 0, tried: 0 };
      const failed = await each([name], async () => {
        counts = await run(node, every);
      });
      row(name, counts.points, counts.tried, 'killed', failed);
    }
  });
}

async function runArchive(): Promise<void> {
  const axis = await testAxis('Trục thử nghiệm', twoNodes);
  const office = Office.on(axis);
  try {
    let counts = { points: 0, tried: 0 };
    const name = 'edoc agent archive';
    const failed = await each([name], async () => {
      counts = await archiveKills(office, every);
    });
    row(name, counts.points, counts.tried, 'killed', failed);
  } finally {
    await office.stopAll();
    await axis.remove();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'edoc-killpoints-'));
try {
  const chosen = flows.filter(({ name }) => name.includes(values.flow));
  console.log(
    `${'flow'.padEnd(48)} ${'points'.padStart(6)} ${'deaths'.padStart(6)}  ${'how'.padEnd(8)} outcome`,
  );
  await each(chosen, runOnAxis);
  if (values.flow === '') {
    await runUnits(folder);
    if (modes.includes('killed')) {
      await runCopies();
      await runArchive();
    }
  }
  for (const words of wrong) console.log(`\nWRONG: ${words}`);
  if (wrong.length > 0) process.exitCode = 1;
} finally {
  await stopSharedBroker();
  await rm(folder, { recursive: true, force: true });
}
