/** What is the same for all files of one call. Plain values, for threads get them whole. */
import type { ExamineOptions } from '../../evidence/index.js';
import { type RevocationPolicy, trustFromPem } from '../../signing/index.js';

export interface Setting {
  readonly trustPem: string;
  /** For stamps and for signatures in attachments, where others are trusted for them. */
  readonly stampTrustPem?: string;
  readonly pdfTrustPem?: string;
  readonly at: Date;
  readonly secondOpinion: boolean;
  readonly revocation: RevocationPolicy;
  /** DER. */
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  /** Every file is to be a container, whatever it begins with. */
  readonly onlyContainers: boolean;
}

/** How each file is examined. */
export interface Examining extends ExamineOptions {
  readonly onlyContainers: boolean;
}

export function examiningOf(setting: Setting): Examining {
  const { trustPem, stampTrustPem, pdfTrustPem, at, secondOpinion, revocation, crls, ocsps } = setting;
  return {
    trust: trustFromPem(trustPem),
    at,
    secondOpinion,
    revocation,
    onlyContainers: setting.onlyContainers,
    ...(stampTrustPem === undefined ? {} : { stampTrust: trustFromPem(stampTrustPem) }),
    ...(pdfTrustPem === undefined ? {} : { pdfTrust: trustFromPem(pdfTrustPem) }),
    ...(crls.length + ocsps.length === 0
      ? {}
      : { data: { crls: crls.map(asBuffer), ocsps: ocsps.map(asBuffer) } }),
  };
}

/** What a report says that its verdicts rest on. */
export function revocationUsed({ revocation = 'soft', data }: ExamineOptions) {
  return { policy: revocation, crls: data?.crls.length ?? 0, ocspResponses: data?.ocsps.length ?? 0 };
}

/** Buffers come out of another thread as plain arrays of octets. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
