/**
 * A packet that is given back, with the receipts for it (`spec/recovery.md`, section 5): the sealed files one after the other.
 * Each begins with the XML declaration, which can stand nowhere else in one, so that the whole has one way to be cut.
 */
import { EdocError } from '../errors.js';
import { limits } from './limits.js';
import { xmlDeclaration } from './xml/canonical.js';

export function joinSealed(packet: Uint8Array, receipts: readonly Uint8Array[]): Buffer {
  return Buffer.concat([packet, ...receipts]);
}

/** Cut, and not looked into. @throws EdocError `recovery.form` */
export function splitSealed(whole: Buffer): {
  readonly packet: Buffer;
  readonly receipts: readonly Buffer[];
} {
  const starts: number[] = [];
  for (let at = whole.indexOf(xmlDeclaration); at !== -1; at = whole.indexOf(xmlDeclaration, at + 1)) {
    starts.push(at);
    if (starts.length > limits.returnedReceipts + 1) throw malformed('it holds too many files');
  }
  if (starts[0] !== 0) throw malformed('it does not begin with a sealed file');
  const [packet, ...receipts] = starts.map((start, index) => whole.subarray(start, starts[index + 1]));
  if (!packet) throw malformed('it holds no sealed file');
  return { packet, receipts };
}

function malformed(reason: string): EdocError {
  return new EdocError('recovery.form', { detail: { reason } });
}
