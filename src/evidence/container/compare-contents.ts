/** What lies in a container beside the sealed files, against what the packet says: the readable copy and the attachments. */
import { createHash } from 'node:crypto';
import { type ContentRef, writeReadable } from '../../edoc/index.js';
import type { ErrorCode, Finding } from '../../errors.js';
import type { GivenContent } from '../contents.js';
import type { TakenOut } from '../take-out.js';
import { attachmentNames, messageName } from './layout.js';
import type { TakenEntry } from './take-in.js';

export async function compareContents(document: TakenOut, taken: readonly TakenEntry[]): Promise<Finding[]> {
  const byName = new Map(taken.map((entry) => [entry.name, entry]));
  return [
    ...(await compareMessage(document, byName)),
    ...compareAttachments(document.contents, taken, byName),
  ];
}

async function compareMessage(
  { message, contents }: TakenOut,
  byName: ReadonlyMap<string, TakenEntry>,
): Promise<Finding[]> {
  const copy = byName.get(messageName);
  if (!copy) return [error('container.file-missing', messageName)];
  if (!message) return [];
  const sha256 = createHash('sha256')
    .update(await writeReadable(message, contents))
    .digest('hex');
  return copy.sha256 === sha256 ? [] : [error('container.message', messageName)];
}

function compareAttachments(
  contents: readonly ContentRef[],
  taken: readonly TakenEntry[],
  byName: ReadonlyMap<string, TakenEntry>,
): Finding[] {
  const expected = attachmentNames(contents);
  const known = new Set(expected);
  const findings = expected
    .filter((name) => !byName.has(name))
    .map((name) => error('container.attachment-missing', name));
  for (const { part, name } of taken) {
    if (part === 'attachment' && !known.has(name)) findings.push(error('container.attachment-unknown', name));
  }
  for (const [index, { transfer, sha256 }] of contents.entries()) {
    const entry = byName.get(expected[index] ?? '');
    // Of those that travel beside the packet, the packet's own examination says it.
    if (transfer === 'inline' && entry && entry.sha256 !== sha256) {
      findings.push(error('packet.attachment-digest', entry.name));
    }
  }
  return findings;
}

/** The attachments that are there, under their names in the packet. */
export function givenContents(contents: readonly ContentRef[], taken: readonly TakenEntry[]): GivenContent[] {
  const byName = new Map(taken.map((entry) => [entry.name, entry]));
  const names = attachmentNames(contents);
  return contents.flatMap(({ name }, index) => {
    const entry = byName.get(names[index] ?? '');
    return entry ? [{ path: entry.name, name, size: entry.size, sha256: entry.sha256 }] : [];
  });
}

function error(code: ErrorCode, place: string): Finding {
  return { code, severity: 'error', place };
}
