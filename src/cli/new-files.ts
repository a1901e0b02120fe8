/** Writes files into a folder that the user named, all or none, and never over what is there. */
import { createWriteStream } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EdocError } from '../errors.js';

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
  const paths = files.map(({ name }) => join(folder, name));
  for (const path of paths) await requireAbsent(path);
  for (const [index, { content }] of files.entries()) {
    const path = paths[index] ?? '';
    try {
      await makeFolder(dirname(path));
      const source =
        typeof content === 'string' || content instanceof Uint8Array ? [Buffer.from(content)] : content;
      await pipeline(Readable.from(source, { objectMode: false }), createWriteStream(path, { flags: 'wx' }));
    } catch (error) {
      throw writeError(path, error);
    }
  }
  return paths;
}

/**
 * The folder and those above it, with the rights of `mode`. Not by `mkdir` with `recursive`: Node 20 never returns from it where a
 * file system refuses new folders with ENOENT, as /proc does.
 */
export async function makeFolder(folder: string, mode?: number): Promise<void> {
  if (await isThere(folder)) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder), mode);
  try {
    await mkdir(folder, mode);
  } catch (error) {
    // Another process may have been quicker.
    if (!(await isThere(folder))) throw error;
  }
}

/** @throws EdocError `cli.file-exists` */
export async function requireAbsent(path: string): Promise<void> {
  if (await isThere(path)) throw new EdocError('cli.file-exists', { detail: { file: path } });
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
