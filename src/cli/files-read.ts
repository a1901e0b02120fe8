/** Files that the user names. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { EdocError } from '../errors.js';

/**
 * The file's octets; with `maxBytes` no more than that many of its beginning, for whoever judges by them that a file is too large.
 * @throws EdocError `cli.file-missing`, `cli.file-is-folder`, `cli.file-unreadable`
 */
export async function readNamedFile(path: string, maxBytes?: number): Promise<Buffer> {
  try {
    return maxBytes === undefined ? await readFile(path) : await readBeginning(path, maxBytes);
  } catch (error) {
    throw fileError(path, error);
  }
}

/**
 * The whole file, or none of it.
 * @throws EdocError `cli.file-too-large` beyond `maxBytes`; `cli.file-missing`, `cli.file-is-folder`, `cli.file-unreadable`
 */
export async function readFileWithin(path: string, maxBytes: number): Promise<Buffer> {
  const octets = await readNamedFile(path, maxBytes + 1);
  if (octets.length <= maxBytes) return octets;
  throw new EdocError('cli.file-too-large', { detail: { file: path, max: maxBytes } });
}

/** Pipes give no size, and less at a time than one asks for. */
async function readBeginning(path: string, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of createReadStream(path, { end: maxBytes - 1 })) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** What the system said of a file that the user named, as one of our errors. */
export function fileError(file: string, error: unknown): unknown {
  if (error instanceof EdocError || !(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOENT') return new EdocError('cli.file-missing', { detail: { file }, cause: error });
  if (error.code === 'EISDIR') return new EdocError('cli.file-is-folder', { detail: { file }, cause: error });
  return new EdocError('cli.file-unreadable', { detail: { file, reason: String(error.code) }, cause: error });
}
