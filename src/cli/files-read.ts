/** Files that the user names. */
import { open, readFile } from 'node:fs/promises';
import { EdocError } from '../errors.js';

/** The file's octets, at most `maxBytes` of them. @throws EdocError `cli.file-missing`, `cli.file-unreadable` */
export async function readNamedFile(path: string, maxBytes?: number): Promise<Buffer> {
  try {
    if (maxBytes === undefined) return await readFile(path);
    const file = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(Math.min(maxBytes, (await file.stat()).size));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

/** What the system said of a file that the user named, as one of our errors. */
export function fileError(file: string, error: unknown): unknown {
  if (error instanceof EdocError || !(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOENT') return new EdocError('cli.file-missing', { detail: { file }, cause: error });
  if (error.code === 'EISDIR') return new EdocError('cli.file-is-folder', { detail: { file }, cause: error });
  return new EdocError('cli.file-unreadable', { detail: { file, reason: String(error.code) }, cause: error });
}
