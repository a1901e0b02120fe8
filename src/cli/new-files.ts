/**
 * Writes files that the user named, all or none, and never over what is there. Each is written under another name beside its own,
 * flushed to the disk, and given its name when all of them are whole: what stands under its name is whole, whatever ended the command.
 */
import { randomBytes } from 'node:crypto';
import { rmdirSync, rmSync } from 'node:fs';
import { access, mkdir, open, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EdocError } from '../errors.js';
import { giveName, syncNamedFolder } from './durable-name.js';
import { clearOnSignal } from './terminal/signals.js';

export { safeNames } from '../edoc/index.js';

export interface NewFile {
  /** Relative to the folder. */
  readonly name: string;
  readonly content: Uint8Array | string | AsyncIterable<Uint8Array>;
}

/**
 * @returns the paths, in order
 * @throws EdocError `cli.file-exists` before anything is written, `cli.file-unwritable`
 */
export async function writeNewFiles(folder: string, files: readonly NewFile[]): Promise<string[]> {
  const wanted = files.map(({ name, content }) => ({
    path: join(folder, name),
    write: (path: string) => writeFile(path, content, { flag: 'wx' }),
  }));
  await writeWhole(wanted);
  return wanted.map(({ path }) => path);
}

/**
 * One file, durable when it resolves; it has the rights that `write` gives it.
 * @param write makes it under the path that it is given
 * @throws EdocError `cli.file-exists` before anything is written, `cli.file-unwritable`; what `write` throws
 */
export function writeNewFile(path: string, write: (path: string) => Promise<void>): Promise<void> {
  return writeWhole([{ path, write }]);
}

interface Wanted {
  readonly path: string;
  readonly write: (path: string) => Promise<void>;
}

async function writeWhole(files: readonly Wanted[]): Promise<void> {
  for (const { path } of files) await requireAbsent(path);
  const begun = new Begun();
  const release = clearOnSignal(() => begun.removeNow());
  try {
    const whole: { readonly path: string; readonly temporary: string }[] = [];
    for (const { path, write } of files) {
      await writing(path, async () => {
        await makeFolder(dirname(path), undefined, begun.folders);
        // Not made of the file's own name, which may be as long as a name can be.
        const temporary = join(dirname(path), `.edoc-${randomBytes(6).toString('hex')}.tmp`);
        begun.files.add(temporary);
        await write(temporary);
        await flush(temporary);
        whole.push({ path, temporary });
      });
    }
    for (const { path, temporary } of whole) {
      await writing(path, async () => {
        if (!(await giveName(temporary, path))) throw alreadyThere(path);
        begun.files.delete(temporary);
        begun.files.add(path);
      });
    }
    for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
      await writing(folder, () => syncNamedFolder(folder));
    }
  } catch (error) {
    await begun.remove();
    throw error;
  } finally {
    release();
  }
}

/** What was made so far, and goes again where not all of it can be made. */
class Begun {
  readonly files = new Set<string>();
  /** Outermost first. */
  readonly folders: string[] = [];

  async remove(): Promise<void> {
    for (const file of this.files) await rm(file, { force: true }).catch(() => undefined);
    // Only those in which nobody else has put anything.
    for (const folder of this.folders.reverse()) await rmdir(folder).catch(() => undefined);
  }

  removeNow(): void {
    for (const file of this.files) attempt(() => rmSync(file, { force: true }));
    for (const folder of this.folders.reverse()) attempt(() => rmdirSync(folder));
  }
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // The process is about to end; what cannot be removed stays.
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writing(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw writeError(path, error);
  }
}

/**
 * The folder and those above it, with the rights of `mode`; durable when it resolves. Not by `mkdir` with `recursive`: Node 20 never
 * returns from it where a file system refuses new folders with ENOENT, as /proc does.
 * @param made gets those that were made, outermost first
 */
export async function makeFolder(folder: string, mode?: number, made: string[] = []): Promise<void> {
  if (await isThere(folder)) return;
  const above = dirname(folder);
  if (above !== folder) await makeFolder(above, mode, made);
  try {
    await mkdir(folder, mode);
  } catch (error) {
    // Another process may have been quicker.
    if (!(await isThere(folder))) throw error;
    return;
  }
  made.push(folder);
  await syncNamedFolder(above);
}

/** @throws EdocError `cli.file-exists` */
export async function requireAbsent(path: string): Promise<void> {
  if (await isThere(path)) throw alreadyThere(path);
}

function alreadyThere(file: string): EdocError {
  return new EdocError('cli.file-exists', { detail: { file } });
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** What the system said of a file that was to be written, as one of our errors. */
export function writeError(file: string, error: unknown): unknown {
  if (error instanceof EdocError || !(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'EEXIST') return new EdocError('cli.file-exists', { detail: { file }, cause: error });
  return new EdocError('cli.file-unwritable', { detail: { file, reason: String(error.code) }, cause: error });
}
