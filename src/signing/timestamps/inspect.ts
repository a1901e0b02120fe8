/** What a time-stamp token proves (RFC 3161, 2.4.2; RFC 5816): `spec/timestamps.md`, section 3. */
import { createHash } from 'node:crypto';
import { EdocError, type Finding } from '../../errors.js';
import { type ParsedCertificate, readableCertificates } from '../certificate.js';
import { inspectChain } from '../chain.js';
import { tstInfoType } from '../cms/identifiers.js';
import { inspectCmsSigner } from '../cms/inspect.js';
import type { CmsSigner, SignedData } from '../cms/model.js';
import { readCms } from '../cms/read.js';
import { inspectCmsVersions } from '../cms/versions.js';
import { Findings } from '../findings.js';
import { limits } from '../limits.js';
import { pathOf } from '../path.js';
import type { Trust } from '../trust.js';
import { timeStampRead } from './request.js';
import { readTstInfo, type TstInfo } from './tst-info.js';

export interface TimeStamp {
  readonly time: Date;
  readonly accuracyMs?: number;
  /** Object identifier. */
  readonly policy: string;
  /** Hexadecimal, lower case. */
  readonly serialNumber: string;
  /** The authority's certificate first, then its issuers, without the anchor. */
  readonly certificates: readonly ParsedCertificate[];
}

export interface TimeStampOptions {
  /** When the authority's path has to be valid: the time of verification, or a later time that is itself proven. */
  readonly at: Date;
  /** Certificates beside those in the token, DER, in any order. */
  readonly certificates?: readonly Uint8Array[];
  /** The one policy that is accepted; any where left out. */
  readonly policy?: string;
}

/**
 * Inspects a token over an imprint. Nothing that the token holds makes it throw.
 * @param imprint SHA-256 of what was stamped.
 * @returns the stamp, where the token can be read and names its signer; it counts only where no finding is an error.
 */
export function inspectTimeStamp(
  token: Uint8Array,
  imprint: Uint8Array,
  trust: Trust,
  options: TimeStampOptions,
): { readonly stamp?: TimeStamp; readonly findings: readonly Finding[] } {
  try {
    return inspect(token, imprint, trust, options);
  } catch (error) {
    if (error instanceof EdocError) return { findings: error.findings };
    throw error;
  }
}

function inspect(token: Uint8Array, imprint: Uint8Array, trust: Trust, options: TimeStampOptions) {
  const { at, certificates: others = [], policy } = options;
  const cms = readCms(token, { maxBytes: limits.tokenBytes, others });
  const { contentType, content, signers } = cms;
  const [signer, ...more] = signers;
  if (contentType !== tstInfoType || !content) throw new EdocError('timestamp.malformed');
  if (!signer || more.length > 0)
    throw new EdocError('timestamp.signers', { detail: { count: signers.length } });
  const info = timeStampRead(() => readTstInfo(content));
  const findings = new Findings();
  inspectInfo(info, imprint, policy, findings);
  findings.add(inspectCmsVersions(cms, signers));
  findings.add(signatureFindings(cms, content, signer));
  if (!signer.certificate) return { findings: findings.all };
  const path = pathOf(signer.certificate, readableCertificates([...cms.certificates, ...others]), trust);
  findings.add(inspectChain(path, trust, { at, purpose: 'timestamp' }));
  inspectTime(info, signer.certificate, at, findings);
  return { stamp: stampOf(info, path), findings: findings.all };
}

function inspectInfo(
  info: TstInfo,
  imprint: Uint8Array,
  policy: string | undefined,
  findings: Findings,
): void {
  if (info.version !== 1) findings.error('timestamp.malformed');
  if (info.algorithm !== 'sha256' || !info.imprint.equals(imprint)) findings.error('timestamp.imprint');
  if (policy !== undefined && info.policy !== policy) {
    findings.error('timestamp.policy', { detail: { policy: info.policy } });
  }
  for (const oid of info.criticalExtensions) findings.error('timestamp.extension', { detail: { oid } });
}

/** The binding to the certificate is a duty here (RFC 3161, 2.4.2; RFC 5816, 2.2.1), so a token without it is not taken. */
function signatureFindings(cms: SignedData, content: Buffer, signer: CmsSigner): Finding[] {
  const found = inspectCmsSigner(cms, signer, (hash) => createHash(hash).update(content).digest());
  return found.map((finding) =>
    finding.code === 'cms.no-signing-certificate' ? { ...finding, severity: 'error' } : finding,
  );
}

function inspectTime({ time }: TstInfo, tsa: ParsedCertificate, at: Date, findings: Findings): void {
  const detail = { time: time.toISOString() };
  if (!(time >= tsa.notBefore && time <= tsa.notAfter)) findings.error('timestamp.time', { detail });
  if (!(time.getTime() <= at.getTime() + limits.clockSkewSeconds * 1000))
    findings.error('timestamp.future', { detail });
}

function stampOf(
  { time, accuracyMs, policy, serialNumber }: TstInfo,
  path: readonly ParsedCertificate[],
): TimeStamp {
  return {
    time,
    ...(accuracyMs === undefined ? {} : { accuracyMs }),
    policy,
    serialNumber: serialNumber.toString('hex').replace(/^(00)+(?=..)/, ''),
    certificates: path,
  };
}
