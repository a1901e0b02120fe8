/**
 * One bootstrap at a time in a checkout. The lock is a directory, which only one can make; it holds who made it. A
 * lock whose owner is gone is removed, by one at a time and only after a second look, so that nobody removes the lock
 * that another has just taken.
 */
import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root, SetupError, say } from './run.mjs';

const lock = join(root, 'var/setup.lock');
const guard = join(root, 'var/setup.lock.removal');
const pollMs = 200;
/** A lock without an owner is one that is being made, or whose maker ended between two system calls. */
const namelessMs = 10_000;
const giveUpMs = 30 * 60_000;

export async function withLock(work) {
  await acquire();
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

async function acquire() {
  const givingUpAt = Date.now() + giveUpMs;
  let told = false;
  mkdirSync(join(root, 'var'), { recursive: true });
  while (!makeDirectory(lock)) {
    if (isStale()) {
      removeStale();
      await sleep(pollMs / 10);
      continue;
    }
    if (!told) say(`waiting for another set-up of this checkout (process ${owner()?.pid ?? 'unknown'})`);
    told = true;
    if (Date.now() > givingUpAt) throw new SetupError(`another set-up does not come to an end; see ${lock}`);
    await sleep(pollMs);
  }
  writeFileSync(
    join(lock, 'owner.new'),
    JSON.stringify({ pid: process.pid, host: hostname(), born: born(process.pid) }),
  );
  renameSync(join(lock, 'owner.new'), join(lock, 'owner'));
}

function makeDirectory(path) {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw new SetupError(
      `cannot write to ${path} (${error.code}); the checkout has to belong to whoever runs this`,
    );
  }
}

function owner() {
  try {
    return JSON.parse(readFileSync(join(lock, 'owner'), 'utf8'));
  } catch {
    return undefined;
  }
}

function isStale() {
  const found = owner();
  if (found === undefined) return ageMs(lock) > namelessMs;
  // Nothing can be known of a process on another machine (a shared folder).
  if (found.host !== hostname()) return false;
  return !isAlive(found.pid) || (found.born !== null && found.born !== born(found.pid));
}

function removeStale() {
  if (!makeDirectory(guard)) {
    if (ageMs(guard) > namelessMs) rmSync(guard, { recursive: true, force: true });
    return;
  }
  try {
    if (isStale()) rmSync(lock, { recursive: true, force: true });
  } finally {
    rmdirSync(guard);
  }
}

/** 0 where it is gone. */
function ageMs(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? 0 : Date.now() - found.mtimeMs;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** When a process began, in ticks since the machine's start: tells it from a later one with its number. Linux only. */
function born(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
