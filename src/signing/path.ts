/** Finds the path of a certificate among others that came along in no certain order. */
import type { ParsedCertificate } from './certificate.js';
import { parseCertificate } from './certificate.js';
import { issued } from './chain.js';
import { limits } from './limits.js';
import type { Trust } from './trust.js';

/**
 * The certificate and its issuers up to but without the anchor, as {@link inspectChain} takes them. Where no issuer is found
 * among the first few of the name, the path ends there; whether it reaches an anchor is inspectChain's to say.
 */
export function pathOf(
  leaf: ParsedCertificate,
  others: readonly ParsedCertificate[],
  trust: Trust,
): ParsedCertificate[] {
  const anchors = trust.anchors.map((anchor) => parseCertificate(anchor.certificate));
  const path = [leaf];
  for (let last = leaf; path.length < limits.certificates; ) {
    if (anchors.some((anchor) => issued(anchor, last))) return path;
    const issuer = others
      .filter((candidate) => !path.includes(candidate) && candidate.subjectName.equals(last.issuerName))
      // A stranger may send hundreds of one name, each with a key that takes long to verify with.
      .slice(0, limits.issuersTried)
      .find((candidate) => issued(candidate, last));
    if (!issuer) return path;
    path.push(issuer);
    last = issuer;
  }
  return path;
}
