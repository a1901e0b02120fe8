/**
 * The report on a file in two: what no other file changes, written down as soon as the file was examined, and what the other
 * files may add to. An archive of any size is kept as texts, and written from them.
 */
import type { Finding } from '../../errors.js';
import { safeJson } from '../../json.js';
import { checksLeft, checksMade } from '../checks.js';
import type { Comparable, Examined, Writable } from '../examined.js';
import type { Verdict } from '../verdict.js';
import type { FileReport } from './model.js';
import {
  embeddedReport,
  findingReport,
  revocationReport,
  signerReport,
  timeStampReport,
} from './signature-report.js';
import { whyNotChecked } from './words.js';

/** What the other files may change. */
export type Judged = Pick<
  FileReport,
  | 'indication'
  | 'subIndication'
  | 'decidedBy'
  | 'decidedIn'
  | 'findings'
  | 'attachments'
  | 'embedded'
  | 'checked'
  | 'notChecked'
>;
export type Told = Omit<FileReport, keyof Judged>;

/** An examined file as it is kept among many, and as it travels between threads. */
export interface Kept extends Comparable {
  /** A {@link Told} as JSON (RFC 8259), in one line. In octets, since writing them takes longer than all that is left to the end. */
  readonly told: Uint8Array;
}

// Member by member: with spread objects these two take several times as long, and they are made for each file of an archive.

export function keep(examined: Examined): Kept {
  const { file, sealedSha256, kind, checked } = examined;
  const attachments = ownTexts(examined.attachments);
  const findings = examined.findings.map(shared);
  const told = Buffer.from(safeJson(toldOf(examined)));
  const kept: Writable<Kept> = { file, sealedSha256, kind, findings, checked, attachments, told };
  if (examined.claimed) kept.claimed = examined.claimed;
  if (examined.packet) kept.packet = ownTexts(examined.packet);
  if (examined.receipt) kept.receipt = ownTexts(examined.receipt);
  if (examined.page) kept.page = examined.page;
  if (examined.embedded) kept.embedded = examined.embedded;
  if (examined.container !== undefined) kept.container = examined.container;
  if (examined.provenAt) kept.provenAt = examined.provenAt;
  return kept;
}

/**
 * The same plain value with texts of its own: a text that was cut out of a larger one keeps all of that in memory, and the engine
 * copies it around with everything else that outlives its file.
 */
function ownTexts<Value>(value: Value): Value;
function ownTexts(value: unknown): unknown {
  // Put together with another character it is written anew; what is cut from that holds one character more than it needs.
  if (typeof value === 'string') return ` ${value}`.slice(1);
  if (Array.isArray(value)) return value.length === 0 ? value : value.map(ownTexts);
  if (typeof value !== 'object' || value === null) return value;
  const own: { [name: string]: unknown } = {};
  for (const [name, one] of Object.entries(value)) own[name] = ownTexts(one);
  return own;
}

/** Many files have the same findings; one object stands for equal ones, and travels once for many files. */
const known = new Map<string, Finding>();
const mostKnown = 1_000;

function shared(finding: Finding): Finding {
  const { severity, code, place = '', detail } = finding;
  if (detail) return finding;
  const key = `${severity} ${code} ${place}`;
  const same = known.get(key);
  if (same) return same;
  if (known.size >= mostKnown) known.clear();
  known.set(key, finding);
  return finding;
}

function toldOf(examined: Examined): Told {
  const { file, size, claimed, timeStamps, revocation, provenAt } = examined;
  const sha256 = examined.sha256 === '' ? null : examined.sha256;
  const told: Writable<Told> = { file, kind: examined.kind ?? null, size, sha256 };
  if (examined.container !== undefined) told.container = examined.container;
  if (claimed && isWritable(claimed.signingTime)) {
    told.claimedSigningTime = claimed.signingTime.toISOString();
  }
  if (claimed) told.signer = signerReport(claimed.signer);
  if (examined.level) told.level = examined.level;
  if (timeStamps) told.timeStamps = timeStamps.map(timeStampReport);
  if (revocation) told.revocation = revocation.map(revocationReport);
  if (provenAt) told.provenAt = provenAt.toISOString();
  if (examined.content) told.content = examined.content;
  if (examined.entries) told.entries = examined.entries;
  return told;
}

/** The schema's times have years of four digits; a broken seal may claim any, and says so in its findings. */
function isWritable(time: Date): boolean {
  return time.toISOString().length === '2026-06-01T08:00:00.000Z'.length;
}

/** Whose verdict it is may be another file's: that of one in a container. */
export interface Outcome extends Verdict {
  readonly decidedIn?: string;
}

export function judgedOf(file: Comparable, { indication, subIndication, code, decidedIn }: Outcome): Judged {
  const { findings, attachments, embedded = [] } = file;
  return {
    indication,
    ...(subIndication === undefined ? {} : { subIndication }),
    ...(code === undefined ? {} : { decidedBy: code }),
    ...(decidedIn === undefined ? {} : { decidedIn }),
    findings: findings.map(findingReport),
    attachments,
    embedded: embedded.map(embeddedReport),
    checked: checksMade(file),
    notChecked: checksLeft(file).map((check) => ({ check, why: whyNotChecked(check, file) })),
  };
}
