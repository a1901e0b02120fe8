/** Attachments of a foreign message: manifest and encoded files matched, decoded, unpacked, each under its own name. */
import type { Notes } from '../edxml/notes.js';
import { shown } from '../edxml/notes.js';
import { limits } from '../limits.js';
import type { ReadElement } from '../xml/element.js';
import { xlinkNamespace } from '../xml/namespaces.js';
import { decodeBase64 } from './base64.js';
import { isContentType, sniffContentType, usualContentType } from './content-type.js';
import { fitFileName, freeFileName } from './file-name.js';
import { type UnzipBudget, unpack } from './unpack.js';

export interface ForeignAttachment {
  /** Its own name, fit for a file system and unique in the message. */
  readonly name: string;
  /** What the octets are, whatever the label said. */
  readonly contentType: string;
  readonly description: string;
  readonly bytes: Buffer;
}

/** What the manifest or an encoded attachment says of a file. */
interface Label {
  readonly contentId: string;
  readonly name: string;
  readonly contentType: string;
  readonly description: string;
}

interface Encoded extends Label {
  readonly place: string;
  readonly element: ReadElement;
}

export function readAttachments(
  manifest: ReadElement | undefined,
  attachmentEncoded: ReadElement | undefined,
  notes: Notes,
): ForeignAttachment[] {
  const references = labelled(manifest, 'Reference', notes).map(readReference);
  const encoded = labelled(attachmentEncoded, 'Attachment', notes).map(readEncoded);
  const pairs = matched(references, encoded, notes);
  const budget: UnzipBudget = { left: limits.unzippedBytes };
  const taken = new Set<string>();
  const attachments: ForeignAttachment[] = [];
  for (const [reference, file] of pairs) {
    const attachment = readAttachment(reference, file, attachments.length + 1, budget, notes);
    if (!attachment) continue;
    const name = freeFileName(attachment.name, taken);
    if (name !== attachment.name) notes.add('warning', 'attachment.renamed', file.place, { name });
    taken.add(name);
    attachments.push({ ...attachment, name });
  }
  return attachments;
}

/** At most as many as are allowed: matching costs more than proportionally. */
function labelled(parent: ReadElement | undefined, name: string, notes: Notes): ReadElement[] {
  const all = parent?.children.filter((child) => child.name === name) ?? [];
  if (all.length > limits.attachments) {
    const detail = { count: all.length, most: limits.attachments };
    notes.add('error', 'attachment.too-many', parent?.name ?? '', detail);
  }
  return all.slice(0, limits.attachments);
}

/** The older manifest says the same in attributes of XLink. */
function readReference(element: ReadElement): Label {
  const xlink = (name: string) =>
    element.attributes.find((attribute) => attribute.name === name && attribute.namespace === xlinkNamespace)
      ?.value;
  return {
    contentId: bareContentId(textOf(element, 'ContentId') ?? xlink('href') ?? ''),
    name: textOf(element, 'AttachmentName') ?? xlink('title') ?? '',
    contentType: textOf(element, 'ContentType') ?? typeOf(xlink('role')),
    description: textOf(element, 'Description') ?? '',
  };
}

/** A role may also be any address; only a MIME type says something here. */
function typeOf(role: string | undefined): string {
  return role !== undefined && isContentType(role.toLowerCase()) ? role : '';
}

function readEncoded(element: ReadElement, index: number): Encoded {
  return {
    contentId: bareContentId(textOf(element, 'ContentId') ?? ''),
    name: textOf(element, 'AttachmentName') ?? '',
    contentType: textOf(element, 'ContentType') ?? textOf(element, 'MimeType') ?? '',
    description: textOf(element, 'Description') ?? '',
    place: `AttachmentEncoded.Attachment[${index + 1}]`,
    element,
  };
}

function textOf(element: ReadElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text.trim();
}

function bareContentId(text: string): string {
  return text.replace(/^cid:/i, '').replace(/^<(.*)>$/, '$1');
}

/** By ContentId, then by name; each file goes to one reference. */
function matched(
  references: readonly Label[],
  encoded: readonly Encoded[],
  notes: Notes,
): (readonly [Label | undefined, Encoded])[] {
  const left = new Set(encoded);
  const found = new Map<Encoded, Label>();
  const take = (reference: Label, by: (file: Encoded) => boolean): boolean => {
    const file = [...left].find(by);
    if (file) {
      left.delete(file);
      found.set(file, reference);
    }
    return file !== undefined;
  };
  const byId = references.filter(
    (reference) =>
      reference.contentId === '' || !take(reference, (file) => file.contentId === reference.contentId),
  );
  const missing = byId.filter(
    (reference) => !take(reference, (file) => file.name !== '' && file.name === reference.name),
  );
  for (const reference of missing) {
    const place = `edXMLManifest.Reference[${references.indexOf(reference) + 1}]`;
    notes.add('error', 'attachment.missing', place, { name: shown(reference.name || reference.contentId) });
  }
  noteRepeatedIds(encoded, notes);
  for (const file of left) notes.add('warning', 'attachment.not-in-manifest', file.place);
  return encoded.map((file) => [found.get(file), file] as const);
}

function noteRepeatedIds(encoded: readonly Encoded[], notes: Notes): void {
  const seen = new Set<string>();
  for (const { contentId, place } of encoded) {
    if (contentId !== '' && seen.has(contentId)) {
      notes.add('warning', 'attachment.repeated-id', place, { value: shown(contentId) });
    }
    seen.add(contentId);
  }
}

function readAttachment(
  reference: Label | undefined,
  file: Encoded,
  number: number,
  budget: UnzipBudget,
  notes: Notes,
): ForeignAttachment | undefined {
  const { place } = file;
  const content = textOf(file.element, 'ContentTransferEncoded');
  if (content === undefined) {
    notes.add('error', 'attachment.no-content', place);
    return undefined;
  }
  const decoded = decodeBase64(content);
  if (!decoded) {
    notes.add('error', 'attachment.base64', place);
    return undefined;
  }
  const name = nameOf(reference, file, number, notes);
  if (decoded.length === 0) notes.add('warning', 'attachment.empty', place);
  const { bytes, contentType, finding } = unpack(decoded, name, budget);
  if (finding) notes.add(finding.severity, finding.code, place, finding.detail);
  const before = finding?.code === 'attachment.unpacked' ? sniffContentType(decoded, name) : contentType;
  for (const declared of new Set([reference?.contentType ?? '', file.contentType])) {
    const usual = usualContentType(declared);
    // A label that told the truth about the packed file is not a false one.
    if (bytes.length > 0 && declared !== '' && usual !== contentType && usual !== before) {
      notes.add('warning', 'attachment.type-differs', place, {
        declared: shown(declared),
        found: contentType,
      });
    }
  }
  return { name, contentType, description: reference?.description || file.description, bytes };
}

function nameOf(reference: Label | undefined, file: Encoded, number: number, notes: Notes): string {
  const own = reference?.name || file.name;
  if (reference && reference.name !== '' && file.name !== '' && reference.name !== file.name) {
    notes.add('warning', 'attachment.name-differs', file.place);
  }
  const name = fitFileName(own, `attachment-${number}`);
  if (name !== own.normalize('NFC')) notes.add('warning', 'attachment.renamed', file.place, { name });
  return name;
}
