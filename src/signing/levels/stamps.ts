/**
 * The time stamps of a signature, verified from the outermost inwards: each proves that what it covers existed, and so moves
 * the time at which the one inside it is judged. `spec/evidence.md`, section 3, steps 2 and 3.
 */
import type { Finding } from '../../errors.js';
import type { ParsedCertificate } from '../certificate.js';
import { pathTo } from '../chain.js';
import { inspectTimeStamp, type TimeStamp } from '../timestamps.js';
import type { Trust } from '../trust.js';
import { archiveImprint, type SignaturePieces, signatureImprint } from './imprint.js';
import type { UnsignedProperty, ValidationData } from './properties.js';
import { type RevocationPolicy, type Standing, standingFindings, standingsOf } from './standing.js';

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
  readonly data: ValidationData;
  /** The time of verification. */
  readonly now: Date;
}

export async function inspectStamps(
  { pieces, signed, properties }: Stamped,
  judge: Judge,
): Promise<StampsInspection> {
  const stamps: FoundStamp[] = [];
  const findings: Finding[] = [];
  let control = judge.now;
  let provenAt: Date | undefined;
  for (let index = properties.length - 1; index >= 0; index--) {
    const property = properties[index];
    if (property?.kind !== 'archive-time-stamp' && property?.kind !== 'signature-time-stamp') continue;
    const archive = property.kind === 'archive-time-stamp';
    const imprint = archive
      ? await archiveImprint(signed(), pieces, properties.slice(0, index))
      : signatureImprint(pieces);
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
  { trust, policy, data, now }: Judge,
): { stamp: Omit<FoundStamp, 'kind'>; findings: Finding[] } {
  const { stamp, findings: found } = inspectTimeStamp(token, imprint, trust, { at });
  const findings = found.map((finding) => placed(finding, place));
  if (!stamp) return { stamp: { holds: false, standings: [] }, findings };
  const standings = standingsOf(pathOf(stamp, trust), data, { at: stamp.time, now });
  findings.push(...standingFindings(standings, policy, true, place));
  const holds = !findings.some(
    ({ code, severity }) => severity === 'error' || code === 'certificate.expired',
  );
  return { stamp: { stamp, holds, standings }, findings };
}

/** A token whose authority's certificate ran out is no forgery: it only proves nothing any more. */
function placed(finding: Finding, place: string): Finding {
  const inside = finding.place === undefined ? place : `${place}.${finding.place}`;
  const severity = finding.code === 'certificate.expired' ? 'warning' : finding.severity;
  return { ...finding, severity, place: inside };
}

function pathOf({ certificates }: TimeStamp, trust: Trust): readonly ParsedCertificate[] {
  return pathTo(certificates, trust, 'timestamp');
}

function archiveNumber(properties: readonly UnsignedProperty[], index: number): number {
  return properties.slice(0, index + 1).filter(({ kind }) => kind === 'archive-time-stamp').length;
}
