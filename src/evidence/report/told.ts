/**
 * The report on a file in two: what no other file changes, written down as soon as the file was examined, and what the other
 * files may add to. An archive of any size is kept as texts, and written from them.
 */
import { safeJson } from '../../json.js';
import { checksLeft, checksMade } from '../checks.js';
import type { Comparable, Examined } from '../examined.js';
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
  /** A {@link Told} as JSON (RFC 8259), in one line. */
  readonly told: string;
}

export function keep(examined: Examined): Kept {
  const { size, sha256, content, entries, level, timeStamps, revocation, ...comparable } = examined;
  return { ...comparable, told: safeJson(toldOf(examined)) };
}

function toldOf(examined: Examined): Told {
  const { file, container, claimed, content, entries, level, timeStamps, revocation, provenAt } = examined;
  return {
    file,
    ...(container === undefined ? {} : { container }),
    kind: examined.kind ?? null,
    size: examined.size,
    sha256: examined.sha256 === '' ? null : examined.sha256,
    ...(claimed
      ? {
          claimedSigningTime: claimed.signingTime.toISOString(),
          signer: signerReport(claimed.signer),
        }
      : {}),
    ...(level ? { level } : {}),
    ...(timeStamps ? { timeStamps: timeStamps.map(timeStampReport) } : {}),
    ...(revocation ? { revocation: revocation.map(revocationReport) } : {}),
    ...(provenAt ? { provenAt: provenAt.toISOString() } : {}),
    ...(content ? { content } : {}),
    ...(entries ? { entries } : {}),
  };
}

/** Whose verdict it is may be another file's: that of one in a container. */
export interface Outcome extends Verdict {
  readonly decidedIn?: string;
}

export function judgedOf(file: Comparable, outcome: Outcome): Judged {
  return {
    ...verdictReport(outcome),
    findings: file.findings.map(findingReport),
    ...insideReport(file),
    ...checksReport(file),
  };
}

export function verdictReport({ indication, subIndication, code, decidedIn }: Outcome) {
  return {
    indication,
    ...(subIndication === undefined ? {} : { subIndication }),
    ...(code === undefined ? {} : { decidedBy: code }),
    ...(decidedIn === undefined ? {} : { decidedIn }),
  } satisfies Partial<Judged>;
}

export function insideReport({ attachments, embedded = [] }: Comparable) {
  return { attachments, embedded: embedded.map(embeddedReport) } satisfies Partial<Judged>;
}

export function checksReport(file: Comparable) {
  const notChecked = checksLeft(file).map((check) => ({ check, why: whyNotChecked(check, file) }));
  return { checked: checksMade(file), notChecked } satisfies Partial<Judged>;
}
