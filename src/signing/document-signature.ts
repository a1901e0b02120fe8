/**
 * Signatures of people and offices over documents that are not ours, such as those in PDF files: CMS with the content
 * detached, made with an ordinary certificate of a public authority. `spec/pdf-signatures.md`, sections 3 and 4, are the rule.
 */

import { createHash } from 'node:crypto';
import type { Finding } from '../errors.js';
import { describeCertificate, type ParsedCertificate, readableCertificates } from './certificate.js';
import { inspectChain } from './chain.js';
import {
  type CmsSigner,
  definiteCms,
  type HashName,
  inspectCmsSigner,
  readCms,
  type SignedData,
} from './cms.js';
import type { ChainOutcome, DocumentSignature } from './document-signature-outcome.js';
import { stampedTimeOf } from './document-stamp.js';
import { limits } from './limits.js';
import { pathOf } from './path.js';
import type { Trust } from './trust.js';

export interface OpenedSignature {
  readonly cms: SignedData;
  /** The message without what fills up its place, with definite lengths. */
  readonly der: Buffer;
  /** Digests of the document that {@link inspectDocumentSignature} needs. */
  readonly hashes: readonly HashName[];
  /** Whether there is anything but zeros behind the message: octets that nobody signed. */
  readonly overfull: boolean;
}

export interface DocumentSignatureOptions {
  /** Left out, the path of the certificate is not looked at. */
  readonly trust?: Trust | undefined;
  /** When the path has to be valid, where no time stamp says when the signature was made. */
  readonly at: Date;
  /** Of the signed octets. */
  readonly digests: ReadonlyMap<string, Buffer>;
  /** `sha1-inside`: what is signed is the SHA-1 of the octets, as content of the message (adbe.pkcs7.sha1). */
  readonly content: 'detached' | 'sha1-inside';
}

const knownHashes: readonly HashName[] = ['sha1', 'sha256', 'sha384', 'sha512'];

/**
 * Reads the message in a place that is filled up with zeros.
 * @throws EdocError `cms.malformed`, `cms.limit`
 */
export function openDocumentSignature(filled: Buffer): OpenedSignature {
  const { der, length } = definiteCms(filled);
  const cms = readCms(der);
  const named = cms.signers.map(({ digestAlgorithm }) => digestAlgorithm);
  return {
    cms,
    der,
    hashes: knownHashes.filter((hash) => named.includes(hash)),
    overfull: filled.subarray(length).some((octet) => octet !== 0),
  };
}

/** Never throws for what the signature contains. */
export function inspectDocumentSignature(
  cms: SignedData,
  options: DocumentSignatureOptions,
): DocumentSignature {
  const [signer, ...others] = cms.signers;
  if (!signer || others.length > 0) return cannotTell({ algorithm: `SignerInfo: ${cms.signers.length}` });
  const digestOf = digestsOf(cms, options);
  if (!digestOf) return cannotTell({ algorithm: 'SignedData' });
  const found = inspectCmsSigner(cms, signer, digestOf.signed, {
    rsaPss: true,
    unsortedAttributes: true,
  });
  const findings = found.filter(({ code }) => code !== 'cms.outdated' && code !== 'cms.message-digest');
  const isChanged = digestOf.changed || found.some(({ code }) => code === 'cms.message-digest');
  if (isChanged) findings.push({ code: 'pdf.changed', severity: 'error' });
  const unclear = findings.some(({ code, severity }) => severity === 'error' && code.startsWith('cms.'));
  const outdated = outdatedOf(signer, options);
  if (outdated !== undefined) {
    findings.push({ code: 'pdf.outdated', severity: 'warning', detail: { algorithm: outdated } });
  }
  const { certificate, signedAttributes } = signer;
  const { trust } = options;
  const stamped = stampedTimeOf(signer, { trust, at: options.at });
  const at = stamped.time ?? options.at;
  const path = certificate
    ? judgePath(cms, certificate, signedAttributes?.signingTime, { trust, at })
    : notJudged;
  return {
    integrity: isChanged ? 'changed' : unclear ? 'unknown' : 'intact',
    chain: path.chain,
    outdated: outdated !== undefined,
    ...(certificate
      ? {
          signer: describeCertificate(certificate.certificate),
          algorithm: `${certificate.key}, ${signer.digestAlgorithm}`,
        }
      : {}),
    ...(signedAttributes?.signingTime === undefined ? {} : { signingTime: signedAttributes.signingTime }),
    ...(stamped.time === undefined ? {} : { stampedTime: stamped.time }),
    findings: [...findings, ...stamped.findings, ...path.findings],
  };
}

function cannotTell(detail: { readonly algorithm: string }): DocumentSignature {
  return {
    integrity: 'unknown',
    chain: 'not-checked',
    outdated: false,
    findings: [{ code: 'pdf.unsupported', severity: 'warning', detail }],
  };
}

interface Digests {
  readonly signed: (hash: HashName) => Buffer;
  readonly changed: boolean;
}

function digestsOf({ content }: SignedData, options: DocumentSignatureOptions): Digests | undefined {
  const { digests } = options;
  if (options.content === 'detached') {
    // Content inside would be signed in the document's place.
    return content ? undefined : { signed: (hash) => digests.get(hash) ?? Buffer.alloc(0), changed: false };
  }
  if (!content) return undefined;
  return {
    signed: (hash) => createHash(hash).update(content).digest(),
    changed: !content.equals(digests.get('sha1') ?? Buffer.alloc(0)),
  };
}

function outdatedOf(signer: CmsSigner, { content }: DocumentSignatureOptions): string | undefined {
  if (content === 'sha1-inside' || signer.digestAlgorithm === 'sha1') return 'SHA-1';
  const key = signer.certificate?.publicKey;
  if (key?.asymmetricKeyType !== 'rsa') return undefined;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < limits.rsaBits.min ? `RSA-${bits}` : undefined;
}

interface JudgedPath {
  readonly chain: ChainOutcome;
  readonly findings: readonly Finding[];
}

const notJudged: JudgedPath = { chain: 'not-checked', findings: [] };

function judgePath(
  { certificates }: SignedData,
  leaf: ParsedCertificate,
  signingTime: Date | undefined,
  { trust, at }: Pick<DocumentSignatureOptions, 'trust' | 'at'>,
): JudgedPath {
  if (!trust)
    return { chain: 'not-checked', findings: [{ code: 'pdf.chain-not-checked', severity: 'note' }] };
  const path = pathOf(leaf, readableCertificates(certificates), trust);
  const findings = inspectChain(path, trust, { at, purpose: 'document' });
  if (findings.length === 0) return { chain: 'trusted', findings };
  const expired = findings.every(({ code }) => code === 'certificate.expired');
  const validThen =
    expired &&
    signingTime &&
    inspectChain(path, trust, { at: signingTime, purpose: 'document' }).length === 0;
  return {
    chain: 'untrusted',
    findings: validThen ? [...findings, validAtSigning(signingTime)] : findings,
  };
}

/** The time is the signer's word, so this is a note and changes nothing. */
function validAtSigning(time: Date): Finding {
  const detail = { time: time.toISOString().replace('.000Z', 'Z') };
  return { code: 'verify.valid-at-signing', severity: 'note', detail };
}
