/**
 * The time stamps of a signature, verified from the outermost inwards: each proves that what it covers existed, and so moves
 * the time at which the one inside it is judged. `spec/evidence.md`, section 3, steps 2 and 3.
 */
import type { Finding } from '../../errors.js';
import { pathTo } from '../chain.js';
import { inspectTimeStamp, type TimeStamp } from '../timestamps.js';
import type { Trust } from '../trust.js';
import { archiveImprints, type SignaturePieces, signatureImprint } from './imprint.js';
import {
  type KnownAnswers,
  lostFindings,
  type RevocationPolicy,
  type Standing,
  standingFindings,
  standingsIn,
} from './standing.js';
import type { UnsignedProperty } from './unsigned-property.js';

export interface FoundStamp {
  readonly kind: 'signature' | 'archive';
  /** Undefined where the token cannot be read. */
  readonly stamp?: TimeStamp;
  /** True where it proves its time. */
  readonly holds: boolean;
  /** Of the authority's certificates. */
  readonly standings: readonly Standing[];
}

export interface Stamped {
  readonly pieces: SignaturePieces;
  /** What the first references cover; begun anew for each archive time stamp. */
  readonly signed: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  readonly properties: readonly UnsignedProperty[];
}

export interface StampsInspection {
  /** In the order of the file. */
  readonly stamps: readonly FoundStamp[];
  readonly findings: readonly Finding[];
  /** The time that the innermost stamp proves, undefined where it does not hold. */
  readonly provenAt?: Date;
  /** The time at which what has no proof is judged. */
  readonly control: Date;
}

interface Judge {
  readonly trust: Trust;
  readonly policy: RevocationPolicy;
  readonly known: KnownAnswers;
  /** Beside those in a token, DER. */
  readonly certificates: readonly Buffer[];
  /** The time of verification. */
  readonly now: Date;
}

export async function inspectStamps(
  { pieces, signed, properties }: Stamped,
  judge: Judge,
): Promise<StampsInspection> {
  const stamps: FoundStamp[] = [];
  const findings: Finding[] = [];
  const imprints = await archiveImprints(signed(), pieces, properties);
  let control = judge.now;
  let provenAt: Date | undefined;
  for (let index = properties.length - 1; index >= 0; index--) {
    const property = properties[index];
    if (property?.kind !== 'archive-time-stamp' && property?.kind !== 'signature-time-stamp') continue;
    const archive = property.kind === 'archive-time-stamp';
    const imprint = imprints.get(index) ?? signatureImprint(pieces);
    const place = archive ? `ArchiveTimeStamp[${archiveNumber(properties, index)}]` : 'SignatureTimeStamp';
    const found = inspectStamp(property.token, imprint, place, control, judge);
    findings.push(...found.findings);
    stamps.unshift({ kind: archive ? 'archive' : 'signature', ...found.stamp });
    if (!found.stamp.holds || !found.stamp.stamp) continue;
    control = found.stamp.stamp.time;
    if (!archive) provenAt = control;
  }
  return { stamps, findings, control, ...(provenAt ? { provenAt } : {}) };
}

function inspectStamp(
  token: Buffer,
  imprint: Buffer,
  place: string,
  at: Date,
  { trust, policy, known, certificates }: Judge,
): { stamp: Omit<FoundStamp, 'kind'>; findings: Finding[] } {
  const { stamp, findings: found } = inspectTimeStamp(token, imprint, trust, { at, certificates });
  const findings = found.map((finding) => placed(finding, place));
  // Nobody need look for answers on the authority of a token that is wrong anyway.
  if (!stamp || hasErrors(findings)) {
    return { stamp: { ...(stamp ? { stamp } : {}), holds: false, standings: [] }, findings };
  }
  const standings = standingsIn(pathTo(stamp.certificates, trust, 'timestamp'), known, stamp.time);
  findings.push(...standingFindings(standings, policy, true, place), ...lostFindings(standings, at, place));
  const holds = !hasErrors(findings) && !findings.some(({ code }) => provesNothing.includes(code));
  return { stamp: { stamp, holds, standings }, findings };
}

/** No forgery, but no proof any more. */
const provesNothing: readonly string[] = ['certificate.expired', 'revocation.no-proof'];

function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

/** A token whose authority's certificate ran out is no forgery: it only proves nothing any more. */
function placed(finding: Finding, place: string): Finding {
  const inside = finding.place === undefined ? place : `${place}.${finding.place}`;
  const severity = finding.code === 'certificate.expired' ? 'warning' : finding.severity;
  return { ...finding, severity, place: inside };
}

function archiveNumber(properties: readonly UnsignedProperty[], index: number): number {
  return properties.slice(0, index + 1).filter(({ kind }) => kind === 'archive-time-stamp').length;
}
