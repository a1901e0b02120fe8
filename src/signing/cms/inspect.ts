/** Whether a CMS signer signed this content, and with the certificate that he names. */
import { createHash } from 'node:crypto';
import type { Finding } from '../../errors.js';
import type { ParsedCertificate } from '../certificate.js';
import { Findings } from '../findings.js';
import { type HashName, isHashName, verifyScheme } from './algorithms.js';
import type { CmsSigner, SignedAttributes, SignedData } from './model.js';

export interface CmsInspectionOptions {
  /** Accept RSASSA-PSS (RFC 4056), which our own profile does not have. */
  readonly rsaPss?: boolean;
  /**
   * Accept a signature value over the signed attributes in the order in which they came, where RFC 5652, 5.4 has them sorted. The
   * same set is signed in any order, and none may occur twice, so nothing else can be read from it.
   */
  readonly unsortedAttributes?: boolean;
}

/**
 * Inspects the digest, the signature value, and which certificate was meant. The certificate's path is not looked at.
 * Findings, all errors but the last: `cms.certificate`, `cms.algorithm`, `cms.outdated` (SHA-1; the rest is inspected all the
 * same), `cms.attributes`, `cms.message-digest`, `cms.signature`, `cms.signing-certificate` (another certificate than the one
 * meant), and `cms.no-signing-certificate`, a warning, where no ESSCertID says which one is meant.
 * @param contentDigest the hash of the content, which may be detached.
 */
export function inspectCmsSigner(
  cms: SignedData,
  signer: CmsSigner,
  contentDigest: (hash: HashName) => Buffer,
  options: CmsInspectionOptions = {},
): Finding[] {
  const findings = new Findings();
  const { certificate, signedAttributes } = signer;
  if (!certificate) findings.error('cms.certificate');
  const hash = acceptedHash(signer, options, findings);
  if (!signedAttributes) findings.error('cms.attributes');
  else {
    inspectAttributes(cms, signedAttributes, hash && contentDigest(hash), findings);
    if (certificate) inspectMeant(signedAttributes, certificate, findings);
  }
  if (hash && certificate && signedAttributes && signer.scheme) {
    const { scheme, signature } = signer;
    const { der, asWritten } = signedAttributes;
    const holds = (signed: Buffer) => verifyScheme(scheme, hash, signed, certificate.publicKey, signature);
    const asCame = options.unsortedAttributes === true && !der.equals(asWritten);
    if (!holds(der) && !(asCame && holds(asWritten))) findings.error('cms.signature');
  }
  return findings.all;
}

/** The hash of digest and signature, which must be one (RFC 8933, 2). */
function acceptedHash(
  { digestAlgorithm, signatureAlgorithm, scheme }: CmsSigner,
  { rsaPss = false }: CmsInspectionOptions,
  findings: Findings,
): HashName | undefined {
  const known = scheme && (scheme.scheme !== 'rsa-pss' || rsaPss);
  if (!known || !isHashName(digestAlgorithm) || (scheme.hash ?? digestAlgorithm) !== digestAlgorithm) {
    findings.error('cms.algorithm', { detail: { digest: digestAlgorithm, signature: signatureAlgorithm } });
    return undefined;
  }
  if (digestAlgorithm === 'sha1') findings.error('cms.outdated');
  return digestAlgorithm;
}

function inspectAttributes(
  { contentType }: SignedData,
  attributes: SignedAttributes,
  digest: Buffer | undefined,
  findings: Findings,
): void {
  if (attributes.contentType !== contentType || !attributes.messageDigest) findings.error('cms.attributes');
  else if (digest && !attributes.messageDigest.equals(digest)) findings.error('cms.message-digest');
}

/** RFC 5035, 5: without it a certificate for the same key could be put in the place of the one meant. */
function inspectMeant(
  { signingCertificate: meant }: SignedAttributes,
  certificate: ParsedCertificate,
  findings: Findings,
): void {
  if (!meant) {
    findings.add([{ code: 'cms.no-signing-certificate', severity: 'warning' }]);
    return;
  }
  const { algorithm, digest, issuerSerial } = meant;
  const same =
    isHashName(algorithm) &&
    createHash(algorithm).update(certificate.certificate).digest().equals(digest) &&
    (issuerSerial?.issuer?.equals(certificate.issuerName) ?? true) &&
    (issuerSerial?.serialNumber.equals(certificate.serialOctets) ?? true);
  if (!same) findings.error('cms.signing-certificate');
}
