/**
 * The steps of verification that do not depend on what is signed: certificates, value, time and agency.
 * `spec/signature.md`, section 4, points 4 to 7.
 */
import { hash } from 'node:crypto';
import { EdocError } from '../errors.js';
import type { ParsedCertificate } from './certificate.js';
import { readCertificate } from './certificate-text.js';
import type { Findings } from './findings.js';
import { type CommonValues, formatTime } from './form-pieces.js';
import { limits } from './limits.js';
import { suiteOfKey, suiteOfUri, verifyValue } from './suites.js';

export interface SealSigner {
  /** Agency code of the organizationIdentifier `GO:VN-…`; `AXIS` is the operator. */
  readonly organization: string;
  /** The certificate's common name. */
  readonly name: string;
  /** SHA-256 of the DER in lower-case hexadecimal. */
  readonly certificateSha256: string;
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** The issuer's name for people. */
  readonly issuer: string;
  /** DER. */
  readonly certificate: Buffer;
  /** The same certificate and, each after the one that it issued, its issuers below the anchor, DER. */
  readonly path: readonly Buffer[];
}

/** The certificates, where all of them can be read. */
export function inspectCertificates(
  values: CommonValues,
  findings: Findings,
): ParsedCertificate[] | undefined {
  const certificates = attempt(() => values.certificates.map(readCertificate), findings);
  const named = values.certificateDigests;
  const same = (certificate: ParsedCertificate, index: number) => named[index]?.equals(certificate.digest);
  if (certificates && !(certificates.length === named.length && certificates.every(same))) {
    findings.error('seal.certificate-digest');
  }
  return certificates;
}

/** @param signedInfo the octets of `ds:SignedInfo` as they stand. */
export function inspectValue(
  signedInfo: Buffer,
  { algorithm, value }: CommonValues,
  { publicKey }: ParsedCertificate,
  findings: Findings,
): void {
  const suite = suiteOfUri(algorithm);
  const keySuite = suiteOfKey(publicKey);
  // An unknown algorithm and a weak key have findings of their own.
  if (!suite || !keySuite) return;
  if (suite !== keySuite) {
    findings.error('seal.key');
    return;
  }
  if (!verifyValue(suite, signedInfo, publicKey, value)) findings.error('seal.value');
}

export function inspectWho(
  leaf: ParsedCertificate,
  signingTime: Date,
  { at, agency: expected }: { readonly at: Date; readonly agency?: string },
  findings: Findings,
): void {
  const latest = at.getTime() + limits.clockSkewSeconds * 1000;
  if (!(signingTime >= leaf.notBefore && signingTime <= leaf.notAfter && signingTime.getTime() <= latest)) {
    findings.error('seal.signing-time', { detail: { signingTime: formatTime(signingTime) } });
  }
  if (expected !== undefined && leaf.agency !== expected) {
    findings.error('seal.other-agency', { detail: { agency: leaf.agency ?? '-', expected } });
  }
}

export function signerOf(leaf: ParsedCertificate, certificates: readonly ParsedCertificate[]): SealSigner {
  const {
    agency = '',
    commonName,
    certificateSha256,
    serialNumber,
    notBefore,
    notAfter,
    issuer,
    certificate,
  } = leaf;
  return {
    organization: agency,
    name: commonName,
    certificateSha256,
    serialNumber,
    notBefore,
    notAfter,
    issuer,
    certificate,
    path: certificates.map((one) => one.certificate),
  };
}

/** The octets from the element's start tag to its end tag: canonical as they stand, by the form. */
export function elementOctets(signature: Buffer, name: string): Buffer {
  const end = `</${name}>`;
  const start = signature.indexOf(`<${name} `);
  const close = signature.indexOf(end);
  return start === -1 || close === -1 ? Buffer.alloc(0) : signature.subarray(start, close + end.length);
}

/** What the function gives; where it refuses with findings, they are kept and the answer is undefined. */
export function attempt<Result>(run: () => Result, findings: Findings): Result | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    findings.add(error.findings);
    return undefined;
  }
}

export function sha256(octets: Uint8Array): Buffer {
  return hash('sha256', octets, 'buffer');
}
