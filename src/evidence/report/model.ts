/**
 * The report of an examination as data: what `--json` prints, and what the page and the PDF are written from. `spec/report.md`
 * and `spec/report.schema.json` are the rule. Times are ISO 8601 in UTC.
 */
import type { Finding } from '../../errors.js';
import type { ContentSummary } from '../content.js';
import type { AttachmentOutcome, Check, ContainerEntrySeen, Kind } from '../examined.js';
import type { Indication, SubIndication } from '../indications.js';
import type { Level } from '../seen.js';

/** Another meaning of a member gets another name; new members may come at any time. */
export const reportFormat = 'urn:ndax:report:1';

export interface Words {
  readonly vi: string;
  readonly en: string;
}

export interface Report {
  readonly format: typeof reportFormat;
  readonly tool: { readonly name: string; readonly version: string };
  /** When the examination ran. */
  readonly examinedAt: string;
  /** For which time certificates were judged. */
  readonly judgedFor: string;
  /** The worst of the files'. */
  readonly indication: Indication;
  readonly summary: Readonly<Record<'files' | 'passed' | 'failed' | 'indeterminate', number>>;
  readonly trust: readonly AnchorReport[];
  /** Of time-stamp authorities, where others are trusted for stamps than for seals. */
  readonly stampTrust?: readonly AnchorReport[];
  /** For signatures inside attachments; without it their certificate paths were not looked at. */
  readonly pdfTrust?: readonly AnchorReport[];
  readonly revocation: RevocationPolicy;
  /** Bounds that the examination kept to. */
  readonly limits: Readonly<Record<'fileBytes' | 'clockSkewSeconds', number>>;
  readonly files: readonly FileReport[];
  /** Paths of what was taken out of packets. */
  readonly extracted?: readonly string[];
}

export interface AnchorReport {
  readonly subject: string;
  readonly certificateSha256: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

/** `soft`: missing revocation data is said and fails nothing; `hard`: without it there is no TOTAL-PASSED. */
export interface RevocationPolicy {
  readonly policy: 'soft' | 'hard';
  /** How much there was to ask. */
  readonly crls: number;
  readonly ocspResponses: number;
  /** The version of the axis directory whose pages were among the files. */
  readonly directory?: { readonly version: number; readonly pages: number; readonly of: number };
}

/** What is said of any one signature. */
export interface SignatureReport {
  readonly indication: Indication;
  readonly subIndication?: SubIndication;
  /** The code of the finding that decided. */
  readonly decidedBy?: string;
  /** What the signer says; nothing proves it but a time stamp. */
  readonly claimedSigningTime?: string;
  readonly level?: Level;
  readonly timeStamps?: readonly TimeStampReport[];
  readonly revocation?: readonly RevocationReport[];
  readonly provenAt?: string;
  readonly findings: readonly FindingReport[];
}

export interface FileReport extends SignatureReport {
  readonly file: string;
  readonly kind: Kind | null;
  readonly size: number;
  readonly sha256: string | null;
  readonly signer?: SignerReport;
  /** As far as it can be read: a fact only where the verdict is TOTAL-PASSED. */
  readonly content?: ContentSummary;
  /** Of a sealed file in a container: the container's `file`. */
  readonly container?: string;
  /** Of a container: what could be read of it whole. */
  readonly entries?: readonly ContainerEntrySeen[];
  /** Of a container whose verdict is that of a file in it: that file's name. */
  readonly decidedIn?: string;
  readonly attachments: readonly AttachmentOutcome[];
  readonly embedded: readonly EmbeddedReport[];
  readonly checked: readonly Check[];
  readonly notChecked: readonly { readonly check: Check; readonly why: Words }[];
}

export interface SignerReport {
  readonly agency: string;
  readonly name: string;
  readonly certificateSha256: string;
  readonly serialNumber: string;
  readonly issuer: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

export interface EmbeddedReport extends SignatureReport {
  readonly attachment: string;
  readonly name?: string;
  readonly signer?: string;
  readonly coversWholeFile?: boolean;
}

export interface TimeStampReport {
  readonly kind: 'signature' | 'archive';
  readonly place: string;
  readonly time: string;
  readonly holds: boolean;
  readonly authority: string;
  readonly authorityNotAfter: string;
  readonly serialNumber: string;
  readonly policy: string;
}

export interface RevocationReport {
  readonly subject: string;
  readonly place?: string;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly source: 'crl' | 'ocsp' | 'directory';
  readonly thisUpdate: string;
  readonly nextUpdate?: string;
  readonly revokedAt?: string;
}

/** `words` say what was found, `todo` what the reader can do. */
export interface FindingReport extends Finding {
  readonly words: Words;
  readonly todo: Words;
}
