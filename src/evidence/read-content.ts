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
import type { AttachmentOutcome, Examined, ExaminedPacket, Kind } from './examined.js';

export type ReadContent = Pick<Examined, 'content' | 'packet' | 'receipt' | 'page'> & {
  readonly findings: readonly Finding[];
  readonly attachments: AttachmentOutcome[];
};

/** Never throws for what was sealed. */
export function readContent(kind: Kind, claim: Claim): ReadContent {
  try {
    return readers[kind](claim);
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    return { findings: error.findings, attachments: [] };
  }
}

const readers: Readonly<Record<Kind, (claim: Claim) => ReadContent>> = {
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
  const content = packetSummary(inspection);
  const findings = [...inspection.findings];
  const { packet } = inspection;
  const sealer = parseOrganId(signer.organization);
  if (packet && (!sealer || !isPacketIdOf(packet.packetId, sealer))) {
    findings.push({ code: 'packet.id', severity: 'error', place: 'edXMLEnvelope' });
  }
  return {
    ...(packet ? { packet: examinedPacket(packet) } : {}),
    ...(content ? { content } : {}),
    findings,
    attachments: inlineOutcomes(inspection),
  };
}

function examinedPacket({
  packetId,
  message,
  concerns,
  contents,
}: NonNullable<PacketInspection['packet']>): ExaminedPacket {
  return {
    packetId,
    from: message.from.organId,
    to:
      message.kind === 'document' ? message.to.map(({ organId }) => organId) : [message.responseFor.organId],
    ...(concerns === undefined ? {} : { concerns }),
    contents: contents.map(({ sha256, size }) => ({ sha256, size })),
  };
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
