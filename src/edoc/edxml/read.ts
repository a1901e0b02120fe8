/** Reads edXML that others wrote: tolerantly, with all that was unusual in one list. */
import type { Finding } from '../../errors.js';
import { type ForeignAttachment, readAttachments } from '../attachment/read.js';
import { parseXml } from '../xml/parse.js';
import type { DraftMessage } from './draft.js';
import { Notes } from './notes.js';
import { outlineOf } from './outline.js';
import { noteNamespaces, type Reading } from './read-fields.js';
import { readMessage } from './read-message.js';

export interface ForeignMessage {
  readonly draft: DraftMessage;
  readonly attachments: readonly ForeignAttachment[];
  /** Whether there is a signature; it is not verified and cannot be, since the axis rewrites what it carries. */
  readonly signature: 'absent' | 'present';
  /**
   * All that was unusual. `place` is a path of element names with indices from 1, `MessageHeader.To[2].OrganId`, or
   * `line:column` outside the message. With an `error` among them the message cannot be taken as it is: see
   * `throwIfErrors`.
   */
  readonly findings: readonly Finding[];
}

/**
 * Reads a message of QCVN 102:2016/BTTTT as real systems write it (`spec/edxml.md`, section 4).
 *
 * @throws EdocError where there is no message to be had: `edxml.not-well-formed` (with `line:column`), `edxml.encoding`,
 *   `edxml.doctype`, `edxml.limit`, `edxml.not-edxml`, `edxml.version-1`, `edxml.missing-element`.
 */
export function readEdxml(bytes: Uint8Array): ForeignMessage {
  const root = parseXml(bytes, { longText: 'ContentTransferEncoded' });
  const notes = new Notes();
  const outline = outlineOf(root, notes);
  const reading: Reading = { notes, namespaces: new Map() };
  const draft = readMessage(outline.messageHeader, outline.traceHeaderList, reading);
  noteNamespaces(reading, 'edXMLHeader');
  const attachments = readAttachments(outline.manifest, outline.attachmentEncoded, notes);
  return { draft, attachments, signature: outline.signature, findings: notes.findings };
}
