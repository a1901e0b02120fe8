/** A folder that `edoc save` wrote, given whole: its sealed files, and the attachments beside them. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EdocError } from '../../errors.js';
import { fileError } from '../files-read.js';

export interface Named {
  readonly files: readonly string[];
  /** The folder of attachments that lies in the first folder which has one. */
  readonly attachments: string | undefined;
}

/** What `save` writes for reading; it carries no seal. */
const readableCopy = 'message.xml';

/**
 * Files stay as they are; a folder stands for the `.edxml` and `.xml` files in it, by name. Nothing is left out for what it
 * contains: a damaged file must show as not valid rather than go unseen.
 * @throws EdocError `cli.file-missing`, `cli.file-unreadable`, `verify.empty-folder`
 */
export async function withFolders(paths: readonly string[]): Promise<Named> {
  const files: string[] = [];
  let attachments: string | undefined;
  for (const path of paths) {
    const found = await stat(path).catch((error: unknown) => {
      throw fileError(path, error);
    });
    if (!found.isDirectory()) {
      files.push(path);
      continue;
    }
    const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
      throw fileError(path, error);
    });
    const sealed = entries
      .filter(
        (entry) => !entry.isDirectory() && /\.(edxml|xml)$/i.test(entry.name) && entry.name !== readableCopy,
      )
      .map(({ name }) => name)
      .sort();
    if (sealed.length === 0) throw new EdocError('verify.empty-folder', { detail: { folder: path } });
    files.push(...sealed.map((name) => join(path, name)));
    if (entries.some((entry) => entry.isDirectory() && entry.name === 'attachments')) {
      attachments ??= join(path, 'attachments');
    }
  }
  return { files, attachments };
}
