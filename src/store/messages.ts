/** The octets of packets, as their node asks for them while it answers and sends. */
import { type OrganId, organId } from '../edoc/index.js';
import { attachmentsOf } from './find.js';
import type { RowSource } from './log-rows.js';
import type { AttachmentRecord } from './records.js';

export interface SentPacket {
  readonly sha256: string;
  readonly attachments: readonly AttachmentRecord[];
}

export interface SentMessage {
  readonly sender: OrganId;
  readonly bytes: Buffer;
}

export interface ReceivedMessage extends SentMessage {
  readonly senderNode: string;
  /** Those of this node that have it in their register. */
  readonly agencies: readonly OrganId[];
}

export async function sentPacket(source: RowSource, packetId: string): Promise<SentPacket | undefined> {
  const [row] = await source.all<{ sha256: string }>(
    `SELECT sha256 FROM packet WHERE id = ? AND direction = 'out'`,
    [packetId],
  );
  return row && { sha256: row.sha256, attachments: await attachmentsOf(source, packetId, 'out') };
}

export async function sentMessage(source: RowSource, packetId: string): Promise<SentMessage | undefined> {
  const [row] = await source.all<{ sender: string; bytes: Buffer }>(
    `SELECT sender, bytes FROM packet JOIN packet_octets ON packet_id = id
       AND packet_octets.direction = packet.direction
     WHERE id = ? AND packet.direction = 'out'`,
    [packetId],
  );
  return row && { sender: organId(row.sender), bytes: row.bytes };
}

/** A document that came in. */
export async function receivedMessage(
  source: RowSource,
  packetId: string,
): Promise<ReceivedMessage | undefined> {
  const [row] = await source.all<{ sender: string; sender_node: string; bytes: Buffer; agencies: string }>(
    `SELECT sender, sender_node, bytes,
       (SELECT json_group_array(agency) FROM entry WHERE entry.packet_id = id AND box = 'in') AS agencies
     FROM packet JOIN packet_octets ON packet_octets.packet_id = id
       AND packet_octets.direction = packet.direction
     WHERE id = ? AND packet.direction = 'in' AND kind = 'document'`,
    [packetId],
  );
  if (!row) return undefined;
  const agencies: string[] = JSON.parse(row.agencies);
  return {
    sender: organId(row.sender),
    senderNode: row.sender_node,
    bytes: row.bytes,
    agencies: agencies.map(organId),
  };
}
