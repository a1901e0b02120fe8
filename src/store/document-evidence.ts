/** All sealed files about one document, each with the proof that was put around it. */
import { type OrganId, organId } from '../edoc/index.js';
import { packetEvidence } from './evidence.js';
import type { RowSource } from './log-rows.js';
import { receiptsOf, statusesOf } from './trace.js';

/** A sealed file, and its `xades:UnsignedProperties` where it has any. */
export interface StoredFile {
  readonly bytes: Buffer;
  readonly properties?: string;
}

export interface StoredEvidence {
  readonly sender: OrganId;
  /** True where this node sent it. */
  readonly sent: boolean;
  /** The agencies of this node that received it. */
  readonly agencies: readonly OrganId[];
  /** When the packet was taken into the register. */
  readonly at: Date;
  /** Two where this node serves both ends: the octets are the same, the proof around them need not be. */
  readonly packets: readonly StoredFile[];
  readonly receipts: readonly StoredFile[];
  readonly statuses: readonly StoredFile[];
}

/** Undefined where no document with the id was sent or received. */
export async function storedEvidence(
  source: RowSource,
  packetId: string,
): Promise<StoredEvidence | undefined> {
  const rows = await source.all<{ sender: string; direction: 'in' | 'out'; at: number }>(
    `SELECT sender, direction, at FROM packet WHERE id = ? AND kind = 'document' ORDER BY direction`,
    [packetId],
  );
  const [first] = rows;
  if (!first) return undefined;
  const entries = await source.all<{ agency: string }>(
    `SELECT agency FROM entry WHERE packet_id = ? AND box = 'in' ORDER BY agency`,
    [packetId],
  );
  const packets = await filesOf(
    source,
    rows.map(({ direction }) => ({ packetId, direction })),
  );
  const receipts = await receiptsOf(source, packetId);
  return {
    sender: organId(first.sender),
    sent: rows.some(({ direction }) => direction === 'out'),
    agencies: entries.map(({ agency }) => organId(agency)),
    at: new Date(first.at),
    packets,
    receipts: receipts.map(({ bytes, evidence }) => fileOf(bytes, evidence)),
    statuses: await filesOf(source, await statusesOf(source, packetId)),
  };
}

async function filesOf(
  source: RowSource,
  packets: readonly { readonly packetId: string; readonly direction: 'in' | 'out' }[],
): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const { packetId, direction } of packets) {
    const stored = await packetEvidence(source, packetId, direction);
    if (stored) files.push(fileOf(stored.bytes, stored.evidence));
  }
  return files;
}

function fileOf(bytes: Buffer, { properties }: { readonly properties?: string }): StoredFile {
  return properties === undefined ? { bytes } : { bytes, properties };
}
