/** Writes files into a folder that the user named, all or none, and never over what is there. */
import { createWriteStream } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EdocError } from '../errors.js';

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

/** Octets of a file name that common file systems take. */
const nameBytes = 255;

/** Names that stand for devices on Windows, whatever follows the dot. */
const deviceName = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/**
 * File names of a packet fit for this folder, on any system: none is hidden, looks like an option, names a device or shows
 * its letters in another order, none differs from another by case alone, and none is longer than file systems take.
 */
export function safeNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const bare = name
      .normalize('NFC')
      .replace(/[/\\:*?"<>|\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '_')
      .replace(/[. ]+$/, '_');
    const safe = /^[.-]/.test(bare) || deviceName.test(bare) ? `_${bare}` : bare;
    const dot = safe.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [safe.slice(0, dot), safe.slice(dot)] : [safe, ''];
    let free = shortened(stem, ending);
    for (let number = 2; taken.has(free.toLowerCase()); number += 1) {
      free = shortened(stem, ` (${number})${ending}`);
    }
    taken.add(free.toLowerCase());
    return free;
  });
}

/** Takes from the end of the stem what is too much; an ending that leaves no room for it is cut as well. */
function shortened(stem: string, ending: string): string {
  const tail = cut(ending, nameBytes / 2);
  return cut(stem, nameBytes - Buffer.byteLength(tail)) + tail;
}

/** As many whole characters as fit. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let kept = '';
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytes) break;
    kept += character;
  }
  return kept;
}

/**
 * The folder and those above it. Not by `mkdir` with `recursive`: Node 20 never returns from it where a file system refuses
 * new folders with ENOENT, as /proc does.
 */
async function makeFolder(folder: string): Promise<void> {
  if (await isThere(folder)) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  try {
    await mkdir(folder);
  } catch (error) {
    // Another process may have been quicker.
    if (!(await isThere(folder))) throw error;
  }
}

async function requireAbsent(path: string): Promise<void> {
  if (await isThere(path)) throw new EdocError('cli.file-exists', { detail: { file: path } });
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function writeError(file: string, error: unknown): unknown {
  if (error instanceof EdocError || !(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'EEXIST') return new EdocError('cli.file-exists', { detail: { file }, cause: error });
  return new EdocError('cli.file-unwritable', { detail: { file, reason: String(error.code) }, cause: error });
}
