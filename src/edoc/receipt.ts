/** The receipt: a recipient's sealed answer to one packet (`spec/receipt.md`). */
import { FormValues, isCount, isSha256Hex } from './form-values.js';
import { limits } from './limits.js';
import { formError, type OneForm, readOneForm, type SignedParts, writeOneForm } from './one-form.js';
import { type OrganId, parseOrganId } from './organ-id.js';
import { isPacketId } from './packet/packet-id.js';
import { fromUtcMillis, utcMillis } from './time.js';
import { element, type ReadElement, signaturePlace, type WriteElement } from './xml/element.js';

export type Receipt = AcceptedReceipt | RefusedReceipt;

export interface AcceptedReceipt extends ReceiptBase {
  readonly outcome: 'accepted';
  readonly sender: OrganId;
  /** One for each attachment, in manifest order. */
  readonly contents: readonly ReceiptContent[];
}

export interface RefusedReceipt extends ReceiptBase {
  readonly outcome: 'refused';
  /** Absent where the packet could not be trusted to tell. */
  readonly sender?: OrganId;
  /** A code of `spec/errors.md`, or of another implementation. */
  readonly code: string;
  /** Words for the sender's clerk. */
  readonly reason: string;
}

interface ReceiptBase {
  /** Of the packet or ping that is answered. */
  readonly packetId: string;
  /** SHA-256 of the packet's octets as received, in hexadecimal. */
  readonly packetSha256: string;
  /** The agency that answers. */
  readonly recipient: OrganId;
  readonly receivedAt: Date;
  /** Head of the receiver's event log when the receipt was made; its hash is SHA-256 in hexadecimal. */
  readonly logHead: { readonly sequence: number; readonly hash: string };
}

export interface ReceiptContent {
  /** In hexadecimal. */
  readonly sha256: string;
  /** Octets. */
  readonly size: number;
}

export const receiptNamespace = 'urn:ndax:receipt:1';
const code = 'receipt.form';
const errorCode = /^[a-z][a-z0-9-]*\.[a-z0-9][a-z0-9-]*$/;

/**
 * Words that XML cannot hold or that are too long are made to fit, so that whatever made a packet fail cannot make its
 * refusal fail as well.
 * @throws EdocError `receipt.form` where another value is none that a receipt can hold.
 */
export function writeReceipt(receipt: Receipt): SignedParts {
  const fitting =
    receipt.outcome === 'refused' ? { ...receipt, reason: fittingWords(receipt.reason) } : receipt;
  return writeOneForm(form, fitting);
}

/** From the signed bytes of a verified receipt. @throws EdocError `receipt.form`. */
export function readReceipt(signed: Buffer): Receipt {
  return readOneForm(form, signed);
}

const form: OneForm<Receipt> = { code, read, write, check };

function write(receipt: Receipt): WriteElement {
  return element(
    'Receipt',
    [
      element('PacketId', receipt.packetId),
      element('PacketSha256', receipt.packetSha256),
      element('Sender', receipt.sender ?? ''),
      element('Recipient', receipt.recipient),
      element('Outcome', receipt.outcome),
      ...(receipt.outcome === 'refused'
        ? [element('Code', receipt.code), element('Reason', receipt.reason)]
        : receipt.contents.map(({ sha256, size }) =>
            element('Content', '', [
              ['Sha256', sha256],
              ['Size', String(size)],
            ]),
          )),
      element('ReceivedAt', utcMillis(receipt.receivedAt)),
      element('LogHead', '', [
        ['Sequence', String(receipt.logHead.sequence)],
        ['Sha256', receipt.logHead.hash],
      ]),
      signaturePlace,
    ],
    [
      ['xmlns', receiptNamespace],
      ['Version', '1'],
    ],
  );
}

function read(root: ReadElement): Receipt {
  const values = new FormValues(root, code);
  const log = values.child('LogHead');
  const base = {
    packetId: values.text('PacketId'),
    packetSha256: values.text('PacketSha256'),
    recipient: values.organ('Recipient', values.text('Recipient')),
    receivedAt: values.parsed(
      'ReceivedAt',
      values.text('ReceivedAt'),
      fromUtcMillis,
      'a time in milliseconds',
    ),
    logHead: { sequence: log.number('@Sequence', log.attribute('Sequence')), hash: log.attribute('Sha256') },
  };
  const sender = values.text('Sender');
  const outcome = values.text('Outcome');
  if (outcome === 'accepted') {
    const contents = values.children('Content').map((content) => ({
      sha256: content.attribute('Sha256'),
      size: content.number('@Size', content.attribute('Size')),
    }));
    return { ...base, outcome, sender: values.organ('Sender', sender), contents };
  }
  if (outcome !== 'refused') return values.fail('Outcome', 'neither accepted nor refused');
  const known = sender === '' ? {} : { sender: values.organ('Sender', sender) };
  return { ...base, outcome, ...known, code: values.text('Code'), reason: values.text('Reason') };
}

function check(receipt: Receipt): void {
  const require = (holds: boolean, name: string, reason: string) => {
    if (!holds) throw formError(code, `Receipt/${name}`, reason);
  };
  require(isPacketId(receipt.packetId), 'PacketId', 'not a packet id');
  require(isSha256Hex(receipt.packetSha256), 'PacketSha256', 'not a SHA-256');
  require(parseOrganId(receipt.recipient) !== undefined, 'Recipient', 'not an agency code');
  require(isCount(receipt.logHead.sequence), 'LogHead/@Sequence', 'not a number');
  require(isSha256Hex(receipt.logHead.hash), 'LogHead/@Sha256', 'not a SHA-256');
  if (receipt.sender !== undefined) {
    require(parseOrganId(receipt.sender) !== undefined, 'Sender', 'not an agency code');
  }
  if (receipt.outcome === 'refused') {
    require(errorCode.test(receipt.code) &&
      receipt.code.length <= limits.errorCodeCharacters, 'Code', 'not an error code');
    require(receipt.reason !== '' &&
      receipt.reason === fittingWords(receipt.reason), 'Reason', 'no words, or too many');
    return;
  }
  require(receipt.contents.length <= limits.attachments, 'Content', `more than ${limits.attachments}`);
  receipt.contents.forEach(({ sha256, size }, index) => {
    require(isSha256Hex(sha256), `Content[${index + 1}]/@Sha256`, 'not a SHA-256');
    require(isCount(size) && size <= limits.attachmentBytes, `Content[${index + 1}]/@Size`, 'not a size');
  });
}

const notXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function fittingWords(text: string): string {
  const words = text.normalize('NFC').replace(notXml, '\uFFFD');
  const most = limits.reasonCharacters;
  return words.length <= most ? words : `${words.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
