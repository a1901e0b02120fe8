/**
 * Files written whole or not at all (a temporary file, fsync, rename, fsync of the folder), and secrets that only
 * their owner can read.
 */
import { randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EdocError } from '../../errors.js';
import { syncFolder } from '../durable-name.js';
import { fileError } from '../files-read.js';
import { makeFolder, writeError } from '../new-files.js';

const secretMode = 0o600;
const openMode = 0o644;
const secretFolderMode = 0o700;
const rightsOfOthers = 0o077;
const passphraseOctets = 32;

/** @throws EdocError `cli.file-unwritable` */
export function writeSecretFile(path: string, content: string | Uint8Array): Promise<void> {
  return writeNamed(path, content, secretMode);
}

/** @throws EdocError `cli.file-unwritable` */
export function writeOpenFile(path: string, content: string | Uint8Array): Promise<void> {
  return writeNamed(path, content, openMode);
}

/** Folders on the way are made with the same rights; one that is there keeps its own. @throws EdocError `cli.file-unwritable` */
export async function makeSecretFolder(path: string): Promise<void> {
  try {
    await makeFolder(path, secretFolderMode);
  } catch (error) {
    throw writeError(path, error);
  }
}

/** @throws EdocError `key.permissions` where the group or others have any right to it. */
export async function readSecretFile(path: string): Promise<string> {
  const { mode } = await stat(path);
  if ((mode & rightsOfOthers) !== 0) {
    throw new EdocError('key.permissions', { detail: { file: path, mode: (mode & 0o777).toString(8) } });
  }
  return readFile(path, 'utf8');
}

/** The passphrase in the file, made at random the first time. It never leaves the file but for this process's memory. */
export async function providePassphrase(path: string): Promise<string> {
  const present = await readIfPresent(path, readSecretFile);
  if (present !== undefined) return present.trim();
  const passphrase = randomBytes(passphraseOctets).toString('base64url');
  await makeSecretFolder(dirname(path));
  await writeSecretFile(path, `${passphrase}\n`);
  return passphrase;
}

/** @throws EdocError `cli.file-unreadable`, `cli.file-is-folder`, and what `read` throws */
export async function readIfPresent(
  path: string,
  read: (path: string) => Promise<string> = (file) => readFile(file, 'utf8'),
): Promise<string | undefined> {
  try {
    return await read(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw fileError(path, error);
  }
}

export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Removes what writers of this file left that were killed. For a time when nobody can be writing it. */
export async function removeUnfinished(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder).catch(() => [])) {
    const suffix = name.startsWith(basename(path)) ? name.slice(basename(path).length) : '';
    if (/^\.[0-9a-f]{12}\.tmp$/.test(suffix)) await rm(join(folder, name), { force: true });
  }
}

async function writeNamed(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  try {
    await writeWhole(path, content, mode);
  } catch (error) {
    throw writeError(path, error);
  }
}

async function writeWhole(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx', mode);
  try {
    await file.chmod(mode);
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}
