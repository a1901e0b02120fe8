/** Finds the large parts of an edXML file, whatever their namespace, and tells files that are not edXML apart. */
import { EdocError } from '../../errors.js';
import type { ReadElement } from '../xml/element.js';
import { edxml1Namespace, soapNamespaces } from '../xml/namespaces.js';
import { type Notes, shown } from './notes.js';

export interface Outline {
  readonly messageHeader: ReadElement;
  readonly traceHeaderList: ReadElement | undefined;
  readonly manifest: ReadElement | undefined;
  readonly attachmentEncoded: ReadElement | undefined;
  /** `absent` also where the element is there and empty, as some systems write it. */
  readonly signature: 'absent' | 'present';
}

const signatureNames = ['Signature', 'DigitalSignature'];

/** @throws EdocError `edxml.not-edxml`, `edxml.version-1`, `edxml.missing-element`. */
export function outlineOf(root: ReadElement, notes: Notes): Outline {
  if (isVersion1(root)) throw new EdocError('edxml.version-1', { place: placeOf(root) });
  if (root.name !== 'edXML') {
    throw new EdocError('edxml.not-edxml', { place: placeOf(root), detail: { root: shown(root.tag) } });
  }
  const envelope = needed(root, 'edXMLEnvelope', notes);
  const header = needed(envelope, 'edXMLHeader', notes);
  const body = single(envelope, 'edXMLBody', notes);
  noteUnknown(root, ['edXMLEnvelope', 'AttachmentEncoded', ...signatureNames], notes);
  noteUnknown(
    envelope,
    ['edXMLHeader', 'edXMLBody', 'edXMLManifest', 'AttachmentEncoded', ...signatureNames],
    notes,
  );
  noteUnknown(header, ['MessageHeader', 'TraceHeaderList', ...signatureNames], notes);
  if (body) noteUnknown(body, ['edXMLManifest', 'AttachmentEncoded'], notes);
  return {
    messageHeader: needed(header, 'MessageHeader', notes),
    traceHeaderList: single(header, 'TraceHeaderList', notes),
    manifest: (body && single(body, 'edXMLManifest', notes)) ?? misplaced(envelope, 'edXMLManifest', notes),
    attachmentEncoded:
      single(root, 'AttachmentEncoded', notes) ??
      misplaced(envelope, 'AttachmentEncoded', notes) ??
      (body && misplaced(body, 'AttachmentEncoded', notes)),
    signature: [header, envelope, root].some(isSigned) ? 'present' : 'absent',
  };
}

function placeOf(element: ReadElement): string {
  return `${element.line}:${element.column}`;
}

/** SOAP around it, or any of its first levels in the old namespace. */
function isVersion1(root: ReadElement): boolean {
  if (root.name === 'Envelope' && soapNamespaces.has(root.namespace)) return true;
  const levels = [root, ...root.children, ...root.children.flatMap(({ children }) => children)];
  return levels.some(({ namespace }) => namespace === edxml1Namespace);
}

function isSigned(parent: ReadElement): boolean {
  return parent.children.some(({ name, children }) => signatureNames.includes(name) && children.length > 0);
}

function needed(parent: ReadElement, name: string, notes: Notes): ReadElement {
  const found = single(parent, name, notes);
  if (!found)
    throw new EdocError('edxml.missing-element', { place: placeOf(parent), detail: { element: name } });
  return found;
}

function single(parent: ReadElement, name: string, notes: Notes): ReadElement | undefined {
  const [first, second] = parent.children.filter((child) => child.name === name);
  if (second) {
    const count = parent.children.filter((child) => child.name === name).length;
    notes.add('error', 'edxml.repeated-element', placeOf(second), { element: second.tag, count });
  }
  return first;
}

function misplaced(parent: ReadElement, name: string, notes: Notes): ReadElement | undefined {
  const found = single(parent, name, notes);
  if (found) notes.add('warning', 'edxml.misplaced-element', placeOf(found), { element: found.tag });
  return found;
}

function noteUnknown(parent: ReadElement, known: readonly string[], notes: Notes): void {
  for (const child of parent.children) {
    if (!known.includes(child.name)) {
      notes.add('note', 'edxml.unknown-element', placeOf(child), { element: child.tag });
    }
  }
  if (parent.text.trim() !== '') notes.add('warning', 'edxml.stray-text', placeOf(parent));
}
