/**
 * Certificate paths: from a certificate over its issuers to a trust anchor (RFC 5280, narrowed by
 * `spec/signature.md`, section 5). What does not depend on the time is checked once for a path and a trust and
 * then remembered; validity is checked on every call.
 */
import { createHash } from 'node:crypto';
import { EdocError, type Finding, throwIfErrors } from '../errors.js';
import { hashOf } from './asn1-signature.js';
import { type ParsedCertificate, parseCertificate } from './certificate.js';
import { errorFinding } from './findings.js';
import { limits } from './limits.js';
import { BoundedCache } from './lru.js';
import { mayIssue, suiteOfKey } from './suites.js';
import type { Trust } from './trust.js';

/** What the first certificate of the path is to be used for. */
export type Purpose = 'seal' | 'client' | 'server' | 'issue' | 'timestamp' | 'ocsp' | 'document';

export interface ChainOptions {
  readonly at: Date;
  readonly purpose: Purpose;
}

interface CheckedPath {
  /** The certificates with the anchor at the end, where one was found. */
  readonly path: readonly ParsedCertificate[];
  readonly findings: readonly Finding[];
}

const purposeOids: Partial<Record<Purpose, string>> = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
  timestamp: '1.3.6.1.5.5.7.3.8',
  ocsp: '1.3.6.1.5.5.7.3.9',
};

/** At least one; several where a root has more than one certificate for its name and key. */
type CheckedPaths = readonly [CheckedPath, ...CheckedPath[]];

const checkedByTrust = new WeakMap<Trust, BoundedCache<CheckedPaths>>();

/**
 * Verifies a path. @param certificates DER, the one in question first, each followed by its issuer, without the anchor.
 * @throws EdocError `certificate.…` of section 5, with all findings.
 */
export function verifyChain(certificates: readonly Uint8Array[], trust: Trust, options: ChainOptions): void {
  throwIfErrors(inspectChain(certificates.map(parseCertificate), trust, options));
}

/** Everything that is wrong with a path; under the first of several anchors, unless it stands under another. */
export function inspectChain(
  certificates: readonly ParsedCertificate[],
  trust: Trust,
  { at, purpose }: ChainOptions,
): Finding[] {
  const paths = checkedPaths(certificates, trust, purpose);
  const found = findingsAt(paths[0], at);
  if (found.length === 0) return found;
  return paths.some((path) => findingsAt(path, at).length === 0) ? [] : found;
}

function findingsAt({ path, findings }: CheckedPath, at: Date): Finding[] {
  const all = [...findings];
  for (const [depth, certificate] of path.entries()) {
    const finding = validityFinding(certificate, depth, at);
    if (finding) all.push(finding);
  }
  return all;
}

/**
 * The path from the first certificate to its anchor, as far as there is one; what is wrong with it is {@link inspectChain}'s to
 * say.
 */
export function pathTo(
  certificates: readonly ParsedCertificate[],
  trust: Trust,
  purpose: Purpose,
): readonly ParsedCertificate[] {
  return checkedPaths(certificates, trust, purpose)[0].path;
}

function checkedPaths(
  certificates: readonly ParsedCertificate[],
  trust: Trust,
  purpose: Purpose,
): CheckedPaths {
  const cache = checkedByTrust.get(trust) ?? new BoundedCache<CheckedPaths>(limits.cacheEntries);
  checkedByTrust.set(trust, cache);
  const key = `${purpose} ${certificates.map((certificate) => certificate.certificateSha256).join(' ')}`;
  const known = cache.get(key);
  if (known) return known;
  const checked = checkPaths(certificates, trust, purpose);
  cache.set(key, checked);
  return checked;
}

function checkPaths(
  certificates: readonly ParsedCertificate[],
  trust: Trust,
  purpose: Purpose,
): CheckedPaths {
  const last = certificates.at(-1);
  if (!last) throw new EdocError('certificate.malformed');
  const anchors = trust.anchors.map((anchor) => parseCertificate(anchor.certificate));
  const [first, ...others] = certificates.some(({ digest }) =>
    anchors.some((one) => one.digest.equals(digest)),
  )
    ? []
    : anchors.filter((candidate) => issued(candidate, last));
  const under = (anchor: ParsedCertificate | undefined) => checkPath(certificates, purpose, anchor);
  return [under(first), ...others.map(under)];
}

function checkPath(
  certificates: readonly ParsedCertificate[],
  purpose: Purpose,
  anchor: ParsedCertificate | undefined,
): CheckedPath {
  const [leaf] = certificates;
  const last = certificates.at(-1);
  if (!leaf || !last) throw new EdocError('certificate.malformed');
  const path = anchor ? [...certificates, anchor] : certificates;

  const findings = leafFindings(leaf, purpose);
  for (const [depth, certificate] of path.entries()) {
    const place = placeOf(depth);
    findings.push(...certificateFindings(certificate, place, certificate === anchor));
    if (depth > 0) findings.push(...issuerFindings(certificate, place, depth - 1));
    const below = path[depth - 1];
    if (below && certificate !== anchor && !issued(certificate, below)) {
      findings.push(errorFinding('certificate.untrusted', placeOf(depth - 1), { subject: below.subject }));
    }
  }
  if (!anchor) {
    findings.push(
      errorFinding('certificate.untrusted', placeOf(certificates.length - 1), { subject: last.subject }),
    );
  }
  return { path, findings };
}

/** Whether the certificate names the other as its issuer and was signed with its key. */
export function issued(issuer: ParsedCertificate, certificate: ParsedCertificate): boolean {
  return issuer.subjectName.equals(certificate.issuerName) && certificate.issuedWith(issuer.publicKey);
}

/** Rules for every certificate. An anchor is trusted for itself: how it was signed does not matter. */
function certificateFindings(certificate: ParsedCertificate, place: string, isAnchor: boolean): Finding[] {
  const { subject, publicKey, key, signatureAlgorithm, unknownCritical } = certificate;
  const findings: Finding[] = [];
  if (!mayIssue(publicKey)) findings.push(errorFinding('certificate.weak-key', place, { subject, key }));
  if (!isAnchor && hashOf(signatureAlgorithm) === undefined) {
    findings.push(errorFinding('certificate.weak-hash', place, { subject }));
  }
  findings.push(
    ...unknownCritical.map((oid) => errorFinding('certificate.critical-extension', place, { subject, oid })),
  );
  return findings;
}

/** Rules for an issuer with so many other issuers between itself and the first certificate. */
function issuerFindings(certificate: ParsedCertificate, place: string, between: number): Finding[] {
  const { subject, ca, pathLength, keyUsage } = certificate;
  const findings: Finding[] = [];
  if (!ca) findings.push(errorFinding('certificate.not-a-ca', place, { subject }));
  if (pathLength !== undefined && pathLength < between) {
    findings.push(errorFinding('certificate.path-length', place, { subject }));
  }
  if (!keyUsage.includes('keyCertSign')) {
    findings.push(errorFinding('certificate.usage', place, { subject, usage: 'keyCertSign' }));
  }
  return findings;
}

function leafFindings(leaf: ParsedCertificate, purpose: Purpose): Finding[] {
  if (purpose === 'issue') return issuerFindings(leaf, placeOf(0), 0);
  if (purpose === 'seal') return sealingFindings(leaf);
  if (purpose === 'timestamp') return stampingFindings(leaf);
  if (purpose === 'document') return documentFindings(leaf);
  const { subject, ca, keyUsage, extendedKeyUsage } = leaf;
  const oid = purposeOids[purpose] ?? '';
  const right = !ca && keyUsage.includes('digitalSignature') && (extendedKeyUsage?.includes(oid) ?? false);
  return right ? [] : [errorFinding('certificate.usage', placeOf(0), { subject, usage: purpose })];
}

/**
 * What keeps a certificate from stamping times: the purpose is there alone and critical (RFC 3161, 2.3), and the key may sign.
 * Other authorities' certificates may have nonRepudiation in place of digitalSignature, or no keyUsage.
 */
function stampingFindings({
  subject,
  ca,
  keyUsage,
  extendedKeyUsage = [],
  criticalPurposes,
}: ParsedCertificate) {
  const [purpose, ...others] = extendedKeyUsage;
  const alone = purpose === purposeOids.timestamp && others.length === 0 && criticalPurposes;
  const signs = keyUsage.every((usage) => usage === 'digitalSignature' || usage === 'nonRepudiation');
  if (!ca && alone && signs) return [];
  return [errorFinding('certificate.usage', placeOf(0), { subject, usage: 'timestamp' })];
}

/**
 * What keeps an ordinary certificate from signing documents. Its extended purposes are no matter: authorities write there
 * whatever their programs ask for. Without keyUsage every use is allowed (RFC 5280, 4.2.1.3).
 */
function documentFindings({ subject, ca, keyUsage }: ParsedCertificate): Finding[] {
  const signs =
    keyUsage.length === 0 || keyUsage.includes('digitalSignature') || keyUsage.includes('nonRepudiation');
  return !ca && signs ? [] : [errorFinding('certificate.usage', placeOf(0), { subject, usage: 'document' })];
}

/** What keeps a certificate from sealing: its uses, its agency, its key. */
export function sealingFindings(leaf: ParsedCertificate): Finding[] {
  const { subject, ca, keyUsage, extendedKeyUsage, agency, publicKey, key } = leaf;
  const findings: Finding[] = [];
  if (ca || extendedKeyUsage !== undefined || !keyUsage.includes('nonRepudiation')) {
    findings.push(errorFinding('certificate.usage', placeOf(0), { subject, usage: 'seal' }));
  }
  if (agency === undefined) findings.push(errorFinding('certificate.no-agency', placeOf(0), { subject }));
  if (mayIssue(publicKey) && suiteOfKey(publicKey) === undefined) {
    findings.push(errorFinding('certificate.weak-key', placeOf(0), { subject, key }));
  }
  return findings;
}

function validityFinding(certificate: ParsedCertificate, depth: number, at: Date): Finding | undefined {
  const { subject, notBefore, notAfter } = certificate;
  // Written so that an invalid time lies in no validity.
  if (!(at >= notBefore)) {
    const detail = { subject, notBefore: notBefore.toISOString() };
    return errorFinding('certificate.not-yet-valid', placeOf(depth), detail);
  }
  if (!(at <= notAfter)) {
    const detail = { subject, notAfter: notAfter.toISOString() };
    return errorFinding('certificate.expired', placeOf(depth), detail);
  }
  return undefined;
}

/** `certificate[1]` is the one in question, the numbers go up to the anchor. */
function placeOf(depth: number): string {
  return `certificate[${depth + 1}]`;
}

/** SHA-256 of a certificate's DER in lower-case hexadecimal, the name under which directories list it. */
export function certificateDigest(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}
