/**
 * Writing files so that they are whole or absent: under a temporary name, flushed to the disk, renamed, the folder
 * flushed too.
 */
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileError } from './file-error.js';

/** Temporary files end so; what is left of them after a crash is cleaned away. */
export const temporarySuffix = '.tmp';

export class DurableFile {
  readonly path: string;
  readonly #handle: FileHandle;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** A new temporary file in `folder`, which is made where it is missing. @throws EdocError `store.full`, `store.io` */
  static async create(folder: string): Promise<DurableFile> {
    try {
      await makeFolder(folder);
      const path = join(folder, `${randomUUID()}${temporarySuffix}`);
      return new DurableFile(path, await open(path, 'wx', 0o600));
    } catch (error) {
      throw fileError(error);
    }
  }

  async write(octets: Uint8Array): Promise<void> {
    try {
      await this.#handle.writeFile(octets);
    } catch (error) {
      throw fileError(error);
    }
  }

  /** Gives the file its name; it is durable when this resolves. A file of that name is replaced. */
  async keepAs(path: string): Promise<void> {
    try {
      await this.#handle.sync();
      await this.#handle.close();
      await makeFolder(dirname(path));
      await rename(this.path, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await this.discard();
      throw fileError(error);
    }
  }

  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(this.path, { force: true }).catch(() => undefined);
  }
}

/** Folders that are being made: who needs one waits until it is durable too. */
const making = new Map<string, Promise<void>>();

/** Makes a folder, and what is missing above it, for its owner alone; durable when it resolves. */
export function makeFolder(path: string): Promise<void> {
  const known = making.get(path);
  if (known !== undefined) return known;
  const made = makeNewFolder(path).finally(() => making.delete(path));
  making.set(path, made);
  return made;
}

/**
 * Not by `mkdir` with `recursive`: Node 20 never returns from it where a file system refuses new folders with ENOENT, as /proc does.
 */
async function makeNewFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const above = dirname(path);
  // By way of who else is making it: what stands in a folder is not durable before that is.
  if (above !== path) await makeFolder(above);
  try {
    await mkdir(path, 0o700);
  } catch (error) {
    // Another process may have been quicker.
    if (!(await isFolder(path))) throw error;
  }
  await syncFolder(above);
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
