/**
 * Replaces the files of brokers: all of them are written beside the present ones and flushed to the disk before the first is
 * replaced, so that a full disk or a crash while they are written leaves those that were there.
 */
import { randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BrokerFiles, writeBrokerFiles } from '../../broker/index.js';
import { syncFolder } from '../durable-name.js';
import { makeFolder, writeError } from '../new-files.js';
import { isAbsent } from './private-file.js';

export interface BrokerFolder {
  readonly folder: string;
  readonly files: BrokerFiles & { readonly installedAt: string };
}

const beginning = '.new-';

/** The caller is the only one who writes them. @throws EdocError `cli.file-unwritable` */
export async function replaceBrokerFiles(brokers: readonly BrokerFolder[]): Promise<void> {
  const begun: { readonly from: string; readonly to: string }[] = [];
  try {
    for (const { folder, files } of brokers) {
      await writing(folder, async () => {
        await makeFolder(join(folder, 'tls'), 0o755);
        await removeBegun(folder);
        const from = join(folder, `${beginning}${randomBytes(6).toString('hex')}`);
        begun.push({ from, to: folder });
        await makeFolder(from, 0o700);
        await writeBrokerFiles(from, files);
        for (const name of await filesIn(from)) await settle(join(from, name), join(folder, name));
      });
    }
    for (const { from, to } of begun) await writing(to, () => putInPlace(from, to));
  } finally {
    for (const { from } of begun) await rm(from, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** What a command left that was killed; there are keys in it. */
async function removeBegun(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(beginning)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
}

/** What names other files comes behind those; a key and its certificate come right behind each other. */
function rank(name: string): number {
  if (dirname(name) === 'tls') return 0;
  return name.startsWith('rabbitmq') ? 2 : 1;
}

/** Durable, and with the owner and the rights of what it replaces: the broker may run under another user, who reads the key. */
async function settle(path: string, replaced: string): Promise<void> {
  const present = await stat(replaced).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  const file = await open(path, 'r+');
  try {
    if (present) {
      const { uid, gid } = await file.stat();
      if (uid !== present.uid || gid !== present.gid) await file.chown(present.uid, present.gid);
      await file.chmod(present.mode & 0o777);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

async function putInPlace(from: string, to: string): Promise<void> {
  for (const name of await filesIn(from)) {
    // A file that stays may be mounted into a container by itself, as the cookie is.
    if (await areAlike(join(from, name), join(to, name))) continue;
    await rename(join(from, name), join(to, name));
  }
  await syncFolder(join(to, 'tls'));
  await syncFolder(to);
}

async function areAlike(one: string, other: string): Promise<boolean> {
  try {
    return (await readFile(one)).equals(await readFile(other));
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

async function writing(folder: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw writeError(folder, error);
  }
}
