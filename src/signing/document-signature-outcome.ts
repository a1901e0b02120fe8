/** What is known of a signature or time stamp in a document that is not ours (`spec/pdf-signatures.md`, section 4). */
import type { Finding } from '../errors.js';
import type { CertificateDescription } from './certificate.js';

/** Whether what was signed is what is there; `unknown` where that cannot be told. */
export type Integrity = 'intact' | 'changed' | 'unknown';
export type ChainOutcome = 'trusted' | 'untrusted' | 'not-checked';

export interface DocumentSignature {
  readonly integrity: Integrity;
  readonly chain: ChainOutcome;
  /** The certificate that the signature names. */
  readonly signer?: CertificateDescription;
  /** Such as `rsa-2048, sha256`. */
  readonly algorithm?: string;
  /** SHA-1 or a key that is too short: what it proves, anybody with means can make. */
  readonly outdated: boolean;
  /** The signer's word. */
  readonly signingTime?: Date;
  /** Of a valid time stamp over the signature: it was there by then. */
  readonly stampedTime?: Date;
  readonly findings: readonly Finding[];
}
