/**
 * Whole sealed files of every kind, from strangers: nothing may be accepted that the holders of the keys did not sign,
 * and nothing that was read to its end may differ in one octet from what they made.
 */
import { createHash } from 'node:crypto';
import { errorTable, type Finding } from '../../../src/errors.js';
import { examine, isValid } from '../../../src/evidence/index.js';
import {
  directorySeal,
  type Inspection,
  inspectSeal,
  packetSeal,
  pingSeal,
  receiptSeal,
  type SealedKind,
  sealedKindOf,
  secondOpinion,
  type Trust,
} from '../../../src/signing/index.js';
import type { FuzzTarget, Outcome, Sample } from '../target.js';
import { samplesOf, vectorTime, vectorTrust } from './vectors.js';

const kinds = [packetSeal, receiptSeal, pingSeal, directorySeal];

export interface SealedDetail {
  readonly kind: SealedKind;
  readonly inspection: Inspection;
  /** Read to the end by the rules of its kind, without an error. */
  readonly whole: boolean;
}

export function sealedSamples(): Sample[] {
  return [...samplesOf('signature', 'input.xml'), ...samplesOf('packet', 'input.xml')];
}

export async function sealedTarget(): Promise<FuzzTarget> {
  const trust = vectorTrust();
  const corpus = sealedSamples();
  const genuine = new Set<string>();
  const files = new Set(corpus.map(({ octets }) => sha256(octets)));
  for (const { octets } of corpus) {
    const { kind, inspection } = await inspect(octets, trust);
    if (inspection.content) genuine.add(sealOf(kind, inspection));
    const made = withoutStrangers(octets, kind, inspection);
    if (made) files.add(sha256(made));
  }
  return {
    name: 'sealed',
    corpus,
    run: async (input) => outcomeOf(await inspect(input, trust)),
    async oracle(input, { codes, detail }) {
      const { kind, inspection, whole } = detail as SealedDetail;
      const { content } = inspection;
      const unknown = codes.find((code) => !(code in errorTable));
      if (unknown !== undefined) return `the code ${unknown} is in no table`;
      if (!content) return inspection.findings.length > 0 ? undefined : 'neither refused nor accepted';
      if (!genuine.has(sealOf(kind, inspection))) return 'accepted, and signed by nobody';
      const isFile = files.has(sha256(input));
      if (whole && !isFile) return 'read to the end, and not the file that was made';
      if (kind !== packetSeal && !isFile) return 'accepted, and not the file that was made';
      return whole && isSampled(input) ? opinion(input, kind, content.signer.certificate) : undefined;
    },
  };
}

/**
 * The file that was made, where a sample has something behind the envelope that the sealer did not put there: a change that takes
 * just that away mends the file. Only where nothing belongs there; what else does is bound by digests.
 */
function withoutStrangers(octets: Buffer, kind: SealedKind, { content }: Inspection): Buffer | undefined {
  if (kind !== packetSeal || !content || content.signed.includes('Transfer="inline"')) return undefined;
  const envelope = octets.subarray(0, octets.length - content.after.length);
  return Buffer.concat([envelope, Buffer.from('</edXML>\n')]);
}

/** The seal and the reading of what it covers. */
export async function inspect(input: Buffer, trust: Trust): Promise<SealedDetail> {
  const options = { trust, at: vectorTime, secondOpinion: false };
  const said = sealedKindOf(input);
  // A file that says to be of no kind is offered as one all the same: that it is refused is not the opening's doing.
  const kind = said ?? kinds[input.length % kinds.length] ?? packetSeal;
  const inspection = await inspectSeal(input, kind, trust, options);
  const whole = inspection.content !== undefined && isValid(await examine('input', input, options));
  return { kind, inspection, whole };
}

export function outcomeOf(detail: SealedDetail): Outcome {
  const { inspection, whole } = detail;
  const said = (finding: Finding) => finding.code;
  return {
    verdict: inspection.content ? 'accepted' : 'refused',
    codes:
      inspection.findings.length > 0 ? inspection.findings.map(said) : whole ? [] : ['verify.not-sealed'],
    detail,
  };
}

/**
 * What is wrong with what the second engine says of a file that was read to the end. (The seal alone lets pass what is not
 * canonical, such as superfluous declarations, which the reading finds.) It is slow, so it is not asked each time.
 */
export async function opinion(
  input: Buffer,
  kind: SealedKind,
  certificate: Buffer,
): Promise<string | undefined> {
  const { agrees, findings } = await secondOpinion(input, kind, certificate);
  return agrees
    ? undefined
    : `accepted, and xml-crypto does not agree: ${JSON.stringify(findings[0]?.detail)}`;
}

export function isSampled(input: Buffer): boolean {
  return createHash('sha256').update(input).digest().readUInt8() < 16;
}

function sealOf(kind: SealedKind, { content }: Inspection): string {
  if (!content) return '';
  const { before, signed, signature, signer } = content;
  return [kind.element, sha256(before), sha256(signed), sha256(signature), signer.certificateSha256].join(
    ' ',
  );
}

function sha256(octets: Buffer): string {
  return createHash('sha256').update(octets).digest('base64');
}
