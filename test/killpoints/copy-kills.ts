/** `edoc agent backup` and `edoc agent restore` as processes that are killed before each of their steps. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { edoc, program } from '../e2e/support/edoc.js';
import { reaches, sendLetter } from '../e2e/support/office.js';
import { testAxis } from '../support/axis.js';
import { startNode } from '../support/node.js';

/** A node that does not run, with one document in its register and a backup of it. */
export interface BackedUpNode {
  readonly directory: string;
  readonly root: string;
  readonly backups: string;
}

export async function withBackedUpNode(use: (node: BackedUpNode) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'edoc-copies-'));
  const axis = await testAxis('Trục thử nghiệm', [
    { agencies: [{ code: 'G22', name: 'Văn phòng Chính phủ' }] },
    { agencies: [{ code: 'H41', name: 'UBND tỉnh Nghệ An' }] },
  ]);
  try {
    const [sender, recipient] = [
      await startNode(axis.agent('G22').directory),
      await startNode(axis.agent('H41').directory),
    ];
    const files = [{ name: 'Phụ lục.bin', octets: Buffer.alloc(700_000, 3) }];
    while (!(await sender.store.directoryVersion()) || !(await recipient.store.directoryVersion()))
      await new Promise((resolve) => setTimeout(resolve, 50));
    const packetId = await sendLetter(sender.desk, { to: ['H41'], files });
    await reaches(sender, packetId, { H41: 'delivered' });
    await Promise.all([sender.stop(), recipient.stop()]);
    const { directory } = axis.agent('H41');
    const backups = join(root, 'backup');
    const made = await edoc(['agent', 'backup', '--to', backups, '--with-keys'], directory);
    expect(made.exitCode, made.stderr).to.equal(0);
    await use({ directory, root, backups });
  } finally {
    await axis.remove();
    await rm(root, { recursive: true, force: true });
  }
}

/**
 * Kills `edoc agent backup` at one in so many of its points. Each time the backups that are there are whole,
 * and the next one succeeds and clears away the rest. Returns how many points there are, and how many were tried.
 */
export async function backupKills({ directory, root }: BackedUpNode, every = 1): Promise<Tried> {
  const args = (to: string) => ['agent', 'backup', '--to', to, '--agent', directory];
  const steps = await stepsOf(args(join(root, 'faultless')), join(root, 'backup-steps'));
  return tried(steps, every, async (step) => {
    const to = join(root, `backup-${step}`);
    await killed(args(to), step);
    const before = await finished(to);
    const again = await edoc(args(to));
    expect(again.exitCode, `backup after a kill before step ${step}: ${again.stderr}`).to.equal(0);
    const after = await readdir(join(to, 'snapshots'));
    expect(after.length, 'backups').to.equal(before.length + 1);
    await areWhole(to, after);
    await rm(to, { recursive: true });
  });
}

/**
 * The same of `edoc agent backup --keep 1` in a folder with an earlier backup and an attachment that none names: the backups that are
 * there are whole, of which there is always one, and the next one is all that is left.
 */
export async function thinningKills({ directory, root, backups }: BackedUpNode, every = 1): Promise<Tried> {
  const args = (to: string) => ['agent', 'backup', '--to', to, '--agent', directory, '--keep', '1'];
  const fill = async (to: string) => {
    await cp(backups, to, { recursive: true });
    await mkdir(join(to, 'content', '00'), { recursive: true });
    await writeFile(join(to, 'content', '00', '0'.repeat(62)), 'an attachment of a backup that is gone');
  };
  await fill(join(root, 'thinned'));
  const steps = await stepsOf(args(join(root, 'thinned')), join(root, 'thinning-steps'));
  return tried(steps, every, async (step) => {
    const to = join(root, `thinned-${step}`);
    await fill(to);
    await killed(args(to), step);
    const before = await finished(to);
    expect(before, `step ${step}`).to.not.have.length(0);
    await areWhole(to, before);
    const again = await edoc(args(to));
    expect(again.exitCode, `backup after a kill before step ${step}: ${again.stderr}`).to.equal(0);
    const after = await readdir(join(to, 'snapshots'));
    expect(after, `step ${step}`).to.have.length(1);
    await areWhole(to, after);
    expect(await readdir(join(to, 'content', '00'))).to.deep.equal([]);
    await rm(to, { recursive: true });
  });
}

async function areWhole(to: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const check = await edoc(['agent', 'check', '--backup', to, '--snapshot', name]);
    expect(check.exitCode, check.stdout + check.stderr).to.equal(0);
  }
}

/** The same of `edoc agent restore`: `edoc agent check` says that it is unfinished, and the same command again completes it. */
export async function restoreKills({ root, backups }: BackedUpNode, every = 1): Promise<Tried> {
  const args = (to: string) => ['agent', 'restore', backups, '--dir', to];
  const steps = await stepsOf(args(join(root, 'restored')), join(root, 'restore-steps'));
  const wanted = await filesOf(join(root, 'restored'));
  return tried(steps, every, async (step) => {
    const to = join(root, `restored-${step}`);
    await killed(args(to), step);
    const there = await readdir(join(to, 'data')).catch((): string[] => []);
    const check = await edoc(['agent', 'check'], to);
    const again = await edoc(args(to));
    if (!there.includes('restore.incomplete') && there.includes('store.db')) {
      expect([check.exitCode, again.stderr.includes('restore.not-empty')], `step ${step}`).to.deep.equal([
        0,
        true,
      ]);
    } else {
      expect(check.exitCode, `step ${step}`).to.not.equal(0);
      expect(again.exitCode, `restore after a kill before step ${step}: ${again.stderr}`).to.equal(0);
    }
    const whole = await edoc(['agent', 'check'], to);
    expect(whole.exitCode, whole.stdout).to.equal(0);
    expect(await filesOf(to)).to.deep.equal(wanted);
    await rm(to, { recursive: true });
  });
}

export interface Tried {
  readonly points: number;
  readonly tried: number;
}

/** One point before each step, and one behind the last: between two steps nothing happens that lasts. */
export async function tried(
  steps: readonly string[],
  every: number,
  run: (step: number) => Promise<void>,
): Promise<Tried> {
  let count = 0;
  for (let step = 0; step < steps.length; step += every) {
    await run(step);
    count += 1;
  }
  return { points: steps.length, tried: count };
}

export async function stepsOf(args: readonly string[], file: string): Promise<string[]> {
  const { code, stderr } = await command(args, { EDOC_STEPS: file });
  expect(code, stderr).to.equal(0);
  return (await readFile(file, 'utf8')).trim().split('\n');
}

export async function killed(args: readonly string[], step: number): Promise<void> {
  const { signal } = await command(args, { EDOC_KILL_AT: String(step) });
  expect(signal, `step ${step}`).to.equal('SIGKILL');
}

async function command(args: readonly string[], env: Readonly<Record<string, string>>) {
  const preload = `--import=${new URL('./die-at-step.js', import.meta.url).href}`;
  const child = spawn(process.execPath, [preload, program, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, EDOC_LANG: 'en', ...env },
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code, signal]: unknown[] = await once(child, 'close');
  return { code, signal, stderr };
}

async function finished(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'snapshots')).catch(() => []);
  return names.filter((name) => !name.endsWith('.unfinished'));
}

/** Every file of a directory but for locks and what SQLite keeps beside a database. */
async function filesOf(directory: string): Promise<string[]> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(directory.length))
    .filter((path) => !/\.lock$|-wal$|-shm$|\.pid$/.test(path))
    .sort();
}
