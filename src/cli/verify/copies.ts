/** Copies of attachments beside packets, as `edoc save` writes them: people read these, and no seal is over them. */
import { basename, dirname, resolve } from 'node:path';
import { type Comparable, type Examined, type GivenContent, notExamined } from '../../evidence/index.js';
import { safeNames } from '../new-files.js';
import { attachmentsFolder } from './folders.js';

/** What packets carry inside, by what a copy of it is called and by what it is. */
interface Carried {
  readonly names: Set<string>;
  readonly contents: Set<string>;
}

/**
 * Each copy that is called like an attachment inside a packet and is not what any of them carries, as a file that failed. A copy in
 * a folder `attachments` is held against the packets beside that folder; where there are none, as any other, against all of them.
 * @param files with how their attachments fared; what the seal does not hold over has none
 */
export function changedCopies(files: readonly Comparable[], given: readonly GivenContent[]): Examined[] {
  if (given.length === 0) return [];
  const all: Carried = { names: new Set(), contents: new Set() };
  const beside = new Map<string, Carried>();
  for (const file of files) {
    if (file.attachments.length === 0) continue;
    const folder = dirname(resolve(file.file));
    const there = beside.get(folder) ?? { names: new Set(), contents: new Set() };
    beside.set(folder, there);
    add(all, file);
    add(there, file);
  }
  return given.flatMap((copy) => {
    const { path, name, size, sha256 } = copy;
    const carried = besideFolder(beside, path) ?? all;
    if (carried.contents.has(contentOf(copy)) || !carried.names.has(name)) return [];
    return [{ ...notExamined(path, { code: 'verify.copy-differs', severity: 'error' }), size, sha256 }];
  });
}

function besideFolder(beside: ReadonlyMap<string, Carried>, path: string): Carried | undefined {
  const folder = dirname(resolve(path));
  return basename(folder) === attachmentsFolder ? beside.get(dirname(folder)) : undefined;
}

/** Those that travel beside their packet have their finding there; their content may lie under any name. */
function add(carried: Carried, { attachments }: Comparable): void {
  const safe = safeNames(attachments.map(({ name }) => name));
  for (const [index, attachment] of attachments.entries()) {
    carried.contents.add(contentOf(attachment));
    if (attachment.transfer !== 'inline') continue;
    for (const name of [attachment.name, safe[index] ?? attachment.name]) {
      carried.names.add(name.normalize('NFC'));
    }
  }
}

function contentOf({ size, sha256 }: { readonly size: number; readonly sha256: string }): string {
  return `${size} ${sha256}`;
}
