/**
 * What was put around a signature, judged from the outside inwards, and the signature itself at the time that this proves.
 * The same for sealed files and for containers: `spec/evidence.md`, section 3.
 */
import { EdocError, type Finding } from '../../errors.js';
import { pathTo } from '../chain.js';
import type { Trust } from '../trust.js';
import type { SignatureParts } from './parts.js';
import { gatherData, readProperties } from './properties.js';
import { claimedLevel, cutFile, type Level, type SplitFile } from './split.js';
import type { FoundStamp } from './stamps.js';
import type { RevocationPolicy, Standing } from './standing.js';
import type { UnsignedProperty, ValidationData } from './unsigned-property.js';

export interface AroundOptions {
  /** The time of verification. */
  readonly at: Date;
  readonly revocation: RevocationPolicy;
  /** What the verifier has itself, beside what the file brings. */
  readonly data?: Pick<ValidationData, 'crls' | 'ocsps'>;
  /** Anchors of time-stamp authorities, where they are others than those of seals: who may stamp need not be one who may seal. */
  readonly stampTrust?: Trust;
}

/** What the levels above B say of a signature. */
export interface Proof {
  /** The level whose parts all held; `claimedLevel` has those that are there. */
  readonly level: Level;
  readonly claimedLevel: Level;
  /** When the signature certainly existed. */
  readonly provenAt?: Date;
  readonly stamps: readonly FoundStamp[];
  /** Of the certificates of the signature's path; empty where nobody asked and nothing was there. */
  readonly standings: readonly Standing[];
}

/** What stands inside, as it was found for the time that is proven. */
export interface Around<Inner> {
  readonly inner: Inner;
  readonly proof: Proof;
  /** Of what was put around it. */
  readonly findings: readonly Finding[];
}

/** A file and what was put around it, as far as it can be taken apart. */
export interface AttemptedSplit extends SplitFile {
  readonly findings: readonly Finding[];
}

/** Properties that cannot be taken leave the seal as it is; where they cannot be found either, the file is judged as it came. */
export function attemptSplit(file: Uint8Array): AttemptedSplit {
  let sealed = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  try {
    const cut = cutFile(file);
    sealed = cut.sealed;
    const properties = cut.element === undefined ? [] : readProperties(cut.element);
    return { sealed, properties, findings: [] };
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    return { sealed, properties: [], findings: error.findings };
  }
}

/**
 * @param partsOf undefined where the sealed form has no signature to speak of, which `inspect` will tell; not asked where
 * nothing is around it.
 * @param inspect the sealed form by itself, its certificates judged for the time given.
 */
export async function inspectAround<Inner>(
  { properties, findings }: AttemptedSplit,
  partsOf: () => SignatureParts | undefined,
  trust: Trust,
  options: AroundOptions,
  inspect: (at: Date) => Inner | Promise<Inner>,
): Promise<Around<Inner>> {
  const given = options.data ?? { crls: [], ocsps: [] };
  const bare =
    properties.length === 0 && given.crls.length + given.ocsps.length === 0 && options.revocation === 'soft';
  const parts = bare ? undefined : partsOf();
  if (!parts) {
    const proof = { level: 'B', claimedLevel: claimedLevel(properties), stamps: [], standings: [] } as const;
    return { inner: await inspect(options.at), proof, findings };
  }
  const found = await judge(parts, properties, trust, options);
  const inner = await inspect(found.time);
  return { inner, proof: found.proof, findings: [...findings, ...found.findings] };
}

async function judge(
  { pieces, signed, certificates }: SignatureParts,
  properties: readonly UnsignedProperty[],
  trust: Trust,
  options: AroundOptions,
): Promise<{ proof: Proof; findings: Finding[]; time: Date }> {
  const [{ inspectStamps }, { KnownAnswers, standingFindings, standingsIn }] = await Promise.all([
    import('./stamps.js'),
    import('./standing.js'),
  ]);
  const { revocation: policy, stampTrust = trust, at: now } = options;
  const data = gatherData(properties, options.data);
  const known = new KnownAnswers(data, now);
  const { stamps, findings, provenAt, control } = await inspectStamps(
    { pieces, signed, properties },
    { trust: stampTrust, policy, known, certificates: data.certificates, now },
  );
  const time = provenAt ?? control;
  const standings = standingsIn(pathTo(certificates, trust, 'seal'), known, time);
  // The level is the file's: what the verifier has itself does not raise it.
  const own = options.data ? new KnownAnswers(gatherData(properties), now) : known;
  const isAnswered = ({ certificate, issuer, at }: Standing) =>
    standingsIn([certificate, issuer], own, at).every(({ status }) => status !== 'unknown');
  const level = levelReached(properties, stamps, standings, isAnswered);
  const claimed = claimedLevel(properties);
  const all = [
    ...findings,
    ...standingFindings(standings, policy, provenAt !== undefined),
    ...known.findings,
    ...(level === claimed ? [] : [levelFinding(claimed, level)]),
  ];
  const proof = { level, claimedLevel: claimed, ...(provenAt ? { provenAt } : {}), stamps, standings };
  return { proof, findings: all, time };
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
