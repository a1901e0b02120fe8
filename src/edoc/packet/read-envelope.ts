/** From the signed text to what stands in it. Nothing is checked here but the outline: the caller compares octets. */
import type { DraftMessage } from '../edxml/draft.js';
import { readExactMessage } from '../edxml/read-exact.js';
import type { ReadElement } from '../xml/element.js';
import { scanCanonical } from '../xml/scan.js';
import type { ContentRef, Transfer } from './contents.js';
import { idStart } from './form.js';

export interface ReadEnvelope {
  readonly packetId: string;
  readonly draft: DraftMessage;
  readonly concerns: string | undefined;
  readonly contents: readonly ContentRef[];
}

/** Undefined where the outline is not a packet's. */
export function readEnvelope(text: string): ReadEnvelope | undefined {
  const envelope = scanCanonical(text);
  const header = envelope && child(envelope, 'edXMLHeader');
  const messageHeader = header && child(header, 'MessageHeader');
  const id = envelope && attribute(envelope, 'Id');
  if (!messageHeader || !id?.startsWith(idStart)) return undefined;
  const traceHeaderList = child(header, 'TraceHeaderList');
  const draft = readExactMessage(messageHeader, traceHeaderList);
  const body = child(envelope, 'edXMLBody');
  const manifest = body && child(body, 'edXMLManifest');
  const concerns = child(messageHeader, 'Concerns');
  return {
    packetId: id.slice(idStart.length),
    draft,
    concerns: concerns && attribute(concerns, 'PacketId'),
    contents: (manifest?.children ?? []).map(contentOf),
  };
}

function contentOf(reference: ReadElement): ContentRef {
  const content = child(reference, 'Content');
  const size = content && attribute(content, 'Size');
  return {
    name: textOf(reference, 'AttachmentName'),
    contentType: textOf(reference, 'ContentType'),
    description: textOf(reference, 'Description'),
    sha256: (content && attribute(content, 'Sha256')) ?? '',
    size: size !== undefined && /^\d{1,15}$/.test(size) ? Number(size) : Number.NaN,
    transfer: transferOf(content && attribute(content, 'Transfer')),
  };
}

/** A word that is neither is found out when the octets are compared. */
function transferOf(text: string | undefined): Transfer {
  return text === 'parts' ? 'parts' : 'inline';
}

function child(element: ReadElement, name: string): ReadElement | undefined {
  return element.children.find((candidate) => candidate.name === name);
}

function attribute(element: ReadElement, name: string): string | undefined {
  return element.attributes.find((candidate) => candidate.name === name)?.value;
}

function textOf(element: ReadElement, name: string): string {
  return child(element, name)?.text ?? '';
}
