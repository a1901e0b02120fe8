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
  const id = Buffer.alloc(16);
  id.writeUIntBE(unixMs, 0, 6);
  id.writeUInt16BE(0x7000 | counter, 6);
  binding(id.subarray(0, 8), sender).copy(id, 8);
  return written(id);
}

export function isPacketId(text: string): boolean {
  return form.test(text);
}

/** Whether this is a packet id that `sender` may use. */
export function isPacketIdOf(text: string, sender: OrganId): boolean {
  if (!isPacketId(text)) return false;
  const id = Buffer.from(text.replaceAll('-', ''), 'hex');
  return id.subarray(8).equals(binding(id.subarray(0, 8), sender));
}

/** The moment in the id, undefined where the text is no packet id. */
export function packetIdTime(text: string): Date | undefined {
  return isPacketId(text) ? new Date(Number.parseInt(text.slice(0, 8) + text.slice(9, 13), 16)) : undefined;
}

/** The second half of the id: the variant, then 62 bits of SHA-256 over label, sender and first half. */
function binding(start: Buffer, sender: OrganId): Buffer {
  const digest = hash('sha256', Buffer.concat([Buffer.from(`ndax-packet-id\0${sender}\0`), start]), 'buffer');
  const [high, low] = [digest.readUInt32BE(0), digest.readUInt32BE(4)];
  // The 62 bits follow the 2 bits of the variant, binary 10, so the digest moves right by two.
  const half = Buffer.alloc(8);
  half.writeUInt32BE((0x8000_0000 | (high >>> 2)) >>> 0, 0);
  half.writeUInt32BE(((high << 30) | (low >>> 2)) >>> 0, 4);
  return half;
}

function written(id: Buffer): string {
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
