/** From what was examined to the report. */
import { describe, type Finding } from '../../errors.js';
import { signingLimits, type Trust } from '../../signing/index.js';
import { checksLeft, checksMade } from '../checks.js';
import { type Examined, verdictOfFile } from '../examined.js';
import type { EmbeddedSignature, RevocationStatus, TimeStampSeen } from '../seen.js';
import { type Verdict, worstOf } from '../verdict.js';
import {
  type AnchorReport,
  type EmbeddedReport,
  type FileReport,
  type FindingReport,
  type Report,
  type RevocationPolicy,
  type RevocationReport,
  reportFormat,
  type SignatureReport,
  type SignerReport,
  type TimeStampReport,
} from './model.js';
import { whyNotChecked } from './words.js';

export interface ReportOptions {
  readonly tool: Report['tool'];
  /** When the examination ran. */
  readonly examinedAt: Date;
  /** For which time certificates were judged. */
  readonly at: Date;
  readonly trust: Trust;
  readonly stampTrust?: Trust;
  readonly pdfTrust?: Trust;
  readonly revocation?: Pick<RevocationPolicy, 'policy' | 'crls' | 'ocspResponses'>;
}

/** Call it when nothing is added to the files any more: after `matchContents` and `checkTogether`. */
export function buildReport(examined: readonly Examined[], options: ReportOptions): Report {
  const files = withVerdictsInside(examined.map(fileReport));
  const count = (indication: Report['indication']) =>
    files.filter((file) => file.indication === indication).length;
  return {
    format: reportFormat,
    tool: options.tool,
    examinedAt: options.examinedAt.toISOString(),
    judgedFor: options.at.toISOString(),
    indication: worstOf(files),
    summary: {
      files: files.length,
      passed: count('TOTAL-PASSED'),
      failed: count('TOTAL-FAILED'),
      indeterminate: count('INDETERMINATE'),
    },
    trust: anchorReports(options.trust),
    ...(options.stampTrust ? { stampTrust: anchorReports(options.stampTrust) } : {}),
    ...(options.pdfTrust ? { pdfTrust: anchorReports(options.pdfTrust) } : {}),
    revocation: {
      ...(options.revocation ?? { policy: 'soft', crls: 0, ocspResponses: 0 }),
      ...directoryUsed(examined),
    },
    limits: { fileBytes: signingLimits.fileBytes, clockSkewSeconds: signingLimits.clockSkewSeconds },
    files,
  };
}

function anchorReports({ anchors }: Trust): AnchorReport[] {
  return anchors.map(({ subject, certificateSha256, notBefore, notAfter }) => ({
    subject,
    certificateSha256,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
  }));
}

/** A container is no better than what is in it: of its own verdict and those of its files the first of the worst counts. */
function withVerdictsInside(files: readonly FileReport[]): FileReport[] {
  const inside = new Map<string, FileReport[]>();
  for (const file of files) {
    if (file.container === undefined) continue;
    const others = inside.get(file.container);
    if (others) others.push(file);
    else inside.set(file.container, [file]);
  }
  return files.map((file) => {
    const all = [file, ...((file.kind === 'container' && inside.get(file.file)) || [])];
    const worst = all.find(({ indication }) => indication === worstOf(all)) ?? file;
    if (worst === file) return file;
    const { indication, subIndication, decidedBy } = worst;
    return {
      ...file,
      indication,
      ...(subIndication === undefined ? {} : { subIndication }),
      ...(decidedBy === undefined ? {} : { decidedBy }),
      decidedIn: worst.file,
    };
  });
}

function directoryUsed(examined: readonly Examined[]): Pick<RevocationPolicy, 'directory'> {
  const pages = examined.flatMap((file) =>
    file.page && verdictOfFile(file).indication === 'TOTAL-PASSED' ? [file.page] : [],
  );
  const newest = pages.reduce<(typeof pages)[number] | undefined>(
    (best, page) => (best && best.version >= page.version ? best : page),
    undefined,
  );
  if (!newest) return {};
  const { version, pages: of } = newest;
  const given = new Set(pages.filter((page) => page.version === version).map(({ page }) => page));
  return { directory: { version, pages: given.size, of } };
}

export function fileReport(file: Examined): FileReport {
  const { claimed, content, container, entries } = file;
  return {
    file: file.file,
    ...(container === undefined ? {} : { container }),
    ...signatureReport(verdictOfFile(file), { ...file, claimedSigningTime: claimed?.signingTime }),
    kind: file.kind ?? null,
    size: file.size,
    sha256: file.sha256 === '' ? null : file.sha256,
    ...(claimed ? { signer: signerReport(claimed.signer) } : {}),
    ...(content ? { content } : {}),
    ...(entries ? { entries } : {}),
    attachments: file.attachments,
    embedded: (file.embedded ?? []).map(embeddedReport),
    checked: checksMade(file),
    notChecked: checksLeft(file).map((check) => ({ check, why: whyNotChecked(check, file) })),
  };
}

function signatureReport(
  { indication, subIndication, code }: Verdict,
  seen: Pick<Examined, 'level' | 'timeStamps' | 'revocation' | 'provenAt' | 'findings'> & {
    readonly claimedSigningTime?: Date | undefined;
  },
): SignatureReport {
  const { claimedSigningTime, level, timeStamps, revocation, provenAt, findings } = seen;
  return {
    indication,
    ...(subIndication === undefined ? {} : { subIndication }),
    ...(code === undefined ? {} : { decidedBy: code }),
    ...(claimedSigningTime ? { claimedSigningTime: claimedSigningTime.toISOString() } : {}),
    ...(level ? { level } : {}),
    ...(timeStamps ? { timeStamps: timeStamps.map(timeStampReport) } : {}),
    ...(revocation ? { revocation: revocation.map(revocationReport) } : {}),
    ...(provenAt ? { provenAt: provenAt.toISOString() } : {}),
    findings: findings.map(findingReport),
  };
}

function embeddedReport(signature: EmbeddedSignature): EmbeddedReport {
  const { attachment, name, signer, coversWholeFile } = signature;
  return {
    attachment,
    ...(name === undefined ? {} : { name }),
    ...(signer === undefined ? {} : { signer }),
    ...(coversWholeFile === undefined ? {} : { coversWholeFile }),
    ...signatureReport(signature.verdict, { ...signature, findings: [...signature.findings] }),
  };
}

function signerReport(signer: NonNullable<Examined['claimed']>['signer']): SignerReport {
  const { organization, name, certificateSha256, serialNumber, issuer, notBefore, notAfter } = signer;
  return {
    agency: organization,
    name,
    certificateSha256,
    serialNumber,
    issuer,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
  };
}

function timeStampReport({ kind, time, authority, serialNumber, policy }: TimeStampSeen): TimeStampReport {
  return { kind, time: time.toISOString(), authority, serialNumber, policy };
}

function revocationReport(seen: RevocationStatus): RevocationReport {
  const { subject, status, source, thisUpdate, nextUpdate, revokedAt } = seen;
  return {
    subject,
    status,
    source,
    thisUpdate: thisUpdate.toISOString(),
    ...(nextUpdate ? { nextUpdate: nextUpdate.toISOString() } : {}),
    ...(revokedAt ? { revokedAt: revokedAt.toISOString() } : {}),
  };
}

export function findingReport(finding: Finding): FindingReport {
  const { code, severity, place, detail } = finding;
  // The place stands in a member of its own.
  const [vi, en] = [describe({ code, detail }, 'vi'), describe({ code, detail }, 'en')];
  return {
    code,
    severity,
    ...(place === undefined ? {} : { place }),
    ...(detail === undefined ? {} : { detail }),
    words: { vi: vi.what, en: en.what },
    todo: { vi: vi.todo, en: en.todo },
  };
}
