/**
 * A second opinion on a seal from xml-crypto: another XML parser (xmldom), a real canonicaliser, another reader of
 * signatures. It knows nothing of certificates' paths; it answers whether the signature is good XML signature, and
 * whether what it covers is, octet for octet, what our own verifier says was signed. Loaded at first use.
 *
 * xml-crypto finds the target of `#id` among attributes whose local name is Id, ID or id, and refuses where two match. Of
 * what it verified only `getSignedReferences()` is looked at, never its DOM (CVE-2025-29774, CVE-2025-29775).
 */
import { createPublicKey, type KeyLike, X509Certificate } from 'node:crypto';
import type { SignatureAlgorithm } from 'xml-crypto';
import { EdocError, type Finding } from '../errors.js';
import { Findings } from './findings.js';
import { inspectForm } from './form-check.js';
import type { SealedKind } from './kinds.js';
import { layOut } from './layout.js';
import { uriOf, verifyValue } from './suites.js';

export interface SecondOpinion {
  /** True where xml-crypto accepts the signature and covers the same octets. */
  readonly agrees: boolean;
  /** One finding `seal.second-opinion` where it does not agree. */
  readonly findings: readonly Finding[];
  readonly engine: 'xml-crypto';
}

const references = 2;
const namespace = 'http://www.w3.org/2000/09/xmldsig#';
const digest = 'http://www.w3.org/2001/04/xmlenc#sha256';

/**
 * @param certificateDer whose key must have signed; left out, the first certificate in KeyInfo, which then proves only
 * that the signature is whole.
 */
export async function secondOpinion(
  file: Uint8Array,
  kind: SealedKind,
  certificateDer?: Uint8Array,
): Promise<SecondOpinion> {
  try {
    const reason = await disagreement(Buffer.from(file).toString('utf8'), file, kind, certificateDer);
    return reason === undefined ? { agrees: true, findings: [], engine: 'xml-crypto' } : disagrees(reason);
  } catch (error) {
    return disagrees(error instanceof EdocError ? error.code : 'cannot be verified');
  }
}

async function disagreement(
  xml: string,
  file: Uint8Array,
  kind: SealedKind,
  certificateDer: Uint8Array | undefined,
): Promise<string | undefined> {
  // What is not laid out or not in the one form may hold its reader up with depth, references and transforms.
  const { head, tail, signature: octets } = layOut(Buffer.from(file), kind);
  const form = new Findings();
  if (!inspectForm(octets.toString('latin1'), form) || !form.clean) return form.all[0]?.code ?? 'seal.form';
  const [{ DOMParser }, { SignedXml }] = await Promise.all([import('@xmldom/xmldom'), import('xml-crypto')]);
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  const signatures = document.getElementsByTagNameNS(namespace, 'Signature');
  const signature = signatures.item(0);
  if (!signature || signatures.length > 1) return 'not one signature';

  const certificate = certificateDer ?? embeddedCertificate(signature);
  const verifier = new SignedXml({ publicCert: certificatePem(certificate) });
  verifier.SignatureAlgorithms = {
    [uriOf('rsa-sha256')]: algorithm('rsa-sha256'),
    [uriOf('ecdsa-sha256')]: algorithm('ecdsa-sha256'),
  };
  verifier.HashAlgorithms = Object.fromEntries(
    Object.entries(verifier.HashAlgorithms).filter(([uri]) => uri === digest),
  );
  verifier.loadSignature(signature.toString());
  if (!verifier.checkSignature(xml)) return 'a digest is another one';

  const covered = verifier.getSignedReferences();
  if (covered.length !== references) return 'not two references';
  const same = covered[0] === Buffer.concat([head, tail]).toString('utf8');
  const properties = covered[1] ?? '';
  const sameProperties = properties.startsWith('<xades:SignedProperties ') && octets.includes(properties);
  return same && sameProperties ? undefined : 'it covers other octets';
}

function algorithm(suite: 'rsa-sha256' | 'ecdsa-sha256'): new () => SignatureAlgorithm {
  return class implements SignatureAlgorithm {
    getAlgorithmName = () => uriOf(suite);
    getSignature(): never {
      throw new EdocError('seal.algorithm', { detail: { algorithm: suite } });
    }
    verifySignature(material: string, key: KeyLike, value: string): boolean {
      return verifyValue(suite, Buffer.from(material), createPublicKey(key), Buffer.from(value, 'base64'));
    }
  };
}

function embeddedCertificate(signature: {
  getElementsByTagNameNS(uri: string, name: string): ArrayLike<{ textContent: string | null }>;
}): Uint8Array {
  const [first] = Array.from(signature.getElementsByTagNameNS(namespace, 'X509Certificate'));
  return Buffer.from(first?.textContent ?? '', 'base64');
}

function certificatePem(der: Uint8Array): string {
  return new X509Certificate(der).toString();
}

function disagrees(reason: string): SecondOpinion {
  return {
    agrees: false,
    findings: [{ code: 'seal.second-opinion', severity: 'error', detail: { reason } }],
    engine: 'xml-crypto',
  };
}
