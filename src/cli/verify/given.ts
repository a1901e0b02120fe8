/** The files that an auditor gives beside packets, with their digests. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { GivenContent } from '../../evidence/index.js';
import { fileError } from '../files-read.js';

/** Digests every file named and every file in the directories. @throws EdocError `cli.file-missing`, `cli.file-unreadable` */
export async function digestGiven(
  paths: readonly string[],
  directories: readonly string[],
  onOctets: (octets: number) => void,
): Promise<GivenContent[]> {
  const all = [...paths];
  for (const directory of directories) all.push(...(await filesIn(directory)));
  const given: GivenContent[] = [];
  for (const path of all) {
    const hash = createHash('sha256');
    let size = 0;
    try {
      for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
        hash.update(chunk);
        size += chunk.length;
        onOctets(chunk.length);
      }
    } catch (error) {
      throw fileError(path, error);
    }
    given.push({ path, name: basename(path).normalize('NFC'), size, sha256: hash.digest('hex') });
  }
  return given;
}

async function filesIn(directory: string): Promise<string[]> {
  try {
    const names = (await readdir(directory)).sort();
    const paths = names.map((name) => join(directory, name));
    const kept = await Promise.all(paths.map(async (path) => (await stat(path)).isFile()));
    return paths.filter((_, index) => kept[index]);
  } catch (error) {
    throw fileError(directory, error);
  }
}
