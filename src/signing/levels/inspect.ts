/**
 * Verifying a sealed file with whatever proof of time and standing was put around it. `spec/evidence.md`, section 3.
 * What a file without unsigned properties costs is what its seal costs: the rest is loaded when it is needed.
 */
import type { Finding } from '../../errors.js';
import type { SealedKind } from '../kinds.js';
import { limits } from '../limits.js';
import type { Trust } from '../trust.js';
import { type Inspection, inspectSeal, type VerifyOptions } from '../verify.js';
import { type AroundOptions, attemptSplit, inspectAround, type Proof } from './around.js';
import { sealParts } from './parts.js';

export interface EvidenceOptions extends VerifyOptions, AroundOptions {}

export interface EvidenceInspection extends Inspection, Proof {
  /** The octets that were signed, sent and digested, without what was put around them. */
  readonly sealed: Buffer;
}

/** Never throws for what a file contains. */
export async function inspectEvidence(
  file: Uint8Array,
  kind: SealedKind,
  trust: Trust,
  options: EvidenceOptions,
): Promise<EvidenceInspection> {
  const split = attemptSplit(file);
  const { sealed } = split;
  // What is too long is refused by the seal's own limit, before anything is hashed as often as stamps ask for it.
  const partsOf = () => (sealed.length <= limits.fileBytes ? sealParts(sealed, kind) : undefined);
  const { inner, proof, findings } = await inspectAround(split, partsOf, trust, options, (at) =>
    inspectSeal(sealed, kind, trust, at === options.at ? options : { ...options, at }),
  );
  return evidenceOf(findings.length === 0 ? inner : withFindings(inner, findings), proof, sealed);
}

/** Member by member: a spread object takes many times as long, and one is made for each file of an archive. */
function evidenceOf({ findings, content, claimed }: Inspection, proof: Proof, sealed: Buffer) {
  const { level, claimedLevel, provenAt, stamps, standings } = proof;
  const evidence: { -readonly [Name in keyof EvidenceInspection]: EvidenceInspection[Name] } = {
    findings,
    sealed,
    level,
    claimedLevel,
    stamps,
    standings,
  };
  if (content) evidence.content = content;
  if (claimed) evidence.claimed = claimed;
  if (provenAt) evidence.provenAt = provenAt;
  return evidence;
}

/** A file with an error has no content, whichever step found it. */
function withFindings(inspection: Inspection, more: readonly Finding[]): Inspection {
  const { content, ...rest } = inspection;
  const findings = [...more, ...inspection.findings];
  const clean = !more.some(({ severity }) => severity === 'error');
  return { ...rest, findings, ...(clean && content ? { content } : {}) };
}
