/**
 * Packet ids: UUIDv7 (RFC 9562) in lower case, bound to their sender, so that no agency can use up the id of another's
 * packet (`spec/packet.md`, section 1).
 */
import { hash } from 'node:crypto';
import type { OrganId } from '../organ-id.js';

export interface PacketIdParts {
  /** As in the sender's certificate. */
  readonly sender: OrganId;
  /** Milliseconds since 1970, 48 bits. */
  readonly unixMs: number;
  /** From 0 to 4095. */
  readonly counter: number;
}

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const maxUnixMs = 2 ** 48 - 1;
const maxCounter = 0xfff;

/** @throws RangeError where time or counter have no place in an id. */
export function packetId({ sender, unixMs, counter }: PacketIdParts): string {
  if (!Number.isInteger(unixMs) || unixMs < 0 || unixMs > maxUnixMs) throw new RangeError('unixMs');
  if (!Number.isInteger(counter) || counter < 0 || counter > maxCounter) throw new RangeError('counter');
  const time = unixMs.toString(16).padStart(12, '0');
  const start = time + (0x7000 | counter).toString(16);
  return written(start + binding(start, sender));
}

export function isPacketId(text: string): boolean {
  return form.test(text);
}

/** Whether this is a packet id that `sender` may use. */
export function isPacketIdOf(text: string, sender: OrganId): boolean {
  if (!isPacketId(text)) return false;
  const id = text.replaceAll('-', '');
  return id.slice(16) === binding(id.slice(0, 16), sender);
}

/** The moment in the id, undefined where the text is no packet id. */
export function packetIdTime(text: string): Date | undefined {
  return isPacketId(text) ? new Date(Number.parseInt(text.slice(0, 8) + text.slice(9, 13), 16)) : undefined;
}

/**
 * The second half of the id in hexadecimal: the variant, then 62 bits of SHA-256 over label, sender and first half.
 * @param start the first half, 16 hexadecimal digits
 */
function binding(start: string, sender: OrganId): string {
  const label = Buffer.from(`ndax-packet-id\0${sender}\0--------`);
  label.write(start, label.length - 8, 'hex');
  const digest = hash('sha256', label);
  // The 62 bits follow the 2 bits of the variant, binary 10, so the digest moves right by two.
  const high = Number.parseInt(digest.slice(0, 8), 16);
  const low = Number.parseInt(digest.slice(8, 16), 16);
  return hexadecimal(0x8000_0000 | (high >>> 2)) + hexadecimal((high << 30) | (low >>> 2));
}

/** 32 bits as 8 digits. */
function hexadecimal(bits: number): string {
  return (bits >>> 0).toString(16).padStart(8, '0');
}

function written(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
