/** The files of a container for extraction: those that could be read whole, and only as they were examined. */
import { createHash } from 'node:crypto';
import { openContainer } from '../../container/index.js';
import { EdocError } from '../../errors.js';
import type { FileReport } from '../../evidence/index.js';
import type { NewFile } from '../new-files.js';

/** Names in a container were checked when it was opened; they lead nowhere but below the folder they are put into. */
export async function withEntries<Result>(
  { file, entries = [] }: FileReport,
  use: (files: readonly NewFile[]) => Promise<Result>,
): Promise<Result> {
  if (entries.length === 0) return use([]);
  const container = await openContainer(file);
  try {
    const examined = new Map(entries.map(({ name, sha256 }) => [name, sha256]));
    return await use(
      container.entries.flatMap((entry) => {
        const sha256 = examined.get(entry.name);
        return sha256 === undefined
          ? []
          : [{ name: entry.name, content: unchanged(entry.read(), sha256, file) }];
      }),
    );
  } finally {
    await container.close();
  }
}

/** @throws EdocError `cli.file-unreadable` where the octets are others than those that the verdict is about */
async function* unchanged(
  octets: AsyncIterable<Uint8Array>,
  sha256: string,
  file: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of octets) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') === sha256) return;
  throw new EdocError('cli.file-unreadable', { detail: { file, reason: 'changed' } });
}
