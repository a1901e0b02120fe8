/** Folders given whole: the sealed files in them, at any depth, and the attachments that lie beside them. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EdocError, type Finding } from '../../errors.js';
import { fileError } from '../files-read.js';

export interface Named {
  readonly files: readonly string[];
  /** Every folder of attachments. */
  readonly attachments: readonly string[];
  /** Folders inside that could not be read: each has its place in the report. */
  readonly unreadable: readonly { readonly path: string; readonly finding: Finding }[];
}

interface Found {
  readonly files: string[];
  readonly attachments: string[];
  readonly unreadable: { path: string; finding: Finding }[];
}

/** What `save` writes for reading; it carries no seal. */
const readableCopy = 'message.xml';
/** Where `save` puts attachments; what is in there was never sealed by itself. */
export const attachmentsFolder = 'attachments';

/**
 * Files stay as they are; a folder stands for the `.edxml`, `.xml` and `.asice` files below it, by name. Nothing is left out for what it
 * contains: a damaged file must show as not valid rather than go unseen. Links to folders are not followed.
 * @throws EdocError `cli.file-missing`, `cli.file-unreadable` for what was named; `verify.empty-folder`
 */
export async function withFolders(paths: readonly string[]): Promise<Named> {
  const found: Found = { files: [], attachments: [], unreadable: [] };
  for (const path of paths) {
    const named = await stat(path).catch((error: unknown) => {
      throw fileError(path, error);
    });
    if (!named.isDirectory()) {
      found.files.push(path);
      continue;
    }
    const before = found.files.length + found.unreadable.length;
    await search(path, found).catch((error: unknown) => {
      throw fileError(path, error);
    });
    if (found.files.length + found.unreadable.length === before) {
      throw new EdocError('verify.empty-folder', { detail: { folder: path } });
    }
  }
  return found;
}

async function search(folder: string, found: Found): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) {
      const wanted = /\.(edxml|xml|asice)$/i.test(entry.name) && entry.name !== readableCopy;
      if (wanted && (await hasAnEnd(entry, path))) found.files.push(path);
    } else if (entry.name === attachmentsFolder) {
      found.attachments.push(path);
    } else {
      await search(path, found).catch((error: unknown) => {
        const known = fileError(path, error);
        if (!(known instanceof EdocError)) throw known;
        found.unreadable.push({
          path,
          finding: { code: known.code, severity: 'error', detail: known.detail },
        });
      });
    }
  }
}

/** Pipes and devices are passed over, also behind a link: reading one may never end. A link that leads nowhere is to be told. */
async function hasAnEnd(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile() || entry.isDirectory();
  return stat(path).then(
    (target) => target.isFile() || target.isDirectory(),
    () => true,
  );
}

/** Of containers alone: a folder stands for those in it, by name. @throws EdocError `cli.file-missing`, `verify.no-container` */
export async function containersIn(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    try {
      if (!(await stat(path)).isDirectory()) files.push(path);
      else {
        const found = await containersOf(path);
        if (found.length === 0) throw new EdocError('verify.no-container', { detail: { folder: path } });
        files.push(...found);
      }
    } catch (error) {
      throw fileError(path, error);
    }
  }
  return files;
}

async function containersOf(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (/\.asice$/i.test(entry.name) && (await hasAnEnd(entry, path))) paths.push(path);
  }
  return paths.sort();
}
