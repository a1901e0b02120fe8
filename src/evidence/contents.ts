/** Large attachments travel beside their packet: each is looked for among the contents given, by digest, and by name for the rest. */
import type { Finding } from '../errors.js';
import type { AttachmentOutcome, Comparable } from './examined.js';

/** A file that was given beside packets. `name` is its file name in NFC. */
export interface GivenContent {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/** Fills in the outcome of each attachment that travels beside its packet, with findings for what differs or is missing. */
export function matchContents(files: readonly Comparable[], given: readonly GivenContent[]): void {
  const known = new Set(given.map(({ sha256, size }) => `${size} ${sha256}`));
  const names = new Set(given.map(({ name }) => name));
  const outcomeOf = ({ name, size, sha256 }: AttachmentOutcome): AttachmentOutcome['outcome'] => {
    if (known.has(`${size} ${sha256}`)) return 'agrees';
    return names.has(name) ? 'differs' : 'not-given';
  };
  for (const file of files) {
    if (!file.attachments.some(({ transfer }) => transfer === 'parts')) continue;
    file.attachments = file.attachments.map((attachment) =>
      attachment.transfer === 'inline' ? attachment : { ...attachment, outcome: outcomeOf(attachment) },
    );
    file.findings.push(...findingsOf(file.attachments));
    if (file.attachments.some(({ outcome }) => outcome !== 'not-given')) file.checked.add('attachments');
  }
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
