/** Seals a message into a packet: the octets that stay the same from here to the archive. */
import { assemblePacket, limits, type Message, writeEnvelope } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { packetSeal, seal, signingLimits } from '../signing/index.js';
import type { ComposedContent } from './compose.js';
import type { AgentContext } from './context.js';
import type { Identity } from './identities.js';
import type { PacketRecord } from './ports.js';
import { sha256Hex } from './receipts.js';
import { sealSigner } from './signers.js';

export interface Unsealed {
  readonly packetId: string;
  readonly message: Message;
  /** For a status: the packet that it speaks of. */
  readonly concerns?: string;
  readonly contents: readonly ComposedContent[];
}

/** @throws EdocError `send.too-large`, and what the signer throws. */
export async function sealPacket(
  context: AgentContext,
  unsealed: Unsealed,
  identity: Identity,
): Promise<PacketRecord> {
  const envelope = writeEnvelope(unsealed.message, unsealed);
  requireAtMost(limits.envelopeBytes, Buffer.byteLength(envelope.head) + Buffer.byteLength(envelope.tail));
  const signature = await seal(
    envelope,
    packetSeal,
    await sealSigner(context, identity),
    context.clock.now(),
  );
  const bytes = assemblePacket(envelope, signature, inlineOctets(unsealed.contents), unsealed.contents);
  requireAtMost(signingLimits.fileBytes, bytes.length);
  return {
    packetId: unsealed.packetId,
    sha256: sha256Hex(bytes),
    bytes,
    message: unsealed.message,
    ...(unsealed.concerns === undefined ? {} : { concerns: unsealed.concerns }),
    attachments: unsealed.contents.map(({ name, contentType, sha256, size, transfer }) => ({
      name,
      contentType,
      sha256,
      size,
      transfer,
    })),
  };
}

/**
 * The packet as it would be, without a seal: what a dry run measures and validates. @throws EdocError `send.too-large`
 */
export function unsealedPacket(unsealed: Unsealed): Buffer {
  const envelope = writeEnvelope(unsealed.message, unsealed);
  requireAtMost(limits.envelopeBytes, Buffer.byteLength(envelope.head) + Buffer.byteLength(envelope.tail));
  const bytes = assemblePacket(envelope, '', inlineOctets(unsealed.contents), unsealed.contents);
  requireAtMost(signingLimits.fileBytes - signatureBytes, bytes.length);
  return bytes;
}

/** What `ds:Signature` adds at the most: four certificates of the largest size, as base64, and what is around them. */
const signatureBytes = 48 * 1024;

/**
 * The envelope is bounded, and so is the whole file: with many long descriptions, which stand in both, only the second may be
 * exceeded.
 */
function requireAtMost(most: number, bytes: number): void {
  if (bytes > most) throw new EdocError('send.too-large', { detail: { bytes, most } });
}

function inlineOctets(contents: readonly ComposedContent[]): Buffer[] {
  return contents.flatMap(({ octets }) => (octets ? [octets] : []));
}
