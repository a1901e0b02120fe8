/** Time stamps in documents that are not ours: over a signature (RFC 3161, appendix A), and over a document (EN 319 142-1, 5.4.3). */
import { createHash } from 'node:crypto';
import { EdocError, type Finding } from '../errors.js';
import { describeCertificate } from './certificate.js';
import type { CmsSigner } from './cms.js';
import type { DocumentSignature } from './document-signature-outcome.js';
import { inspectTimeStamp, tstInfoOf } from './timestamps.js';
import type { Trust } from './trust.js';

export interface StampOptions {
  readonly trust: Trust | undefined;
  readonly at: Date;
}

/** The time of the first valid stamp over the signature value; `pdf.time-stamp` where there are stamps and none is valid. */
export function stampedTimeOf(
  { signature, signatureTimeStamps }: CmsSigner,
  { trust, at }: StampOptions,
): { readonly time?: Date; readonly findings: readonly Finding[] } {
  // Without anchors no stamp can be trusted, which is said of the certificate already.
  if (signatureTimeStamps.length === 0 || !trust) return { findings: [] };
  const imprint = createHash('sha256').update(signature).digest();
  for (const token of signatureTimeStamps.slice(0, mostStamps)) {
    const { stamp, findings } = inspectTimeStamp(token, imprint, trust, { at });
    if (stamp && !findings.some(({ severity }) => severity === 'error'))
      return { time: stamp.time, findings: [] };
  }
  return { findings: [{ code: 'pdf.time-stamp', severity: 'warning' }] };
}

const mostStamps = 4;

/** @param sha256 of the octets that the document's stamp covers. Never throws for what the stamp contains. */
export function inspectDocumentStamp(
  token: Buffer,
  sha256: Buffer,
  { trust, at }: StampOptions,
): DocumentSignature {
  const hash = imprintHash(token);
  if (hash !== 'sha256') return { ...untold, findings: [unsupported(hash ?? 'TSTInfo')] };
  const { stamp, findings: found } = inspectTimeStamp(token, sha256, trust ?? { anchors: [] }, { at });
  const changed = found.some(({ code }) => code === 'timestamp.imprint');
  const ofPath = found.filter(({ code }) => code.startsWith('certificate.'));
  const others = found.filter((finding) => finding.code !== 'timestamp.imprint' && !ofPath.includes(finding));
  const broken = others.some(({ severity }) => severity === 'error');
  const chain = !trust ? 'not-checked' : ofPath.length === 0 ? 'trusted' : 'untrusted';
  const proven = stamp && !changed && !broken && chain === 'trusted';
  const certificate = stamp?.certificates[0];
  const ofChain: readonly Finding[] = trust ? ofPath : [{ code: 'pdf.chain-not-checked', severity: 'note' }];
  return {
    integrity: changed ? 'changed' : broken ? 'unknown' : 'intact',
    chain,
    outdated: false,
    ...(certificate
      ? { signer: describeCertificate(certificate.certificate), algorithm: `${certificate.key}, sha256` }
      : {}),
    ...(stamp ? { signingTime: stamp.time } : {}),
    ...(proven ? { stampedTime: stamp.time } : {}),
    findings: [
      ...(changed ? [{ code: 'pdf.changed', severity: 'error' } as const] : []),
      ...others,
      ...ofChain,
    ],
  };
}

const untold = { integrity: 'unknown', chain: 'not-checked', outdated: false } as const;

function unsupported(algorithm: string): Finding {
  return { code: 'pdf.unsupported', severity: 'warning', detail: { algorithm } };
}

function imprintHash(token: Buffer): string | undefined {
  try {
    return tstInfoOf(token).algorithm;
  } catch (error) {
    if (error instanceof EdocError) return undefined;
    throw error;
  }
}
