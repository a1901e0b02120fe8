/** The files that an auditor gives beside packets, with their digests. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EdocError, type Finding } from '../../errors.js';
import type { GivenContent } from '../../evidence/index.js';
import { fileError } from '../files-read.js';

export interface Given {
  readonly contents: readonly GivenContent[];
  /** What stands in a directory and cannot be read: each has its place in the report. */
  readonly unreadable: readonly { readonly path: string; readonly finding: Finding }[];
}

/**
 * Digests every file named and every file in the directories.
 * @param found directories that nobody named: one that cannot be read holds up nothing, and they belong to the packets beside them
 * @throws EdocError `cli.file-missing`, `cli.file-unreadable` for what was named
 */
export async function digestGiven(
  paths: readonly string[],
  directories: readonly string[],
  found: readonly string[] = [],
): Promise<Given> {
  const contents: GivenContent[] = [];
  const unreadable: { path: string; finding: Finding }[] = [];
  for (const path of paths) contents.push(await digest(path));
  const digestAll = async (inside: readonly string[], folder?: string) => {
    for (const path of inside) {
      const content = await told(path, unreadable, digestIfFile);
      if (content) contents.push({ ...content, ...(folder === undefined ? {} : { folder }) });
    }
  };
  for (const directory of directories) await digestAll(await pathsIn(directory));
  for (const directory of found) {
    await digestAll((await told(directory, unreadable, pathsIn)) ?? [], dirname(directory));
  }
  return { contents, unreadable };
}

async function told<Result>(
  path: string,
  unreadable: { path: string; finding: Finding }[],
  read: (path: string) => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await read(path);
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    unreadable.push({ path, finding: { code: error.code, severity: 'error', detail: error.detail } });
    return undefined;
  }
}

async function pathsIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort().map((name) => join(directory, name));
  } catch (error) {
    throw fileError(directory, error);
  }
}

async function digestIfFile(path: string): Promise<GivenContent | undefined> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileError(path, error);
  });
  return found.isFile() ? digest(path) : undefined;
}

async function digest(path: string): Promise<GivenContent> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
      hash.update(chunk);
      size += chunk.length;
    }
  } catch (error) {
    throw fileError(path, error);
  }
  return { path, name: basename(path).normalize('NFC'), size, sha256: hash.digest('hex') };
}
