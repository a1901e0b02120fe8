/** Examines one file by itself: recognises its kind, checks the seal, and reads what was sealed. */
import { createHash } from 'node:crypto';
import {
  inspectPacket,
  isPacketIdOf,
  parseOrganId,
  readDirectoryPage,
  readPing,
  readReceipt,
} from '../edoc/index.js';
import { EdocError, type Finding } from '../errors.js';
import {
  directorySeal,
  inspectSeal,
  operatorCode,
  packetSeal,
  pingSeal,
  receiptSeal,
  type SealedKind,
  sealedKindOf,
  secondOpinion,
  type Trust,
  type Verified,
} from '../signing/index.js';
import type { Check, Examined, Kind } from './examined.js';
import { foreignFindings } from './foreign.js';

export interface ExamineOptions {
  readonly trust: Trust;
  /** The time for which certificates are judged. */
  readonly at: Date;
  readonly secondOpinion: boolean;
}

type Content = Pick<Examined, 'packet' | 'inspection' | 'receipt' | 'ping' | 'page'>;

const kinds = new Map<SealedKind, Kind>([
  [packetSeal, 'packet'],
  [receiptSeal, 'receipt'],
  [pingSeal, 'ping'],
  [directorySeal, 'directory'],
]);

/** Never throws for what the file contains. */
export async function examine(file: string, octets: Buffer, options: ExamineOptions): Promise<Examined> {
  const seal = sealedKindOf(octets);
  const kind = seal && kinds.get(seal);
  const findings: Finding[] = [];
  const checked = new Set<Check>();
  const base = {
    file,
    octets,
    sha256: createHash('sha256').update(octets).digest('hex'),
    kind,
    seal,
    findings,
    checked,
  };
  if (!seal || !kind) {
    findings.push({ code: 'verify.not-sealed', severity: 'error' }, ...(await foreignFindings(octets)));
    return { ...base, claimed: undefined, attachments: [] };
  }
  const inspection = await inspectSeal(octets, seal, options.trust, { at: options.at });
  findings.push(...inspection.findings);
  if (inspection.claimed)
    for (const check of ['form', 'signature', 'certificate'] as const) checked.add(check);
  if (options.secondOpinion)
    await askSecond(octets, seal, inspection.claimed?.signer.certificate, findings, checked);
  await noteValidAtSigning(octets, seal, inspection, options, findings);
  const content = inspection.content ? read(kind, inspection.content, findings) : {};
  if (inspection.content) checked.add('content');
  return { ...base, claimed: inspection.claimed, ...content, attachments: inlineOutcomes(content, checked) };
}

async function askSecond(
  octets: Buffer,
  seal: SealedKind,
  certificate: Uint8Array | undefined,
  findings: Finding[],
  checked: Set<Check>,
): Promise<void> {
  const opinion = await secondOpinion(octets, seal, certificate);
  findings.push(...opinion.findings);
  checked.add('second-opinion');
}

/** A certificate that has run out since is the usual case in an archive: say so, and that the time is the signer's word. */
async function noteValidAtSigning(
  octets: Buffer,
  seal: SealedKind,
  { findings: found, claimed }: Awaited<ReturnType<typeof inspectSeal>>,
  { trust }: ExamineOptions,
  findings: Finding[],
): Promise<void> {
  if (!claimed || !found.some(({ code }) => code === 'certificate.expired')) return;
  const then = await inspectSeal(octets, seal, trust, { at: claimed.signingTime });
  if (then.findings.length > 0) return;
  findings.push({
    code: 'verify.valid-at-signing',
    severity: 'note',
    detail: { time: claimed.signingTime.toISOString().replace('.000Z', 'Z') },
  });
}

function read(kind: Kind, verified: Verified, findings: Finding[]): Content {
  try {
    switch (kind) {
      case 'packet':
        return readSealedPacket(verified, findings);
      case 'receipt':
        return readSealedReceipt(verified, findings);
      case 'ping': {
        const ping = readPing(verified.signed);
        requireSealedBy(ping.sender, verified, findings);
        return { ping };
      }
      case 'directory': {
        requireSealedBy(operatorCode, verified, findings);
        return { page: readDirectoryPage(verified.signed) };
      }
    }
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    findings.push(...error.findings);
    return {};
  }
}

function readSealedPacket(verified: Verified, findings: Finding[]): Content {
  const inspection = inspectPacket(verified);
  findings.push(...inspection.findings);
  const { packet } = inspection;
  const sealer = parseOrganId(verified.signer.organization);
  if (packet && (!sealer || !isPacketIdOf(packet.packetId, sealer))) {
    findings.push({ code: 'packet.id', severity: 'error', place: 'edXMLEnvelope' });
  }
  return { ...(packet ? { packet } : {}), inspection };
}

function readSealedReceipt(verified: Verified, findings: Finding[]): Content {
  const receipt = readReceipt(verified.signed);
  const sealed = verified.signer.organization;
  if (receipt.recipient !== sealed) {
    findings.push({
      code: 'receipt.other-agency',
      severity: 'error',
      detail: { sealed, recipient: receipt.recipient },
    });
  }
  return { receipt };
}

function requireSealedBy(expected: string, { signer }: Verified, findings: Finding[]): void {
  if (signer.organization === expected) return;
  findings.push({
    code: 'seal.other-agency',
    severity: 'error',
    detail: { agency: signer.organization, expected },
  });
}

/** What rides inside the packet is checked with it; what travels beside it is looked for among the files given. */
function inlineOutcomes({ inspection }: Content, checked: Set<Check>): Examined['attachments'] {
  let inline = 0;
  const outcomes = (inspection?.contents ?? []).map(({ name, size, sha256, transfer }) => {
    if (transfer === 'parts') return { name, size, sha256, transfer, outcome: 'not-given' as const };
    const octets = inspection?.inline[inline];
    inline += 1;
    return { name, size, sha256, transfer, outcome: octets ? ('agrees' as const) : ('differs' as const) };
  });
  if (inline > 0) checked.add('attachments');
  return outcomes;
}
