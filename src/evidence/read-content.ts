/** Reads what a seal covers, by the rules of its kind, and whether the agency that sealed it may say it. */
import {
  inspectPacket,
  isPacketIdOf,
  type PacketInspection,
  parseOrganId,
  readDirectoryPage,
  readPing,
  readReceipt,
} from '../edoc/index.js';
import { EdocError, type Finding } from '../errors.js';
import { type Claim, operatorCode } from '../signing/index.js';
import { directorySummary, packetSummary, pingSummary, receiptSummary } from './content.js';
import type { AttachmentOutcome, Examined, ExaminedPacket, SealedFileKind, Writable } from './examined.js';

export interface ReadContent extends Pick<Examined, 'content' | 'packet' | 'receipt' | 'page'> {
  readonly findings: readonly Finding[];
  readonly attachments: AttachmentOutcome[];
  /** For looking into them; whoever keeps them keeps the file's octets. */
  readonly inline?: readonly InlineAttachment[];
}

export interface InlineAttachment {
  /** In the manifest. */
  readonly index: number;
  readonly octets: Buffer;
}

/** Never throws for what was sealed. */
export function readContent(kind: SealedFileKind, claim: Claim): ReadContent {
  try {
    return readers[kind](claim);
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    return { findings: error.findings, attachments: [] };
  }
}

const readers: Readonly<Record<SealedFileKind, (claim: Claim) => ReadContent>> = {
  packet: readSealedPacket,
  receipt: readSealedReceipt,
  ping(claim) {
    const ping = readPing(claim.octets.signed);
    return { content: pingSummary(ping), findings: otherSealer(ping.sender, claim), attachments: [] };
  },
  directory(claim) {
    const page = readDirectoryPage(claim.octets.signed);
    return {
      page,
      content: directorySummary(page),
      findings: otherSealer(operatorCode, claim),
      attachments: [],
    };
  },
};

function readSealedPacket({ octets, signer }: Claim): ReadContent {
  const inspection = inspectPacket(octets);
  const { packet } = inspection;
  const findings = [...inspection.findings];
  const read: Writable<ReadContent> = { findings, attachments: inlineOutcomes(inspection) };
  const content = packetSummary(inspection);
  if (content) read.content = content;
  if (packet) {
    const sealer = parseOrganId(signer.organization);
    if (!sealer || !isPacketIdOf(packet.packetId, sealer)) {
      findings.push({ code: 'packet.id', severity: 'error', place: 'edXMLEnvelope' });
    }
    read.packet = examinedPacket(packet);
  }
  if (inspection.inline.length > 0) read.inline = inlineAttachments(inspection);
  return read;
}

function examinedPacket({
  packetId,
  message,
  concerns,
  contents,
}: NonNullable<PacketInspection['packet']>): ExaminedPacket {
  const to =
    message.kind === 'document' ? message.to.map(({ organId }) => organId) : [message.responseFor.organId];
  const examined: Writable<ExaminedPacket> = {
    packetId,
    from: message.from.organId,
    to,
    contents: contents.map(({ sha256, size }) => ({ sha256, size })),
  };
  if (concerns !== undefined) examined.concerns = concerns;
  return examined;
}

/** What rides inside the packet is checked with it; what travels beside it is looked for among the files given. */
function inlineOutcomes({ contents, inline }: PacketInspection): AttachmentOutcome[] {
  let next = 0;
  return contents.map(({ name, size, sha256, transfer }) => {
    if (transfer === 'parts') return { name, size, sha256, transfer, outcome: 'not-given' };
    const octets = inline[next];
    next += 1;
    return { name, size, sha256, transfer, outcome: octets ? 'agrees' : 'differs' };
  });
}

function inlineAttachments({ contents, inline }: PacketInspection): InlineAttachment[] {
  const places = contents.flatMap(({ transfer }, index) => (transfer === 'inline' ? [index] : []));
  return places.flatMap((index, nth) => {
    const octets = inline[nth];
    return octets ? [{ index, octets }] : [];
  });
}

function readSealedReceipt({ octets, signer }: Claim): ReadContent {
  const receipt = readReceipt(octets.signed);
  const { packetId, packetSha256, recipient, outcome } = receipt;
  const sealed = signer.organization;
  const detail = { sealed, recipient };
  return {
    receipt: {
      packetId,
      packetSha256,
      recipient,
      outcome,
      ...(receipt.outcome === 'accepted' ? { contents: receipt.contents } : {}),
    },
    content: receiptSummary(receipt),
    findings: recipient === sealed ? [] : [{ code: 'receipt.other-agency', severity: 'error', detail }],
    attachments: [],
  };
}

function otherSealer(expected: string, { signer }: Claim): Finding[] {
  if (signer.organization === expected) return [];
  return [
    { code: 'seal.other-agency', severity: 'error', detail: { agency: signer.organization, expected } },
  ];
}
