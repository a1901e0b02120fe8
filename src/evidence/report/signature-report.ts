/** What the report says of signatures: who made them, what stands around them, and those inside attachments. */
import { describe, type Finding } from '../../errors.js';
import type { ExaminedSeal } from '../examined.js';
import type { EmbeddedSignature, RevocationStatus, TimeStampSeen } from '../seen.js';
import type { Verdict } from '../verdict.js';
import type {
  EmbeddedReport,
  FindingReport,
  RevocationReport,
  SignatureReport,
  SignerReport,
  TimeStampReport,
} from './model.js';

function signatureReport(
  { indication, subIndication, code }: Verdict,
  seen: Omit<EmbeddedSignature, 'attachment' | 'verdict'>,
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

export function embeddedReport(signature: EmbeddedSignature): EmbeddedReport {
  const { attachment, name, signer, coversWholeFile } = signature;
  return {
    attachment,
    ...(name === undefined ? {} : { name }),
    ...(signer === undefined ? {} : { signer }),
    ...(coversWholeFile === undefined ? {} : { coversWholeFile }),
    ...signatureReport(signature.verdict, signature),
  };
}

/** Many files name the same signer, and one object stands for it in all of them. */
const known = new WeakMap<ExaminedSeal['signer'], SignerReport>();

export function signerReport(signer: ExaminedSeal['signer']): SignerReport {
  const report = known.get(signer) ?? newSignerReport(signer);
  known.set(signer, report);
  return report;
}

function newSignerReport(signer: ExaminedSeal['signer']): SignerReport {
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

export function timeStampReport({ time, authorityNotAfter, ...rest }: TimeStampSeen): TimeStampReport {
  const { kind, place, holds, authority, serialNumber, policy } = rest;
  return {
    ...{ kind, place, time: time.toISOString(), holds },
    ...{ authority, authorityNotAfter: authorityNotAfter.toISOString(), serialNumber, policy },
  };
}

export function revocationReport(seen: RevocationStatus): RevocationReport {
  const { subject, place, status, source, thisUpdate, nextUpdate, revokedAt } = seen;
  return {
    subject,
    ...(place === undefined ? {} : { place }),
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
