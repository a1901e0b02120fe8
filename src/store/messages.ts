/** Single messages of the register by their packet id, as they were sealed. */
import { type OrganId, organId } from '../edoc/index.js';
import { attachmentsOf } from './find.js';
import type { RowSource } from './log-rows.js';
import type { AttachmentRecord } from './records.js';

/** What a receipt is compared with. */
export interface SentPacket {
  /** Of its octets, in hexadecimal. */
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

/** The digest of the octets that were sent under this id. */
export async function sentDigest(source: RowSource, packetId: string): Promise<string | undefined> {
  const [row] = await source.rowsFor<{ sha256: string }>(
    `SELECT j.key AS asked, sha256 FROM json_each(?1) j CROSS JOIN packet ON packet.id = j.value AND direction = 'out'`,
    packetId,
  );
  return row?.sha256;
}

export async function sentPacket(source: RowSource, packetId: string): Promise<SentPacket | undefined> {
  const [sha256, attachments] = await Promise.all([
    sentDigest(source, packetId),
    attachmentsOf(source, packetId, 'out'),
  ]);
  return sha256 === undefined ? undefined : { sha256, attachments };
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

/** A document; a status that came in has no entry. */
export async function receivedMessage(
  source: RowSource,
  packetId: string,
): Promise<ReceivedMessage | undefined> {
  const [row] = await source.all<{
    sender: string;
    sender_node: string;
    bytes: Buffer;
    agencies: string;
  }>(
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
