/**
 * Verifying a sealed file with whatever proof of time and standing was put around it. `spec/evidence.md`, section 3.
 * What a file without unsigned properties costs is what its seal costs: the rest is loaded when it is needed.
 */
import { EdocError, type Finding } from '../../errors.js';
import { pathTo } from '../chain.js';
import type { SealedKind } from '../kinds.js';
import { limits } from '../limits.js';
import type { Trust } from '../trust.js';
import { type Inspection, inspectSeal, type VerifyOptions } from '../verify.js';
import { sealParts } from './parts.js';
import { gatherData, readProperties, type UnsignedProperty, type ValidationData } from './properties.js';
import { claimedLevel, cutFile, type Level, type SplitFile } from './split.js';
import type { FoundStamp } from './stamps.js';
import type { RevocationPolicy, Standing } from './standing.js';

export interface EvidenceOptions extends VerifyOptions {
  readonly revocation: RevocationPolicy;
  /** What the verifier has itself, beside what the file brings. */
  readonly data?: Pick<ValidationData, 'crls' | 'ocsps'>;
  /** Anchors of time-stamp authorities, where they are others than those of seals: who may stamp need not be one who may seal. */
  readonly stampTrust?: Trust;
}

export interface EvidenceInspection extends Inspection {
  /** The octets that were signed, sent and digested, without what was put around them. */
  readonly sealed: Buffer;
  /** The level whose parts all held; `claimedLevel` has those that are there. */
  readonly level: Level;
  readonly claimedLevel: Level;
  /** When the seal certainly existed. */
  readonly provenAt?: Date;
  readonly stamps: readonly FoundStamp[];
  /** Of the certificates of the seal's path; empty where nobody asked and nothing was there. */
  readonly standings: readonly Standing[];
}

/** Never throws for what a file contains. */
export async function inspectEvidence(
  file: Uint8Array,
  kind: SealedKind,
  trust: Trust,
  options: EvidenceOptions,
): Promise<EvidenceInspection> {
  const { split, findings } = attemptSplit(file);
  const { sealed, properties } = split;
  const given = options.data ?? { crls: [], ocsps: [] };
  if (
    properties.length === 0 &&
    given.crls.length + given.ocsps.length === 0 &&
    options.revocation === 'soft'
  ) {
    const inspection = await inspectSeal(sealed, kind, trust, options);
    return { ...withFindings(inspection, findings), ...plain(sealed) };
  }
  return inspectAugmented(split, kind, trust, options, findings);
}

function plain(sealed: Buffer) {
  return { sealed, level: 'B', claimedLevel: 'B', stamps: [], standings: [] } as const;
}

async function inspectAugmented(
  { sealed, properties }: SplitFile,
  kind: SealedKind,
  trust: Trust,
  options: EvidenceOptions,
  formFindings: readonly Finding[],
): Promise<EvidenceInspection> {
  // What is too long is refused by the seal's own limit, before anything is hashed as often as stamps ask for it.
  const parts = sealed.length <= limits.fileBytes ? sealParts(sealed, kind) : undefined;
  if (!parts) {
    const inspection = await inspectSeal(sealed, kind, trust, options);
    const found = withFindings(inspection, formFindings);
    return { ...found, ...plain(sealed), claimedLevel: claimedLevel(properties) };
  }
  const [{ inspectStamps }, { KnownAnswers, standingFindings, standingsIn }] = await Promise.all([
    import('./stamps.js'),
    import('./standing.js'),
  ]);
  const { revocation: policy, stampTrust = trust, at: now } = options;
  const { pieces, signed, certificates } = parts;
  const data = gatherData(properties, options.data);
  const known = new KnownAnswers(data, now);
  const { stamps, findings, provenAt, control } = await inspectStamps(
    { pieces, signed, properties },
    { trust: stampTrust, policy, known, certificates: data.certificates, now },
  );
  const time = provenAt ?? control;
  const standings = standingsIn(pathTo(certificates, trust, 'seal'), known, time);
  const inspection = await inspectSeal(sealed, kind, trust, { ...options, at: time });
  // The level is the file's: what the verifier has itself does not raise it.
  const own = options.data ? new KnownAnswers(gatherData(properties), now) : known;
  const isAnswered = ({ certificate, issuer, at }: Standing) =>
    standingsIn([certificate, issuer], own, at).every(({ status }) => status !== 'unknown');
  const level = levelReached(properties, stamps, standings, isAnswered);
  const claimed = claimedLevel(properties);
  const all = [
    ...formFindings,
    ...findings,
    ...standingFindings(standings, policy, provenAt !== undefined),
    ...known.findings,
    ...(level === claimed ? [] : [levelFinding(claimed, level)]),
  ];
  return {
    ...withFindings(inspection, all),
    sealed,
    level,
    claimedLevel: claimed,
    ...(provenAt ? { provenAt } : {}),
    stamps,
    standings,
  };
}

/** A file with an error has no content, whichever step found it. */
function withFindings(inspection: Inspection, more: readonly Finding[]): Inspection {
  const { content, ...rest } = inspection;
  const findings = [...more, ...inspection.findings];
  const clean = !more.some(({ severity }) => severity === 'error');
  return { ...rest, findings, ...(clean && content ? { content } : {}) };
}

/** Properties that cannot be taken leave the seal as it is; where they cannot be found either, the file is judged as it came. */
function attemptSplit(file: Uint8Array): { split: SplitFile; findings: readonly Finding[] } {
  let sealed = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  try {
    const cut = cutFile(file);
    sealed = cut.sealed;
    const properties = cut.element === undefined ? [] : readProperties(cut.element);
    return { split: { sealed, properties }, findings: [] };
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    return { split: { sealed, properties: [] }, findings: error.findings };
  }
}

function levelReached(
  properties: readonly UnsignedProperty[],
  stamps: readonly FoundStamp[],
  standings: readonly Standing[],
  isAnswered: (standing: Standing) => boolean,
): Level {
  const signature = stamps.find(({ kind }) => kind === 'signature');
  if (!signature?.holds) return 'B';
  const answered = [...standings, ...signature.standings].every(isAnswered);
  if (!answered || claimedLevel(properties) === 'T') return 'T';
  return stamps.some(({ kind, holds }) => kind === 'archive' && holds) ? 'LTA' : 'LT';
}

function levelFinding(claimed: Level, reached: Level): Finding {
  return { code: 'evidence.level', severity: 'warning', detail: { claimed, reached } };
}
