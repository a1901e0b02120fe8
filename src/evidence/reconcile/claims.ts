/** What one side's evidence says of packets: that it sent or received them, with which octets, and which receipts it has. */
import { type Examined, isValid } from '../examined.js';

export interface ReceiptClaim {
  /** The recipient that answered. */
  readonly agency: string;
  readonly outcome: 'accepted' | 'refused';
  /** Of the packet that was answered; a log does not say it of receipts that came. */
  readonly packetSha256?: string;
}

export interface PacketClaim {
  readonly packetId: string;
  /** What the side did with the packet; undefined where it has no more than receipts for it. */
  readonly says?: 'sent' | 'received' | 'refused' | 'holds';
  readonly sha256?: string;
  /** Number and notation, where the packet itself is there. */
  readonly title?: string;
  /** The agencies for which the side speaks here. */
  readonly agencies: readonly string[];
  /** The packet's sender, where the evidence tells. */
  readonly from?: string;
  /** All its recipients; undefined where the evidence does not tell them all. */
  readonly to?: readonly string[];
  readonly receipts: readonly ReceiptClaim[];
  /** Whether the evidence would hold the receipts for this packet; a status in a container stands without its own. */
  readonly answered: boolean;
}

/** @param sealer the agency that packed the files, where they come from a container. */
export function claimsOfFiles(files: readonly Examined[], sealer?: string): PacketClaim[] {
  const valid = files.filter(isValid);
  const documents = valid.flatMap((file) => packetClaim(file, valid, sealer));
  const held = new Set(documents.map(({ packetId }) => packetId));
  const alone = valid.flatMap(({ receipt }): PacketClaim[] =>
    receipt && !held.has(receipt.packetId)
      ? [{ packetId: receipt.packetId, agencies: [], receipts: [claimOf(receipt)], answered: true }]
      : [],
  );
  return [...documents, ...alone];
}

function packetClaim(file: Examined, files: readonly Examined[], sealer: string | undefined): PacketClaim[] {
  const { packet, content } = file;
  if (!packet) return [];
  const { packetId, from, to } = packet;
  const own = files.filter(({ receipt }) => receipt?.packetId === packetId);
  const issued = own.filter((each) => each.file.endsWith('-issued.xml'));
  const agencies =
    sealer === undefined ? issued.flatMap(({ receipt }) => receipt?.recipient ?? []) : [sealer];
  const isSender = sealer === undefined ? issued.length < own.length : sealer === from;
  const isRecipient = sealer === undefined ? issued.length > 0 : sealer !== from;
  const isDocument = content?.type === 'document';
  return [
    {
      packetId,
      says: isSender ? 'sent' : isRecipient ? 'received' : 'holds',
      sha256: file.sealedSha256,
      ...(isDocument ? { title: content.number } : {}),
      agencies: isSender ? [...agencies, from] : agencies,
      from,
      to,
      receipts: own.flatMap(({ receipt }) => (receipt ? [claimOf(receipt)] : [])),
      answered: isDocument,
    },
  ];
}

function claimOf(receipt: NonNullable<Examined['receipt']>): ReceiptClaim {
  return { agency: receipt.recipient, outcome: receipt.outcome, packetSha256: receipt.packetSha256 };
}

/** An entry of an event log (`spec/log.md`), as far as it is looked at here. */
export interface LoggedEvent {
  readonly kind: string;
  readonly packet?: string;
  readonly agency?: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

/** Undefined for entries that say nothing of a packet sent, received or answered. */
export function claimOfEvent({ kind, packet, agency, detail }: LoggedEvent): PacketClaim | undefined {
  if (packet === undefined) return undefined;
  const agencies = agency === undefined ? [] : [agency];
  const { sha256, sender, ...more } = texts(detail);
  const to = more['to'] ?? more['recipient'];
  const base = {
    packetId: packet,
    agencies,
    answered: true,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(to === undefined ? {} : { to: to.split(' ') }),
  };
  const from = sender === undefined ? {} : { from: sender };
  const own = agency === undefined ? {} : { from: agency };
  const receipt = (outcome: 'accepted' | 'refused') =>
    agencies.map((each) => ({
      agency: each,
      outcome,
      ...(sha256 === undefined ? {} : { packetSha256: sha256 }),
    }));
  switch (kind) {
    case 'packet.submitted':
    case 'status.submitted':
      return { ...base, ...own, says: 'sent', receipts: [] };
    // After a restore; what came in has its own entry beside this one.
    case 'packet.returned':
      return detail['direction'] === 'out' ? { ...base, ...own, says: 'sent', receipts: [] } : undefined;
    case 'packet.accepted':
      return { ...base, ...from, says: 'received', receipts: receipt('accepted') };
    case 'packet.refused':
      return { ...base, ...from, says: 'refused', receipts: [], answered: false };
    case 'delivery.accepted':
      return { packetId: packet, agencies: [], answered: true, receipts: receipt('accepted') };
    case 'delivery.refused':
      return { packetId: packet, agencies: [], answered: true, receipts: receipt('refused') };
    default:
      return undefined;
  }
}

/** The details that are texts and say something. */
function texts(detail: LoggedEvent['detail']): Readonly<Partial<Record<string, string>>> {
  return Object.fromEntries(
    Object.entries(detail).filter(
      (each): each is [string, string] => typeof each[1] === 'string' && each[1] !== '',
    ),
  );
}
