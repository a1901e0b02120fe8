/** Gives a file that is whole its name, over nothing that is there, and makes names durable. */
import { link, lstat, open, rename, rm } from 'node:fs/promises';

/** File systems without hard links say so in these words. */
const withoutLinks: ReadonlySet<unknown> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** False where the name is taken. A rename would replace what is there; a link never does. */
export async function giveName(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!withoutLinks.has(codeOf(error))) throw error;
    if (await isTaken(to)) return false;
    await rename(from, to);
    return true;
  }
  await rm(from);
  return true;
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** What file systems say that flush no folders, and folders into which one may write and which one may not read. */
const withoutSync: ReadonlySet<unknown> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EACCES', 'EPERM']);

/** For folders that people name, on whatever disk: where there is no way to flush one, it is as durable as it gets. */
export async function syncNamedFolder(path: string): Promise<void> {
  try {
    await syncFolder(path);
  } catch (error) {
    if (!withoutSync.has(codeOf(error))) throw error;
  }
}

async function isTaken(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
