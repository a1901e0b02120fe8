/** Large attachments travel beside their packet: each is looked for among the contents given, by digest, and by name for the rest. */
import type { Finding } from '../errors.js';
import type { AttachmentOutcome, Comparable } from './examined.js';

/** A file that was given beside packets. `name` is its file name in NFC. */
export interface GivenContent {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  /**
   * The folder for whose packets it was found; with those of others it may share its name by chance. Left out where somebody gave
   * it for all of them.
   */
  readonly folder?: string;
}

/**
 * Fills in the outcome of each attachment that travels beside its packet, with findings for what differs or is missing.
 * @param folderOf the folder of a packet, by the name of its file: asked where contents were found for the packets of a folder
 */
export function matchContents(
  files: readonly Comparable[],
  given: readonly GivenContent[],
  folderOf: (file: string) => string = () => '',
): void {
  const known = new Set(given.map(({ sha256, size }) => `${size} ${sha256}`));
  const names = new Set(given.map(({ folder, name }) => nameIn(folder, name)));
  const outcomeOf = (
    { name, size, sha256 }: AttachmentOutcome,
    folder: string,
  ): AttachmentOutcome['outcome'] => {
    if (known.has(`${size} ${sha256}`)) return 'agrees';
    return names.has(nameIn(undefined, name)) || names.has(nameIn(folder, name)) ? 'differs' : 'not-given';
  };
  for (const file of files) {
    if (!file.attachments.some(({ transfer }) => transfer === 'parts')) continue;
    const folder = folderOf(file.file);
    file.attachments = file.attachments.map((attachment) =>
      attachment.transfer === 'inline'
        ? attachment
        : { ...attachment, outcome: outcomeOf(attachment, folder) },
    );
    file.findings.push(...findingsOf(file.attachments));
    if (file.attachments.some(({ outcome }) => outcome !== 'not-given')) file.checked.add('attachments');
  }
}

/** No file name has a slash. */
function nameIn(folder: string | undefined, name: string): string {
  return folder === undefined ? name : `${folder}/${name}`;
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
