/**
 * Takes out of packets what is in them: the attachments octet for octet and the message as readable edXML. What did not pass
 * lies in a folder whose name says so, with a warning beside it, and never among what did.
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
 * Each packet in a folder of its own, named after its file. Returns the paths written.
 * @throws EdocError `cli.file-exists` before anything is written where one of the folders is there already
 */
export async function extractPackets(
  folder: string,
  files: readonly FileReport[],
  options: { readonly trust: Trust; readonly at: Date },
): Promise<string[]> {
  const packets = files.filter(({ kind }) => kind === 'packet');
  const names = safeNames(
    packets.map(({ file, indication }) => markedNames[indication] + basename(file, extname(file))),
  );
  for (const name of names) await requireAbsent(join(folder, name));
  const written: string[] = [];
  for (const [index, file] of packets.entries()) {
    const name = names[index] ?? String(index + 1);
    const taken = await takeOut(unchanged(file), options);
    const found = await filesOf(file, taken);
    written.push(
      ...(await writeNewFiles(
        folder,
        found.map((one) => ({ ...one, name: join(name, one.name) })),
      )),
    );
  }
  return written;
}

/** The octets that the verdict is about. */
function unchanged({ file, sha256 }: FileReport): Buffer {
  const octets = readSealed(file);
  if (createHash('sha256').update(octets).digest('hex') === sha256) return octets;
  throw new EdocError('cli.file-unreadable', { detail: { file, reason: 'changed' } });
}

async function filesOf(file: FileReport, taken: TakenOut): Promise<NewFile[]> {
  const { message, contents, attachments } = taken;
  const safe = safeNames(attachments.map(({ name }) => name));
  const found: NewFile[] = [
    ...(message ? [{ name: 'message.xml', content: await writeReadable(message, contents) }] : []),
    ...attachments.map(({ octets }, index) => ({
      name: join('attachments', safe[index] ?? String(index + 1)),
      content: octets,
    })),
  ];
  if (found.length === 0 || file.indication === 'TOTAL-PASSED') return found;
  return [{ name: 'WARNING.txt', content: warningText(file) }, ...found];
}
