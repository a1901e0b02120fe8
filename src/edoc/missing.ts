/**
 * What a receiver says that it lacks of a packet's attachments (`spec/transport.md`, section 5). It is sealed by nobody: the
 * broker vouches for the node, and it can ask for nothing but what was sent to it.
 */
import { FormValues, isSha256Hex } from './form-values.js';
import { limits } from './limits.js';
import { formError, type OneForm, readOneForm, writeOneForm } from './one-form.js';
import { isPacketId } from './packet/packet-id.js';
import { type PartRange, parseRanges, rangesText } from './part-ranges.js';
import { element, type ReadElement, signaturePlace, type WriteElement } from './xml/element.js';

export interface MissingContent {
  readonly sha256: string;
  /** Never empty. */
  readonly parts: readonly PartRange[];
}

export interface Missing {
  readonly packetId: string;
  readonly contents: readonly MissingContent[];
}

export const missingNamespace = 'urn:ndax:missing:1';
const code = 'missing.form';

/** The whole message. @throws EdocError `missing.form` where a value is none that it can hold. */
export function writeMissing(missing: Missing): Buffer {
  const { head, tail } = writeOneForm(form, missing);
  return Buffer.from(head + tail);
}

/** @throws EdocError `missing.form`. */
export function readMissing(octets: Buffer): Missing {
  if (octets.length > limits.missingBytes) throw formError(code, undefined, 'too long');
  return readOneForm(form, octets);
}

const form: OneForm<Missing> = { code, read, write, check };

function write({ packetId, contents }: Missing): WriteElement {
  return element(
    'Missing',
    [
      element('PacketId', packetId),
      ...contents.map(({ sha256, parts }) => element('Content', rangesText(parts), [['Sha256', sha256]])),
      // There is no seal; the form wants to know where one would stand.
      signaturePlace,
    ],
    [
      ['xmlns', missingNamespace],
      ['Version', '1'],
    ],
  );
}

function read(root: ReadElement): Missing {
  const values = new FormValues(root, code);
  const ranges = root.children.filter(({ tag }) => tag === 'Content').map(({ text }) => text);
  return {
    packetId: values.text('PacketId'),
    contents: values.children('Content').map((content, index) => ({
      sha256: content.attribute('Sha256'),
      parts: content.parsed('Parts', ranges[index] ?? '', parseRanges, 'ranges of parts'),
    })),
  };
}

function check({ packetId, contents }: Missing): void {
  if (!isPacketId(packetId)) throw formError(code, 'Missing/PacketId', 'not a packet id');
  if (contents.length === 0 || contents.length > limits.attachments) {
    throw formError(code, 'Missing/Content', 'none, or more than a packet can have');
  }
  const seen = new Set<string>();
  for (const { sha256, parts } of contents) {
    if (!isSha256Hex(sha256) || seen.has(sha256))
      throw formError(code, 'Missing/Content/@Sha256', 'no digest, or twice');
    if (parts.length === 0 || parts.length > limits.missingRanges) {
      throw formError(code, 'Missing/Content', 'no parts, or too many ranges');
    }
    seen.add(sha256);
  }
}
