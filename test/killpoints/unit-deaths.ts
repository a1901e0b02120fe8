/** Runs a case of {@link unitCases} to each of its COMMITs, lets it die there, and holds what is left against a run without death. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { checkStore, openStore, type Store } from '../../src/store/index.js';
import { start } from '../store/samples.js';
import { aroundCommits, everyRow, leftBehind, type Moment } from './commits.js';
import type { WritingMethod } from './durable-writes.js';
import { unitCases } from './unit-cases.js';

const script = fileURLToPath(new URL('./unit-process.js', import.meta.url));

/** What a run without death holds after each COMMIT, from before the first one. */
type Held = readonly string[];

/** Dies at each point, as copies of the folder. Returns how many there were. */
export async function checkUnit(method: WritingMethod, folder: string): Promise<number> {
  const { write } = unitCases[method];
  const whole = join(folder, 'whole');
  const copies: { place: string; moment: Moment; number: number }[] = [];
  await prepared(method, whole);
  const held = [await rowsOf(method, whole)];
  await opened(whole, async (store) => {
    await aroundCommits(
      async (moment, number) => {
        const place = join(folder, `${moment}-${number}`);
        await leftBehind(whole, place);
        copies.push({ place, moment, number });
      },
      () => write(store),
    );
  });
  for (const { place, moment } of copies) if (moment === 'after') held.push(await rowsOf(method, place));
  expect(await rowsOf(method, whole), 'the run without death').to.equal(held.at(-1));
  for (const { place, moment, number } of copies) {
    await isWhole(method, place, held, moment === 'before' ? number - 1 : number);
  }
  return copies.length;
}

/** The same in a process that ends itself with SIGKILL. Returns how many there were. */
export async function killUnit(method: WritingMethod, folder: string): Promise<number> {
  const { commits = 1 } = unitCases[method];
  const whole = join(folder, 'whole');
  await prepared(method, whole);
  const held = [await rowsOf(method, whole)];
  for (let number = 1; number <= commits; number += 1) {
    for (const moment of ['before', 'after'] as const) {
      const place = join(folder, `${moment}-${number}`);
      await cp(whole, place, { recursive: true });
      const child = spawn(process.execPath, [script, method, moment, String(number), place], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const [, signal] = await once(child, 'close');
      expect(signal, `${method}, ${moment} commit ${number}`).to.equal('SIGKILL');
      if (moment === 'after') held[number] = await rowsOf(method, place);
    }
  }
  await opened(whole, unitCases[method].write);
  expect(await rowsOf(method, whole)).to.equal(held.at(-1));
  for (let number = 1; number <= commits; number += 1) {
    await isWhole(method, join(folder, `before-${number}`), held, number - 1);
    await isWhole(method, join(folder, `after-${number}`), held, number);
  }
  return 2 * commits;
}

async function isWhole(method: WritingMethod, place: string, held: Held, commits: number): Promise<void> {
  const { write, repeated } = unitCases[method];
  const last = held.length - 1;
  expect(await rowsOf(method, place), `${place} after its death`).to.equal(held[commits]);
  await opened(place, write);
  const rows = await rowsOf(method, place);
  if (commits === last && repeated === 'done again') expect(rows).to.not.equal(held[last]);
  else expect(rows, `${place} after the same call again`).to.equal(held[last]);
}

async function prepared(method: WritingMethod, place: string): Promise<void> {
  await mkdir(place, { recursive: true });
  await opened(place, unitCases[method].prepare);
}

async function opened(place: string, use: (store: Store) => Promise<unknown>): Promise<void> {
  const store = await openStore({ folder: place, now: () => start });
  try {
    await use(store);
  } finally {
    await store.close();
  }
}

/** Every row, after SQLite has recovered and everything was found to fit together. */
async function rowsOf(method: WritingMethod, place: string): Promise<string> {
  await opened(place, async (store) => {
    expect((await store.reader.verifyLog()).head).to.deep.equal(store.logHead());
  });
  const file = join(place, 'store.db');
  const { faults } = await checkStore({ database: file, contents: join(place, 'content') });
  // The attachments of these packets were never there.
  expect(faults.filter(({ code }) => code !== 'content.missing')).to.deep.equal([]);
  const { indifferent } = unitCases[method];
  const rows = await everyRow(file);
  return rows.filter((row) => !indifferent?.test(row)).join('\n');
}
