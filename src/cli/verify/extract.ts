/**
 * Takes out of packets what is in them: the attachments octet for octet and the message as readable edXML; out of containers
 * their files. What did not pass lies in a folder whose name says so, with a warning beside it, and never among what did.
 */
import { createHash } from 'node:crypto';
import { basename, extname, join } from 'node:path';
import { writeReadable } from '../../edoc/index.js';
import { EdocError } from '../../errors.js';
import { type FileReport, type Indication, type TakenOut, takeOut } from '../../evidence/index.js';
import type { Trust } from '../../signing/index.js';
import { type NewFile, requireAbsent, safeNames, writeNewFiles } from '../new-files.js';
import { readSealed } from './read-examined.js';
import { warningText } from './warning.js';

/** In ASCII, for these names pass through all kinds of systems. */
const markedNames: Readonly<Record<Indication, string>> = {
  'TOTAL-PASSED': '',
  'TOTAL-FAILED': 'KHONG-HOP-LE_NOT-VALID_',
  INDETERMINATE: 'CHUA-KET-LUAN_CANNOT-TELL_',
};

/**
 * Each packet and each container in a folder of its own, named after its file. Returns the paths written.
 * @throws EdocError `cli.file-exists` before anything is written where one of the folders is there already
 */
export async function extractFiles(
  folder: string,
  files: readonly FileReport[],
  options: { readonly trust: Trust; readonly at: Date },
): Promise<string[]> {
  const wanted = files.filter(
    ({ kind, container }) => kind === 'container' || (kind === 'packet' && container === undefined),
  );
  const names = safeNames(
    wanted.map(({ file, indication }) => markedNames[indication] + basename(file, extname(file))),
  );
  for (const name of names) await requireAbsent(join(folder, name));
  const written: string[] = [];
  for (const [index, file] of wanted.entries()) {
    const into = join(folder, names[index] ?? String(index + 1));
    const write = (found: readonly NewFile[]) => writeNewFiles(into, withWarning(file, found));
    written.push(...(await extractOne(file, options, write)));
  }
  return written;
}

async function extractOne(
  file: FileReport,
  options: { readonly trust: Trust; readonly at: Date },
  write: (found: readonly NewFile[]) => Promise<string[]>,
): Promise<string[]> {
  if (file.kind !== 'container') return write(await filesOfPacket(await takeOut(unchanged(file), options)));
  const { withEntries } = await import('./extract-container.js');
  return withEntries(file, write);
}

/** The octets that the verdict is about. */
function unchanged({ file, sha256 }: FileReport): Buffer {
  const octets = readSealed(file);
  if (createHash('sha256').update(octets).digest('hex') === sha256) return octets;
  throw new EdocError('cli.file-unreadable', { detail: { file, reason: 'changed' } });
}

async function filesOfPacket({ message, contents, attachments }: TakenOut): Promise<NewFile[]> {
  const safe = safeNames(attachments.map(({ name }) => name));
  return [
    ...(message ? [{ name: 'message.xml', content: await writeReadable(message, contents) }] : []),
    ...attachments.map(({ octets }, index) => ({
      name: join('attachments', safe[index] ?? String(index + 1)),
      content: octets,
    })),
  ];
}

function withWarning(file: FileReport, found: readonly NewFile[]): readonly NewFile[] {
  if (found.length === 0 || file.indication === 'TOTAL-PASSED') return found;
  return [{ name: 'WARNING.txt', content: warningText(file) }, ...found];
}
