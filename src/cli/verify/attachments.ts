/** Large attachments travel beside their packet: looks for each among the files given, by digest, and by name for the rest. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Finding } from '../../errors.js';
import { fileError } from '../files-read.js';
import type { AttachmentOutcome, Examined } from './examined.js';

export interface GivenContent {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/** Digests every file named and every file in the directory. @throws EdocError `cli.file-missing`, `cli.file-unreadable` */
export async function digestGiven(
  paths: readonly string[],
  directory: string | undefined,
  onOctets: (octets: number) => void,
): Promise<GivenContent[]> {
  const inDirectory = directory === undefined ? [] : await filesIn(directory);
  const given: GivenContent[] = [];
  for (const path of [...paths, ...inDirectory]) {
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

/** Fills in the outcome of each attachment that travels beside its packet, with findings for what differs or is missing. */
export function matchContents(files: readonly Examined[], given: readonly GivenContent[]): void {
  for (const file of files) {
    file.attachments = file.attachments.map((attachment) =>
      attachment.transfer === 'inline'
        ? attachment
        : { ...attachment, outcome: outcomeOf(attachment, given) },
    );
    file.findings.push(...findingsOf(file.attachments));
    if (file.attachments.some(({ outcome }) => outcome !== 'not-given')) file.checked.add('attachments');
  }
}

function outcomeOf(
  { name, size, sha256 }: AttachmentOutcome,
  given: readonly GivenContent[],
): AttachmentOutcome['outcome'] {
  if (given.some((content) => content.sha256 === sha256 && content.size === size)) return 'agrees';
  return given.some((content) => content.name === name) ? 'differs' : 'not-given';
}

/** An inline attachment that differs has its finding from the reading of the packet. */
function findingsOf(attachments: readonly AttachmentOutcome[]): Finding[] {
  const beside = attachments.filter(({ transfer }) => transfer === 'parts');
  const missing = beside.filter(({ outcome }) => outcome === 'not-given').length;
  return [
    ...beside
      .filter(({ outcome }) => outcome === 'differs')
      .map(({ name }): Finding => ({ code: 'packet.attachment-digest', severity: 'error', place: name })),
    ...(missing === 0
      ? []
      : [{ code: 'verify.attachment-not-given', severity: 'note', detail: { count: missing } } as const]),
  ];
}
